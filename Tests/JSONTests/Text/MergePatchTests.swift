import JSON
import Testing

@Suite struct MergePatchTests {
    /// The cases of RFC 7396, appendix A, in its order; then cases that this service adds.
    static let rows: [(String, String, String)] = [
        ("{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"),
        ("{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"),
        ("{\"a\":\"b\"}", "{\"a\":null}", "{}"),
        ("{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"),
        ("{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"),
        ("{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"),
        ("{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"),
        ("{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"),
        ("[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"),
        ("{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"),
        ("{\"a\":\"foo\"}", "null", "null"),
        ("{\"a\":\"foo\"}", "\"bar\"", "\"bar\""),
        ("{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"),
        ("[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"),
        ("{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"),
        // Members keep the order of the target.
        ("{\"c\":1,\"b\":2,\"a\":3}", "{\"a\":4,\"d\":5,\"c\":6}", "{\"c\":6,\"b\":2,\"a\":4,\"d\":5}"),
        // A duplicate in the target is removed if its name is patched, else it stays; the last duplicate in a patch wins.
        ("{\"a\":1,\"b\":1,\"a\":2,\"b\":2}", "{\"a\":3}", "{\"a\":3,\"b\":1,\"b\":2}"),
        ("{\"a\":1,\"a\":2}", "{\"a\":null}", "{}"),
        ("{}", "{\"a\":1,\"a\":null,\"a\":2}", "{\"a\":2}"),
        // Names are compared by octets: the composed and the decomposed name are different.
        ("{\"\u{E9}\":1}", "{\"e\u{301}\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}"),
        // Nulls inside arrays are values.
        ("{}", "{\"a\":[null]}", "{\"a\":[null]}"),
    ]

    @Test(arguments: rows) func merges(target: String, patch: String, expected: String) throws {
        #expect(try read(target).mergePatched(with: read(patch)) == read(expected))
    }

    @Test func theLargestPatchIsLinear() throws {
        let members = (0..<10_000).map { JSONMember(name: "member \($0)", value: .integer(Int64($0))) }
        let started = ContinuousClock.now
        #expect(JSONValue.object(members).mergePatched(with: .object(members.reversed())) == .object(members))
        // A quadratic algorithm takes many seconds in a debug build.
        #expect(ContinuousClock.now - started < .seconds(2))
    }

    @Test(
        "without members that are null, a value is what a patch can tell",
        arguments: [
            (#"{"a":null,"b":1}"#, #"{"b":1}"#), (#"{"a":{"b":null}}"#, #"{"a":{}}"#),
            (#"{"a":[null,{"b":null}]}"#, #"{"a":[null,{"b":null}]}"#),
            ("null", "null"), ("[null]", "[null]"), (#"{"a":null,"a":2}"#, #"{"a":2}"#), ("{}", "{}"), ("1", "1"),
        ])
    func leavesNullsOut(text: String, bare: String) throws {
        #expect(try JSONReader.read(Array(text.utf8)).withoutNulls == JSONReader.read(Array(bare.utf8)))
    }
}
