import Foundation
import Testing

/// The rules in `Docs/domain` and their citations agree.
@Suite struct CitationTests {
    @Test("every cited rule is defined, no rule is defined twice, and Docs/rules.md is up to date")
    func citationsResolve() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", TidyTests.root + "/scripts/rules", "--check"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
    }
}
