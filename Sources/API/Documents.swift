import PersonalBudgeting

/// The generated documents beside the OpenAPI one.
public enum Documents {
    /// Every problem code with its status, titles and mending, as Markdown.
    public static var problems: String {
        var rows: [(String, Int, LocalText, String)] = ServiceProblem.allCases.map { ($0.rawValue, $0.status, $0.title, $0.mending) }
        rows += RefusalCode.allCases.map { ($0.rawValue, $0.status, $0.title, $0.mending) }
        var text = "# Problems\n\nEvery code a problem document (RFC 9457) can carry. Made by `make docs`; do not edit.\n\n"
        text += "| code | status | suomeksi | på svenska | in English | how to mend it |\n|---|---|---|---|---|---|\n"
        for row in rows.sorted(by: { $0.0 < $1.0 }) {
            text += "| `\(row.0)` | \(row.1) | \(row.2.fi) | \(row.2.sv) | \(row.2.en) | \(row.3) |\n"
        }
        return text
    }
}
