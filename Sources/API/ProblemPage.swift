import HTTPServer
import JSON
import PersonalBudgeting

/// `GET /problems/{code}`: what the `type` of a problem leads to. What happened, in three languages, and what mends it.
enum ProblemPage {
    static func answer(_ code: String, _ language: Language, _ form: Form) throws -> Answer {
        let status: Int
        let title: LocalText
        let mending: String
        if let refusal = RefusalCode(rawValue: code) {
            (status, title, mending) = (refusal.status, refusal.title, refusal.mending)
        } else if let problem = ServiceProblem(rawValue: code) {
            (status, title, mending) = (problem.status, problem.title, problem.mending)
        } else {
            throw Problem(.noSuchRoute, "there is no such problem code")
        }
        if form == .page {
            return page(
                """
                <!doctype html>
                <html lang="\(language.rawValue)"><head><meta charset="utf-8"><title>\(escaped(language.choose(title)))</title></head>
                <body><h1>\(escaped(language.choose(title)))</h1>
                <p><code>\(escaped(code))</code>, status \(status)</p>
                <ul><li lang="fi">\(escaped(title.fi))</li><li lang="sv">\(escaped(title.sv))</li><li lang="en">\(escaped(title.en))</li></ul>
                <h2 lang="en">How to mend it</h2><p lang="en">\(escaped(mending))</p>
                <p lang="en"><a href="/docs">The API</a></p></body></html>

                """)
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("code", code)
        writer.name("status")
        writer.integer(Int64(status))
        writer.member("title", language.choose(title))
        writer.member("mending", mending)
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    private static func page(_ html: String) -> Answer {
        Answer(
            headers: [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", "default-src 'none'")],
            body: Array(html.utf8))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
