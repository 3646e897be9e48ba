import Foundation
import JSON
import PersonalBudgeting
import TestSupport
import Testing

@testable import API

/// The current API document is compatible with the released one.
struct CompatibilityTests {
    private static func today() -> String {
        "\(Instant(clampingMicroseconds: Int64(Date().timeIntervalSince1970) * 1_000_000).helsinkiDate)"
    }

    @Test("the document breaks no promise of the last released one, except operations whose Sunset has come")
    func keepsPromises() throws {
        let root = projectRoot
        let released = try JSONReader.read(Array(Data(contentsOf: root.appending(path: "Docs/released.json"))))
        let breaks = Compatibility(released: released, current: OpenAPI.document, day: Self.today(), corrections: Self.corrections).breaks
        #expect(breaks.isEmpty, "\(breaks.prefix(20).joined(separator: "\n"))")
    }

    /// The corrections since the last release; emptied by the next one.
    ///
    /// I33: texts took line feeds in names, and characters that nobody sees. The two old patterns are those of texts that may be empty and of
    /// texts that may not; each became a line's or prose's.
    private static let corrections: [String: Set<String>] = {
        let old = #"\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF"#
        func patterns(_ length: ClosedRange<Int>) -> Set<String> {
            let shapes = [Shape<String>.text(length, .line), Shape<String>.text(length, .prose)]
            return Set(shapes.compactMap { if case .string(let pattern)? = $0.schema.use["pattern"] { pattern } else { nil } })
        }
        return ["^[^\(old)]*$": patterns(0...9), "^[^\(old)]*[^\(old)\\s][^\(old)]*$": patterns(1...9)]
    }()

