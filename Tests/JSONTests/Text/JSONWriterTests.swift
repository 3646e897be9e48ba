import JSON
import TestSupport
import Testing

@Suite struct JSONWriterTests {
    @Test func keepsTheCommas() {
        var writer = JSONWriter(capacity: -1)
        let runtimeName = "run\"time"
        writer.beginObject()
        writer.name("id")
        writer.string("abc")
        writer.name(runtimeName)
        writer.beginArray()
        writer.integer(1)
        writer.beginArray()
        writer.endArray()
        writer.beginObject()
        writer.endObject()
        writer.bool(true)
        writer.bool(false)
        writer.null()
        writer.value(.decimal("1e3"))
        writer.endArray()
        writer.name("ä")
        writer.string("x")
        writer.endObject()
        #expect(text(writer.bytes) == "{\"id\":\"abc\",\"run\\\"time\":[1,[],{},true,false,null,1e3],\"ä\":\"x\"}")
    }

    @Test func membersInPlace() {
        var writer = JSONWriter(capacity: 0)
        writer.beginObject()
        writer.member("a", "x\"y")
        writer.member("b", nil)
        writer.member("c", ascii: 300) { room in
            room[..<250].update(repeating: UInt8(ascii: "z"))
            return 250
        }
        writer.member("d", ascii: 5) { _ in 0 }
        writer.endObject()
        let long = String(repeating: "z", count: 250)
        let found = text(writer.bytes)
        #expect(found == "{\"a\":\"x\\\"y\",\"b\":null,\"c\":\"\(long)\",\"d\":\"\"}")
    }

    static let strings: [(String, String)] = [
        ("", ""), ("plain", "plain"), ("exactly8", "exactly8"), ("\"", "\\\""), ("\\", "\\\\"), ("/", "/"),
        ("\u{8}\t\n\u{C}\r", "\\b\\t\\n\\f\\r"), ("\0\u{1B}\u{1F}", "\\u0000\\u001b\\u001f"), ("\u{7F}ä€😀\u{2028}", "\u{7F}ä€😀\u{2028}"),
        ("1234567\"", "1234567\\\""), ("12345678\"9", "12345678\\\"9"), ("\n12345678901234567\n", "\\n12345678901234567\\n"),
        (" !#", " !#"),
        ("!\"!\"!\"!\"!\"", "!\\\"!\\\"!\\\"!\\\"!\\\""), ("[]]\\[[]]", "[]]\\\\[[]]"),
    ]

    @Test(arguments: strings) func escapes(value: String, expected: String) {
        var writer = JSONWriter()
        writer.string(value)
        #expect(text(writer.bytes) == "\"\(expected)\"")
        var named = JSONWriter()
        named.beginObject()
        named.name(value)
        named.null()
        named.endObject()
        #expect(text(named.bytes) == "{\"\(expected)\":null}")
    }

    @Test func everyASCIIOctetAtEveryPlaceOfAWordSurvives() throws {
        for octet in UInt8(0)...127 {
            for place in 0..<20 {
                let value = String(repeating: "x", count: place) + String(Unicode.Scalar(octet)) + String(repeating: "y", count: 20 - place)
                #expect(try JSONReader.read(written(.string(value))) == .string(value))
            }
        }
    }

    @Test(arguments: [0, 1, -1, 9, 10, -10, 99, 100, 960_000, .max, .min, .max - 1, .min + 1] as [Int64])
    func integers(value: Int64) {
        var writer = JSONWriter()
        writer.integer(value)
        #expect(text(writer.bytes) == String(value))
    }

    @Test(arguments: ["1,5", "", "-", "01", "1.", "NaN", "1 ", " 1", "1]", "+1", "٣", "1e", "true"]) func noNumberIsWrittenAsAString(
        literal: String
    ) {
        #expect(text(written(.array([.decimal(literal)]))) == "[\"\(literal)\"]")
    }

    static let layouts: [(String, String)] = [
        ("1", "1\n"), ("{}", "{}\n"), ("[]", "[]\n"), ("[ ]", "[]\n"), ("", "\n"),
        (
            "{\"a\":1,\"b\":[1,{}],\"c\":{\"d\":[]}}",
            "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    {}\n  ],\n  \"c\": {\n    \"d\": []\n  }\n}\n"
        ),
        ("\"a,b:{[ \\\" \\\\\"", "\"a,b:{[ \\\" \\\\\"\n"), ("[1e3,-0,12.50]", "[\n  1e3,\n  -0,\n  12.50\n]\n"),
        ("[\n  1\n]\n", "[\n  1\n]\n"), ("\"\\", "\"\\\n"), ("\"", "\"\n"), ("]]", "\n]\n]\n"),
    ]

    @Test(arguments: layouts) func indents(compact: String, expected: String) {
        #expect(text(pretty(octets(compact))) == expected)
    }

    @Test func indentOfHostileDepthStaysSmall() {
        #expect(pretty([UInt8](repeating: UInt8(ascii: "["), count: 10_000)).count < 10_000 * 600)
    }

    /// A random value that writing and reading must not change. Its strings are in form C, because the reader converts strings to form C.
    static func value(depth: Int, using random: inout SplitMix64) -> JSONValue {
        let pieces = ["a", "\"", "\\", "\n", "\0", "ä", "€", "😀", "\u{2028}", "\u{7F}", "/", " longer plain run of text "]
        func word(_ random: inout SplitMix64) -> String {
            (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
        }
        switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64(bitPattern: random.next()) >> Int64.random(in: 0...63, using: &random))
        case 3: return .decimal(["-0", "1.50", "1e3", "-2.5E-7", "99999999999999999999"][Int.random(in: 0...4, using: &random)])
        case 4, 5: return .string(word(&random))
        case 6: return .array((0..<Int.random(in: 0...5, using: &random)).map { _ in value(depth: depth - 1, using: &random) })
        default:
            return .object(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    JSONMember(name: word(&random), value: value(depth: depth - 1, using: &random))
                })
        }
    }

    @Test func whatIsWrittenReadsBackTheSame() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("round trip: seed \(seed)")
        var random = SplitMix64(state: seed)
        for round in 0..<5_000 {
            let value = Self.value(depth: 5, using: &random)
            let compact = written(value)
            let back = try JSONReader.read(compact)
            let spaced = try JSONReader.read(pretty(compact))
            guard back == value, spaced == value, written(back) == compact else {
                Issue.record("seed \(seed) round \(round): \(text(compact))")
                return
            }
        }
    }
}
