import PersonalBudgeting

/// The generated documents other than the OpenAPI document.
public enum Documents {
    /// All problem codes as Markdown: their status and titles, then for each how it occurs, how to correct it, and a request that works.
    public static var problems: String {
        var text = """
            # Problems

            Every code of a problem document (RFC 9457). Made by `make docs`; do not edit.

            | code | status | suomeksi | på svenska | in English |
            |---|---|---|---|---|

            """
        for page in ProblemPage.all {
            let (code, title) = (page.code, page.title)
            text += "| [`\(code)`](#\(code)) | \(page.status) | \(title.fi) | \(title.sv) | \(title.en) |\n"
        }
        text += "\n## How each occurs and how to correct it\n\n\(ProblemExample.legend.en)\n"
        for page in ProblemPage.all {
            text +=
                "\n### \(page.code)\n\n\(page.example.when.en) \(page.mending.en)\n\n```sh\n\(page.example.request.curl(.options))\n```\n"
        }
        return text
    }
}
