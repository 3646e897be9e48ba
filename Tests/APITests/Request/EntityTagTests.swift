import Testing

@testable import API

/// Preconditions on changes (RFC 9110, 13.1.1).
struct EntityTagTests {
    @Test("a tag of the current version, or *, lets a change through, in any of several members and lines") func matches() throws {
        for fields in [
            [#""4.1f6c""#], [#""4.1f6c-pretty""#], ["*"], [#""3.a", "4.b""#], [#""3.a""#, #""4.b""#], [#", "4.b" ,"#], ["\t\"4.b\" "],
            [#""a,b", "4.b""#],
        ] {
            try EntityTag.check(fields, version: 4)
        }
    }

    @Test(
        "a member without quotes is told so; a tag of another version, a weak or a foreign tag is stale; none is missing",
        arguments: [
            ([], .missing), ([""], .missing), ([" , "], .missing), (["4.1f6c"], .malformed), ([#""4.1f6c"#], .malformed),
            ([#"4.1f6c""#], .malformed), (["'4.1f6c'"], .malformed), ([#""4.1f6c", 4.1f6c"#], .malformed), (["W/4.1f6c"], .malformed),
            ([#"w/"4.1f6c""#], .malformed), ([#""4.1 f6c""#], .malformed), ([#"**"#], .malformed), (["\u{201D}4.1f6c\u{201D}"], .malformed),
            ([#""3.1f6c""#], .stale(current: 4)), ([#"W/"4.1f6c""#], .stale(current: 4)), ([#""xyz""#], .stale(current: 4)),
            (["\"\""], .stale(current: 4)),
        ] as [([String], Precondition)])
    func refuses(fields: [String], fault: Precondition) {
        #expect(throws: fault, "\(fields)") { try EntityTag.check(fields, version: 4) }
    }

    @Test("the problem of a tag without quotes names the field and has a code of its own") func tells() {
        let problem = Problem.of(Precondition.malformed)
        #expect(problem.status == 400 && problem.code == "bad_header")
        #expect(problem.detail.fi.hasPrefix("lähetä If-Match") && problem.detail.sv.hasPrefix("sänd If-Match"))
        #expect(problem.errors.map(\.place) == ["If-Match"] && problem.errors.map(\.code) == ["not_quoted"])
    }
}
