import Testing

@testable import API

/// Lists in request fields (RFC 9110, 5.6).
struct FieldMemberTests {
    @Test(
        "field lines are one list; empty members do not count, case does not, and quotes hold separators",
        arguments: [
            ([], []), ([""], []), ([" , ,\t"], []), (["a"], ["a"]), (["A, b"], ["a", "b"]), (["a,,b,"], ["a", "b"]),
            (["a", "", "b, c"], ["a", "b", "c"]), ([#"a;x=",";y=1, b"#], ["a", "b"]), ([#"a;x="\",", b"#], ["a", "b"]),
            ([#"a;x=", b"#], ["a"]), ([";q=1, b"], ["b"]),
        ] as [([String], [String])])
    func splits(fields: [String], values: [String]) { #expect(FieldMember.all(fields).map(\.value) == values, "\(fields)") }

    @Test(
        "a parameter has a name in lower case and a value without quotes; a quoted semicolon belongs to the value",
        arguments: [
            ("a", nil), ("a;x=1", "1"), ("a; X=1", "1"), ("a ;\tx = 1 ", "1"), (#"a;x="1""#, "1"), (#"a;x=";""#, ";"), ("a;x=;", ""),
            ("a;x", ""), (#"a;x="\"""#, "\""), ("a;y=2;x=3", "3"), ("a;;x=1;", "1"), ("a;x=1;x=2", "1"), ("a;x=B", "B"),
        ] as [(String, String?)])
    func readsParameters(text: String, value: String?) { #expect(FieldMember(text[...])["x"] == value, "\(text)") }

    @Test(
        "a weight is in thousandths; what is no weight is 0, further digits are dropped, and a trace stays above nought",
        arguments: [
            ("1", 1_000), ("1.", 1_000), ("1.0", 1_000), ("1.000", 1_000), ("1.0000", 1_000), ("0", 0), ("0.", 0), ("0.0", 0), ("0.000", 0),
            ("0.5", 500), ("0.25", 250), ("0.125", 125), ("0.1239", 123), ("0.0001", 1), ("0.0000", 0), (".2", 200), (".", 0), ("", 0),
            ("1.5", 0), ("1.001", 0), ("2", 0), ("10", 0), ("-1", 0), ("+1", 0), ("0,5", 0), ("0.5x", 0), ("0.5.5", 0), ("1e0", 0),
            ("0.٣", 0), ("0.99999999999999999999999999", 999),
        ])
    func readsWeights(text: String, thousandths: Int) { #expect(FieldMember.thousandths(text) == thousandths, "\(text)") }

    @Test("without a weight a member has the highest; the name of the weight is read in any case") func weighs() {
        #expect(FieldMember("a").weight == 1_000 && FieldMember("a;Q=0.5").weight == 500 && FieldMember("a;x=1;q=0").weight == 0)
        #expect(FieldMember(#"a;q="0.5""#).weight == 500)
    }
}