    @Test("a correction is no break where it replaces its own pattern, and a break elsewhere") func takesCorrections() throws {
        let schemas = ["\"pattern\":\"^a$\"", "\"pattern\":\"^b$\""].map { Self.document.replacing("\"maxLength\":9", with: $0) }
        let (old, new) = (try JSONReader.read(Array(schemas[0].utf8)), try JSONReader.read(Array(schemas[1].utf8)))
        func breaks(_ corrections: [String: Set<String>]) -> [String] {
            Compatibility(released: old, current: new, day: "2026-12-01", corrections: corrections).breaks
        }
        #expect(breaks(["^a$": ["^c$", "^b$"]]) == [])
        let broken = ["POST /v1/a query q: has another pattern"]
        for corrections: [String: Set<String>] in [[:], ["^a$": ["^c$"]], ["^b$": ["^a$"]]] { #expect(breaks(corrections) == broken) }
    }

    /// One change of a small document and the break it makes; nil for a compatible change.
    struct Change: Sendable {
        let from: String
        let to: String
        let breaks: String?
    }

    private static let document = #"""
        {"paths":{"/v1/a":{"post":{"parameters":[{"name":"q","in":"query","required":false,"schema":{"type":"string","maxLength":9}}],
        "requestBody":{"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/New"}}}},
        "responses":{"201":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}},"409":{}}},
        "get":{"deprecated":true,"x-sunset":"2026-06-30","responses":{"200":{}}}}},
        "components":{"schemas":{
        "New":{"type":"object","properties":{"kind":{"type":"string","enum":["one","two"]},"note":{"anyOf":[{"type":"string","maxLength":10},
        {"type":"null"}]}},"required":["kind"]},
        "A":{"type":"object","properties":{"id":{"type":"string"},"items":{"type":"array","items":{"type":"object","properties":{"n":{"type":"integer"}},
        "required":["n"]}}},"required":["id","items"]}}}}
        """#

    static let changes = [
        Change(from: #""/v1/a":{"post""#, to: #""/v1/b":{"post""#, breaks: "POST /v1/a is gone"),
        Change(from: #""post":{"parameters""#, to: #""put":{"parameters""#, breaks: "POST /v1/a is gone"),
        Change(from: #""name":"q""#, to: #""name":"r""#, breaks: "POST /v1/a: the parameter query q is gone"),
        Change(from: #""required":false"#, to: #""required":true"#, breaks: "POST /v1/a: the parameter query q is required now"),
        Change(from: #""maxLength":9"#, to: #""maxLength":8"#, breaks: "POST /v1/a query q: maxLength is 8 now"),
        Change(from: #""maxLength":9"#, to: #""maxLength":90"#, breaks: nil),
        Change(from: #""maxLength":10"#, to: #""maxLength":5"#, breaks: "POST /v1/a body/note: maxLength is 5 now"),
        Change(from: #""maxLength":10"#, to: #""maxLength":10,"minLength":1"#, breaks: "POST /v1/a body/note: minLength is 1 now"),
        Change(from: #"["one","two"]"#, to: #"["one"]"#, breaks: #"POST /v1/a body/kind: two is no longer accepted"#),
        Change(from: #"["one","two"]"#, to: #"["one","two","three"]"#, breaks: nil),
        Change(from: #""required":["kind"]"#, to: #""required":["kind","note"]"#, breaks: "POST /v1/a body: note is required now"),
        Change(from: #""required":["kind"]"#, to: #""required":[]"#, breaks: nil),
        Change(from: #""kind":{"#, to: #""sort":{"#, breaks: "POST /v1/a body: kind is no longer accepted"),
        Change(from: #"{"type":"null"}"#, to: #"{"type":"string"}"#, breaks: "POST /v1/a body/note: null is no longer accepted"),
        Change(from: #""201":"#, to: #""200":"#, breaks: "POST /v1/a: no longer answers 201"),
        Change(from: #""409":{}"#, to: #""410":{}"#, breaks: nil),
        Change(from: #""id":{"type":"string"},"#, to: "", breaks: "POST /v1/a 201: id is gone"),
        Change(from: #""id":{"type":"string"}"#, to: #""id":{"type":"integer"}"#, breaks: "POST /v1/a 201/id: is of another type"),
        Change(from: #"["id","items"]"#, to: #"["items"]"#, breaks: "POST /v1/a 201: id may be missing now"),
        Change(from: #""n":{"type":"integer"}"#, to: #""m":{"type":"integer"}"#, breaks: "POST /v1/a 201/items[]: n is gone"),
        Change(
            from: #""n":{"type":"integer"}"#, to: #""n":{"anyOf":[{"type":"integer"},{"type":"null"}]}"#,
            breaks: "POST /v1/a 201/items[]/n: may be null now"),
        Change(from: #""id":{"type":"string"},"#, to: #""id":{"type":"string"},"new":{"type":"string"},"#, breaks: nil),
    ]

    @Test("each kind of change is reported as its kind of break, or as none", arguments: changes) func tellsChanges(change: Change) throws {
        let released = try JSONReader.read(Array(Self.document.utf8))
        let text = Self.document.replacing(change.from, with: change.to, maxReplacements: 1)
        #expect(text != Self.document)
        let current = try JSONReader.read(Array(text.utf8))
        let breaks = Compatibility(released: released, current: current, day: "2026-12-01").breaks
        #expect(breaks.contains { $0 == change.breaks } || (change.breaks == nil && breaks.isEmpty), "\(breaks)")
    }

    @Test("an operation may be removed on the day of its sunset, not before", arguments: [("2026-06-29", false), ("2026-06-30", true)])
    func letsGo(day: String, mayGo: Bool) throws {
        let released = try JSONReader.read(Array(Self.document.utf8))
        let text = Self.document.replacing(#""get":{"deprecated""#, with: #""patch":{"deprecated""#)
        let breaks = Compatibility(released: released, current: try JSONReader.read(Array(text.utf8)), day: day).breaks
        #expect(breaks == (mayGo ? [] : ["GET /v1/a is gone"]))
    }

    @Test("a deprecated operation says so in its answers (RFC 9745, RFC 8594) and in the document") func tellsSunset() throws {
        let since = try #require(CalendarDate("2026-01-01"))
        let sunset = try #require(CalendarDate("2026-07-01"))
        let deprecation = Deprecation(since: since, sunset: sunset)
        #expect(deprecation.fields.map(\.name) == ["Deprecation", "Sunset"])
        #expect(deprecation.fields.map(\.value) == ["@1767225600", "Wed, 01 Jul 2026 00:00:00 GMT"])
        let operation = Operation(
            "old", .get, "/v1/old", "Old", tag: .service, effect: .read, right: .signedIn, deprecation: deprecation, response: nil
        ) { _ in Answer() }
        let described = DescribedOperation(operation).described
        #expect(described["deprecated"] == .bool(true) && described["x-sunset"] == .string("2026-07-01"))
    }
}
