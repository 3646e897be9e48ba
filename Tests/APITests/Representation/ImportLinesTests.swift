import JSON
import Testing

@testable import API

@Suite struct ImportLinesTests {
    private static func read(_ pieces: [[UInt8]], atMost count: Int = 2) throws -> [[JSONValue]] {
        var lines = ImportLines(pieces)
        var groups: [[JSONValue]] = []
        while case let group = try lines.next(atMost: count), !group.isEmpty { groups.append(group) }
        return groups
    }

    @Test("lines are the same wherever the pieces are cut") func cuts() throws {
        let text = Array("{\"a\":1}\r\n\n \t\n[2]\n\"kolme\"\nnull".utf8)
        let expected: [[JSONValue]] = [
            [.object([JSONMember(name: "a", value: .integer(1))]), .array([.integer(2)])], [.string("kolme"), .null],
        ]
        for cut in 0...text.count {
            #expect(try ImportLinesTests.read([Array(text[..<cut]), Array(text[cut...])]) == expected, "cut at \(cut)")
        }
        #expect(try ImportLinesTests.read(text.map { [$0] }) == expected)
        #expect(try ImportLinesTests.read([text + [0x0A]]) == expected)
    }

    @Test("a line that is not JSON is named by its number (G11)") func namesTheLine() throws {
        let fault = #expect(throws: JSONFault.self) { try ImportLines.check([Array("1\n\n2 3\n".utf8)]) }
        #expect(fault?.line == 3)
        #expect(fault?.column == 3)
        #expect(fault?.code == .trailingOctets)
    }

    @Test("a line that is too long, too many lines and no lines are refused") func bounds() throws {
        let long = Array("\"\(String(repeating: "x", count: ImportLines.maximumLineBytes))\"".utf8)
        #expect(#expect(throws: Problem.self) { try ImportLines.check([Array("1\n".utf8), long]) }?.status == 413)
        let most = Array(String(repeating: "1\n", count: ImportLines.maximumLines).utf8)
        try ImportLines.check([most])
        #expect(#expect(throws: Problem.self) { try ImportLines.check([most, [0x31]]) }?.status == 413)
        #expect(throws: Faults.self) { try ImportLines.check([Array("\n \n".utf8)]) }
    }
}
