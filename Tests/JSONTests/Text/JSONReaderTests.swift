import Foundation
import JSON
import TestSupport
import Testing

@Suite struct JSONReaderTests {
    static let accepted: [(String, JSONValue)] = [
        ("null", .null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n1 \t\r\n", .integer(1)),
        ("0", .integer(0)), ("-1", .integer(-1)), ("-0", .decimal("-0")), ("-0.0", .decimal("-0.0")), ("0e0", .decimal("0e0")),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .decimal("9223372036854775808")), ("-9223372036854775809", .decimal("-9223372036854775809")),
        ("99999999999999999999", .decimal("99999999999999999999")), ("18446744073709551617", .decimal("18446744073709551617")),
        ("12.5", .decimal("12.5")), ("1e3", .decimal("1e3")), ("1E+3", .decimal("1E+3")), ("1.0e-03", .decimal("1.0e-03")),
        ("12345678901234567890123456789012", .decimal("12345678901234567890123456789012")),
        ("[]", .array([])), ("[ ]", .array([])), ("{}", .object([])), ("{ \n}", .object([])),
        ("[1,[2,[]],{}]", .array([.integer(1), .array([.integer(2), .array([])]), .object([])])),
        ("[[],1]", .array([.array([]), .integer(1)])),
        ("{\"a\":1}", .object([JSONMember(name: "a", value: .integer(1))])),
        ("{ \"\" : null }", .object([JSONMember(name: "", value: .null)])),
        ("{\"a\":1,\"a\":2}", .object([JSONMember(name: "a", value: .integer(1)), JSONMember(name: "a", value: .integer(2))])),
        (
            "{\"b\":{\"c\":[true]},\"a\":\"x\"}",
            .object([
                JSONMember(name: "b", value: .object([JSONMember(name: "c", value: .array([.bool(true)]))])),
                JSONMember(name: "a", value: .string("x")),
            ])
        ),
        ("\"\"", .string("")), ("\"plain text of more than eight\"", .string("plain text of more than eight")),
        ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", .string("\"\\/\u{8}\u{C}\n\r\t")),
        ("\"\\u0041\\u00e4\\u20AC\"", .string("Aä€")), ("\"a\\u0000b\"", .string("a\0b")), ("\"\\uFFFF\"", .string("\u{FFFF}")),
        ("\"\\uD83D\\uDE00\"", .string("😀")), ("\"😀\"", .string("😀")), ("\"Äiti Åbo\"", .string("Äiti Åbo")),
        ("\"\u{7F}\u{80}\u{2028}\"", .string("\u{7F}\u{80}\u{2028}")), ("\"/\"", .string("/")),
        ("\"\u{10FFFF}\"", .string("\u{10FFFF}")), ("\"a\\\\\"", .string("a\\")), ("\"\\\\u0041\"", .string("\\u0041")),
    ]

    @Test(arguments: accepted) func accepts(text: String, expected: JSONValue) throws {
        #expect(try read(text) == expected)
    }

    static let refused: [(String, JSONFault.Code, Int)] = [
        ("", .empty, 0), (" \n", .empty, 2),
        ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2), ("[1,", .unexpectedEnd, 3), ("{", .unexpectedEnd, 1),
        ("{\"a\"", .unexpectedEnd, 4), ("{\"a\":", .unexpectedEnd, 5), ("{\"a\":1", .unexpectedEnd, 6), ("{\"a\":1,", .unexpectedEnd, 7),
        ("tru", .unexpectedEnd, 3), ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2), ("1e", .unexpectedEnd, 2),
        ("1e+", .unexpectedEnd, 3), ("\"", .unexpectedEnd, 1), ("\"abc", .unexpectedEnd, 4), ("\"\\", .unexpectedEnd, 2),
        ("\"\\\"", .unexpectedEnd, 3), ("\"\\u00", .unexpectedEnd, 5), ("\"\\uD800", .unexpectedEnd, 7), ("\"\\uD800\\", .unexpectedEnd, 8),
        ("]", .unexpectedOctet, 0), ("}", .unexpectedOctet, 0), (",", .unexpectedOctet, 0), ("[,1]", .unexpectedOctet, 1),
        ("[1,]", .unexpectedOctet, 3), ("[1,,2]", .unexpectedOctet, 3), ("[1 2]", .unexpectedOctet, 3), ("[1}", .unexpectedOctet, 2),
        ("[1:2]", .unexpectedOctet, 2), ("{\"a\":1]", .unexpectedOctet, 6), ("{\"a\":1,}", .unexpectedOctet, 7),
        ("{,}", .unexpectedOctet, 1),
        ("{a:1}", .unexpectedOctet, 1), ("{'a':1}", .unexpectedOctet, 1), ("{1:1}", .unexpectedOctet, 1),
        ("{\"a\" 1}", .unexpectedOctet, 5),
        ("{\"a\",1}", .unexpectedOctet, 4), ("{\"a\":}", .unexpectedOctet, 5), ("{\"a\"::1}", .unexpectedOctet, 5),
        ("{\"a\":1 \"b\":2}", .unexpectedOctet, 7), ("{null:1}", .unexpectedOctet, 1), ("{[]:1}", .unexpectedOctet, 1),
        ("'a'", .unexpectedOctet, 0), ("True", .unexpectedOctet, 0), ("nul1", .unexpectedOctet, 3), ("NaN", .unexpectedOctet, 0),
        ("Infinity", .unexpectedOctet, 0), ("[1a]", .unexpectedOctet, 2), ("[0x1]", .unexpectedOctet, 2), ("[1//c\n]", .unexpectedOctet, 2),
        ("/*c*/1", .unexpectedOctet, 0), ("#1", .unexpectedOctet, 0), ("\u{A0}1", .unexpectedOctet, 0), ("\u{C}1", .unexpectedOctet, 0),
        ("\0", .unexpectedOctet, 0), ("[1\u{2028}]", .unexpectedOctet, 2), ("[\"a\"\"b\"]", .unexpectedOctet, 4),
        ("[1_0]", .unexpectedOctet, 2),
        ("ä", .unexpectedOctet, 0), ("１", .unexpectedOctet, 0), ("*", .unexpectedOctet, 0),
        ("01", .invalidNumber, 0), ("-01", .invalidNumber, 1), ("00", .invalidNumber, 0), ("+1", .invalidNumber, 0),
        (".5", .invalidNumber, 0),
        ("[-]", .invalidNumber, 2), ("[1.]", .invalidNumber, 3), ("[1.e1]", .invalidNumber, 3), ("[1e]", .invalidNumber, 3),
        ("[1e+]", .invalidNumber, 4), ("[1e+-1]", .invalidNumber, 4), ("-Infinity", .invalidNumber, 1), ("--1", .invalidNumber, 1),
        ("[-.5]", .invalidNumber, 2), ("- 1", .invalidNumber, 1),
        ("1 2", .trailingOctets, 2), ("[]]", .trailingOctets, 2), ("{}{}", .trailingOctets, 2), ("1,", .trailingOctets, 1),
        ("nulll", .trailingOctets, 4), ("1a", .trailingOctets, 1), ("1.5.6", .trailingOctets, 3), ("1e1e1", .trailingOctets, 3),
        ("\"a\"x", .trailingOctets, 3), ("[]\0", .trailingOctets, 2), ("{}\u{FEFF}", .trailingOctets, 2), ("[]//", .trailingOctets, 2),
        ("\"\\x41\"", .invalidEscape, 1), ("\"\\'\"", .invalidEscape, 1), ("\"\\0\"", .invalidEscape, 1),
        ("\"\\U0041\"", .invalidEscape, 1),
        ("\"\\u12G4\"", .invalidEscape, 1), ("\"\\u 041\"", .invalidEscape, 1), ("\"\\u+041\"", .invalidEscape, 1),
        ("\"\\u004\"", .invalidEscape, 1), ("\"\\ä\"", .invalidEscape, 1), ("\"\\\n\"", .invalidEscape, 1),
        ("\"\\uD800\\uZZZZ\"", .invalidEscape, 7),
        ("\"\\uD800\"", .loneSurrogate, 1), ("\"\\uDC00\"", .loneSurrogate, 1), ("\"ab\\uD800x\"", .loneSurrogate, 3),
        ("\"\\uD800\\n\"", .loneSurrogate, 1), ("\"\\uD800\\u0041\"", .loneSurrogate, 1), ("\"\\uD800\\uD800\"", .loneSurrogate, 1),
        ("\"\\uDC00\\uD800\"", .loneSurrogate, 1), ("{\"\\uDFFF\":1}", .loneSurrogate, 2),
        ("\"a\nb\"", .controlCharacter, 2), ("\"a\tb\"", .controlCharacter, 2), ("\"\0\"", .controlCharacter, 1),
        ("\"0123456789\u{1F}\"", .controlCharacter, 11), ("{\"\r\":1}", .controlCharacter, 2),
        ("\u{FEFF}1", .byteOrderMark, 0), ("\u{FEFF}", .byteOrderMark, 0),
    ]

    @Test(arguments: refused) func refuses(text: String, code: JSONFault.Code, offset: Int) {
        let found = fault(octets(text))
        #expect(found?.code == code)
        #expect(found?.offset == offset)
    }

    static let illFormed: [([UInt8], JSONFault.Code)] = [
        ([0x80], .invalidUTF8), ([0xBF], .invalidUTF8), ([0xC0, 0x80], .invalidUTF8), ([0xC1, 0xBF], .invalidUTF8),
        ([0xC3, 0x28], .invalidUTF8), ([0xC3], .invalidUTF8), ([0xE0, 0x80, 0x80], .invalidUTF8), ([0xE0, 0x9F, 0xBF], .invalidUTF8),
        ([0xE2, 0x82], .invalidUTF8), ([0xED, 0xA0, 0x80], .invalidUTF8), ([0xED, 0xBF, 0xBF], .invalidUTF8),
        ([0xF0, 0x80, 0x80, 0x80], .invalidUTF8), ([0xF0, 0x8F, 0xBF, 0xBF], .invalidUTF8), ([0xF4, 0x90, 0x80, 0x80], .invalidUTF8),
        ([0xF5, 0x80, 0x80, 0x80], .invalidUTF8), ([0xFF], .invalidUTF8), ([0xF0, 0x9F, 0x98], .invalidUTF8), ([0xE9], .invalidUTF8),
        ([0x5C, 0xFF], .invalidEscape),
    ]

    @Test(arguments: illFormed, [0, 7, 8, 20]) func refusesIllFormedUTF8(row: ([UInt8], JSONFault.Code), padding: Int) {
        let (bad, code) = row
        let before = [UInt8](repeating: UInt8(ascii: "x"), count: padding)
        let found = fault([0x22] + before + bad + [0x22])
        #expect(found?.code == code)
        #expect(found?.offset == 1 + padding)
        #expect(fault([0x7B, 0x22] + before + bad + [0x22, 0x3A, 0x31, 0x7D])?.code == code)
    }

    @Test(arguments: [[0xFE, 0xFF, 0, 0x31], [0xFF, 0xFE, 0x31, 0]] as [[UInt8]]) func refusesUTF16(octets: [UInt8]) {
        #expect(fault(octets)?.code == .byteOrderMark)
    }

    static let positions: [(String, Int, Int)] = [
        ("x", 1, 1), ("  x", 1, 3), ("\n x", 2, 2), ("\r\n\r\nx", 3, 1), ("\r\rx", 3, 1), ("[\"ää\", x]", 1, 8),
        ("{\n  \"a\": 1,\n  b\n}", 3, 3),
    ]

    @Test(arguments: positions) func tellsLineAndColumn(text: String, line: Int, column: Int) {
        let found = fault(octets(text))
        #expect(found?.line == line)
        #expect(found?.column == column)
    }

    @Test func everyCodeIsLowerSnakeCase() {
        let expected = """
            empty invalid_utf8 too_deep too_many_members too_many_values string_too_long number_too_long unexpected_end \
            unexpected_octet invalid_escape lone_surrogate control_character invalid_number trailing_octets byte_order_mark
            """
        #expect(JSONFault.Code.allCases.map(\.rawValue).joined(separator: " ") == expected)
    }

    // MARK: Limits

    static let small = JSONLimits(
        maximumDepth: 3, maximumMembers: 2, maximumElements: 6, maximumStringBytes: 4, maximumNumberBytes: 5)

    static let atLimit: [(String, JSONFault.Code?, Int)] = [
        ("[[[]]]", nil, 0), ("[[[[]]]]", .tooDeep, 3), ("{\"a\":[{\"b\":[", .tooDeep, 11), ("[[[1]],[[]]]", nil, 0),
        ("{\"a\":1,\"b\":2}", nil, 0), ("{\"a\":1,\"b\":2,\"c\":3}", .tooManyMembers, 13), ("{\"a\":{\"b\":1,\"c\":1},\"d\":1}", nil, 0),
        ("[1,2,3,4,5]", nil, 0), ("[1,2,3,4,5,6]", .tooManyValues, 11), ("[[],[],[1,2]]", nil, 0), ("[[],[],[1,2,3]]", .tooManyValues, 12),
        ("\"1234\"", nil, 0), ("\"12345\"", .stringTooLong, 0), ("\"äö\"", nil, 0), ("\"äöx\"", .stringTooLong, 0),
        ("\"\\u0031\\n34\"", nil, 0), ("\"\\u0031\\n345\"", .stringTooLong, 0), ("{\"12345\":1}", .stringTooLong, 1),
        ("\"\u{958}\u{FB2C}\"", .stringTooLong, 0), ("\"\u{FB1D}x\"", .stringTooLong, 0),
        ("12345", nil, 0), ("123456", .numberTooLong, 0), ("[-1234]", nil, 0), ("[-12345]", .numberTooLong, 1), ("1.234", nil, 0),
        ("1.2345", .numberTooLong, 0), ("1e+34", nil, 0), ("1e+345", .numberTooLong, 0),
    ]

    @Test(arguments: atLimit) func holdsLimits(text: String, code: JSONFault.Code?, offset: Int) {
        let found = fault(octets(text), limits: Self.small)
        #expect(found?.code == code)
        #expect((found?.offset ?? 0) == offset)
    }

    @Test func holdsTheDefaultLimits() {
        func nested(_ depth: Int) -> [UInt8] {
            [UInt8](repeating: Octets.open, count: depth) + [UInt8](repeating: Octets.close, count: depth)
        }
        #expect(fault(nested(64)) == nil)
        #expect(fault(nested(65))?.code == .tooDeep)
        #expect(fault([UInt8](repeating: Octets.open, count: 1_000_000))?.code == .tooDeep)
        #expect(fault(octets("[" + String(repeating: "0,", count: 199_998) + "0]")) == nil)
        #expect(fault(octets("[" + String(repeating: "0,", count: 199_999) + "0]"))?.code == .tooManyValues)
        func object(_ count: Int) -> [UInt8] { octets("{" + (0..<count).map { "\"\($0)\":0" }.joined(separator: ",") + "}") }
        #expect(fault(object(10_000)) == nil)
        #expect(fault(object(10_001))?.code == .tooManyMembers)
        #expect(fault(octets("\"" + String(repeating: "x", count: 1_048_576) + "\"")) == nil)
        #expect(fault(octets("\"" + String(repeating: "x", count: 1_048_577) + "\""))?.code == .stringTooLong)
        #expect(fault(octets(String(repeating: "1", count: 33)))?.code == .numberTooLong)
        #expect(fault(octets("1e" + String(repeating: "9", count: 1_000_000)))?.code == .numberTooLong)
    }

    enum Octets {
        static let open = UInt8(ascii: "[")
        static let close = UInt8(ascii: "]")
    }

    @Test func theDeepestValueFitsASmallStack() async throws {
        let depth = JSONLimits.deepest
        #expect(JSONLimits(maximumDepth: .max).maximumDepth == depth)
        let source = octets(String(repeating: "{\"a\":[", count: depth / 2) + String(repeating: "]}", count: depth / 2))
        let survived = await withCheckedContinuation { continuation in
            let thread = Thread {
                let limits = JSONLimits(maximumDepth: .max)
                let first = try? JSONReader.read(source, limits: limits)
                let second = try? JSONReader.read(source, limits: limits)
                let same = first.map { written($0) == source && $0 == second && JSONValue.null.mergePatched(with: $0) == $0 }
                continuation.resume(returning: same ?? false)
            }
            thread.stackSize = 512 * 1024
            thread.start()
        }
        #expect(survived)
    }

    // MARK: Unicode

    static let normal: [(String, String)] = [
        ("e\u{301}", "\u{E9}"), ("A\u{308}iti", "\u{C4}iti"), ("\u{212B}", "\u{C5}"), ("\u{212A}", "K"),
        ("a\u{323}\u{307}", "\u{1EA1}\u{307}"),
        ("a\u{307}\u{323}", "\u{1EA1}\u{307}"), ("\u{1100}\u{1161}\u{11A8}", "\u{AC01}"), ("\u{958}", "\u{915}\u{93C}"),
        ("\u{FB01}", "\u{FB01}"), ("e\u{301}\0x", "\u{E9}\0x"), ("\u{1F600}e\u{301}", "\u{1F600}\u{E9}"), ("\u{F900}", "\u{8C48}"),
        ("\u{2F800}", "\u{4E3D}"), ("\u{FFFF}e\u{301}", "\u{FFFF}\u{E9}"), ("\u{301}e", "\u{301}e"), ("\u{1E9B}\u{323}", "\u{1E9B}\u{323}"),
    ]

    @Test(arguments: normal) func normalisesStrings(sent: String, kept: String) throws {
        let escaped = sent.utf16.map { "\\u" + String(String(0x10000 + Int($0), radix: 16).suffix(4)) }.joined()
        for form in ["\"\(sent)\"", "\"\(escaped)\""] where !form.utf8.contains(0) {
            guard case .string(let result) = try read(form) else {
                Issue.record("no string")
                return
            }
            #expect(octets(result) == octets(kept))
        }
    }

    @Test func namesStayAsSentAndCompareByOctets() throws {
        let value = try read("{\"e\u{301}\":1,\"\u{E9}\":2}")
        #expect(value["\u{E9}"] == .integer(2))
        #expect(value["e\u{301}"] == .integer(1))
        #expect(value["e"] == nil)
        #expect(JSONValue.integer(1)["e"] == nil)
        #expect(try read("{\"a\":1,\"a\":2}")["a"] == .integer(1))
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
        #expect(JSONMember(name: "\u{E9}", value: .null) != JSONMember(name: "e\u{301}", value: .null))
    }

    // MARK: Hostile

    @Test func everyPrefixIsRefused() throws {
        let whole = octets(
            "{\"a\":[1,-2.5e+10,true,false,null,\"x\\n\\u00e4\\uD83D\\uDE00 ä€😀\"],\"ö\":{\"b\":{},\"c\":[[]]},\"long enough for words\":\"\"}"
        )
        #expect(fault(whole) == nil)
        for length in 0..<whole.count {
            let found = fault(Array(whole[..<length]))
            #expect(found?.code == (length == 0 ? .empty : .unexpectedEnd), "prefix of \(length)")
            #expect(found?.offset == length)
        }
    }

    @Test func randomOctetsNeverTrap() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        let alphabet =
            octets("{}[]\",:\\u0123456789dDaAeE+-. \ntrufalsn/") + [0xC3, 0xA4, 0xED, 0xA0, 0x80, 0xCC, 0x81, 0xF0, 0x9F, 0x98, 0xFF, 0]
        var accepted = 0
        for round in 0..<100_000 {
            let count = Int.random(in: 0...40, using: &random)
            let input = (0..<count).map { _ in
                round % 2 == 0 ? UInt8.random(in: 0...255, using: &random) : alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            _ = pretty(input)
            if let found = fault(input) {
                guard found.offset >= 0, found.offset <= count, found.line >= 1, found.column >= 1 else {
                    Issue.record("seed \(seed) round \(round): fault outside the text")
                    return
                }
            } else {
                accepted += 1
            }
        }
        print("random octets: seed \(seed), \(accepted) accepted")
    }

    @Test func changedDocumentsNeverTrapAndStayStable() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        let whole = octets("{\"a\":[1,-2.5e+10,true,null,\"x\\n\\u0301\\uD83D\\uDE00 e\u{301}\"],\"\u{F6}\":{\"b\":{},\"c\":[[]]}}")
        for round in 0..<20_000 {
            var changed = whole
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let place = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
                case 1: changed.remove(at: place)
                default: changed.insert(changed[place], at: place)
                }
            }
            guard let value = try? JSONReader.read(changed) else { continue }
            let again = try JSONReader.read(written(value))
            guard again == value, try JSONReader.read(pretty(changed)) == value else {
                Issue.record("seed \(seed) round \(round): \(text(changed))")
                return
            }
        }
        print("changed documents: seed \(seed)")
    }
}
