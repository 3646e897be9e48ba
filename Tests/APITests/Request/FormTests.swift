import Testing

@testable import API

/// The form of an answer (RFC 9110, 12.5.1).
struct FormTests {
    @Test(
        "of a list's forms the one with the highest weight is chosen, and the closest range gives the weight",
        arguments: [
            (["application/json"], .json), (["APPLICATION/JSON"], .json), (["*/*"], .json), (["text/csv"], .csv), (["text/plain"], .text),
            (["text/*"], .text), (["application/*"], .json), (["text/html"], nil), (["text/html, */*;q=0.1"], .json),
            // A form with the weight 0 is refused, whatever a wider range says.
            (["application/json;q=0, */*"], .text), (["*/*, application/json;q=0"], .text), (["application/json;q=0,text/*;q=0, */*"], nil),
            (["text/*;q=0.1, text/csv;q=0.9"], .csv), (["*/*;q=0"], nil), (["application/json;q=0"], nil),
            (["text/csv;Q=0.5, text/plain;q=0.4"], .csv), (["text/csv;q=0.1239, text/plain;q=0.123"], .csv),
            (["text/csv, application/json"], .csv), (["application/json, text/csv"], .json), (["text/plain", "text/csv;q=0.9"], .text),
            (["text/html", "text/csv"], .csv), ([", ,text/csv,"], .csv), (["text/csv;q=1.5, text/plain"], .text),
            // As the client of the Java platform and browsers ask.
            (["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"], .json),
            (["text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"], .json),
            // Generated clients name the type of problems too.
            (["application/json, application/problem+json"], .json), (["application/problem+json, text/csv"], .csv),
            (["application/problem+json"], .json), (["application/problem+json;q=0"], nil),
            (["application/json;q=0, application/problem+json"], nil), (["application/json;charset=utf-8"], .json),
            // The style of Excel is asked for by its separator alone.
            ([#"text/csv; delimiter=";""#], .excel), ([#"text/csv;DELIMITER=";";q=0.5"#], .excel), (["text/csv; delimiter=;"], .excel),
            ([#"text/csv; delimiter=",""#], .csv), ([#"text/csv; delimiter="|""#], nil), ([#"text/csv; delimiter=";", text/csv"#], .excel),
            ([#"text/csv; delimiter=";";q=0, text/csv"#], .csv), (["text/csv; header=present"], .csv),
        ] as [([String], Form?)])
    func chooses(fields: [String], form: Form?) {
        #expect(Form.best(of: [.json, .text, .csv], for: FieldMember.all(fields)) == form, "\(fields)")
    }

    @Test("an operation without CSV has no style of Excel, and a page is not JSON") func keepsToForms() {
        let excel = FieldMember.all([#"text/csv; delimiter=";", */*;q=0.1"#])
        #expect(Form.best(of: [.json], for: excel) == .json && Form.best(of: [.page], for: excel) == .page)
        #expect(Form.best(of: [.page], for: FieldMember.all(["application/json"])) == nil)
        #expect(Form.best(of: [.json, .text, .events], for: FieldMember.all(["text/event-stream"])) == .events)
    }
}
