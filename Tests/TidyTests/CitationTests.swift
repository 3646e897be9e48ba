import Foundation
import Testing

/// The trade's book (`Docs/domain`) and the code agree: every rule that is cited is defined, and the list of rules is current.
@Suite struct CitationTests {
    @Test("every citation resolves, no rule is defined twice, and Docs/rules.md is what scripts/rules makes")
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
