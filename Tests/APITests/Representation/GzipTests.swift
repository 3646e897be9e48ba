import Foundation
import Testing

@testable import API

/// The compressed document: another program reads it.
@Suite struct GzipTests {
    private static let texts: [[UInt8]] = [
        [], [0x61], Array("abcabcabcabc".utf8), Array(repeating: 0x78, count: 70_000), Array(0...255),
        (0..<100_000).map { UInt8(truncatingIfNeeded: ($0 &* $0) >> 3) },
        Array(String(repeating: "Hyvinvointialue, välfärdsområde. ", count: 3_000).utf8),
    ]

    @Test("gzip reads what was compressed", arguments: texts) func readsBack(text: [UInt8]) throws {
        #expect(try expanded(Gzip.compress(text)) == text)
    }

    @Test("the API document becomes at least eight times smaller, and gzip reads it") func compressesDocument() throws {
        #expect(OpenAPI.compressed.count * 8 < OpenAPI.bytes.count)
        let isSame = try expanded(OpenAPI.compressed) == OpenAPI.bytes
        #expect(isSame)
    }

    @Test("the checksum is CRC-32") func computesChecksum() { #expect(Gzip.checksum(Array("123456789".utf8)) == 0xCBF4_3926) }

    /// Expands by the program `gzip`, which checks length and checksum.
    private func expanded(_ octets: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).gz")
        try Data(octets).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Array(output)
    }
}
