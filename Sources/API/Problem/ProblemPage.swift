import HTTPServer
import JSON
import PersonalBudgeting

/// `GET /problems/{code}`: the page that the `type` of a problem leads to. It shows what happened, when it occurs, how to correct it, and a
/// request that works.
struct ProblemPage: Sendable {
    let code: String
    let status: Int
    let title: LocalText
    let mending: LocalText
    let example: ProblemExample

    init(_ refusal: RefusalCode) {
        (code, status, title) = (refusal.rawValue, refusal.status, refusal.title)
        (mending, example) = (refusal.mending, refusal.example)
    }

    init(_ problem: ServiceProblem) {
        (code, status, title) = (problem.rawValue, problem.status, problem.title)
        (mending, example) = (problem.mending, problem.example)
    }

    /// The pages of all codes, in alphabetical order.
    static let all = (RefusalCode.allCases.map { ProblemPage($0) } + ServiceProblem.allCases.map { ProblemPage($0) })
        .sorted { $0.code < $1.code }

    static func answer(_ code: String, _ language: Language, _ form: Form) throws -> Answer {
        guard let page = all.first(where: { $0.code == code }) else {
            throw Problem(
                .noSuchRoute,
                LocalText(fi: "tällaista virhekoodia ei ole", sv: "det finns ingen sådan felkod", en: "there is no such problem code"))
        }
        let shown = Localised(page: page, language: language)
        switch form {
        case .page: return page.html(language)
        // The command contains all members of the example and can be copied.
        case .text: return .untagged(.withoutCall(shown, for: form), textView)
        case .json, .csv, .excel, .events: return .untagged(.withoutCall(shown, for: form), view)
        }
    }

    /// A page in one language.
    struct Localised: NothingToMask {
        let page: ProblemPage
        let language: Language
    }

    private static let members: [ViewMember<Localised>] = [
        ViewMember("code", .line(40)) { $0.page.code },
        ViewMember("status", .count(400...599)) { $0.page.status },
        ViewMember("title", .line()) { $0.language.choose($0.page.title) },
        ViewMember("when", .prose) { $0.language.choose($0.page.example.when) },
        ViewMember("mending", .prose) { $0.language.choose($0.page.mending) },
    ]

    static let view = View<Localised>(
        "ProblemExplanation", members + [ViewMember("example", view: ProblemExample.view) { $0.page.example.request }])

    private static let textView = View<Localised>(
        "ProblemText",
        members + [
            ViewMember("example", .prose) { $0.page.example.request.curl(.line) },
            ViewMember("note", .prose) { $0.language.choose(ProblemExample.legend) },
        ])

    private func html(_ language: Language) -> Answer {
        func text(_ text: LocalText) -> String { escaped(language.choose(text)) }
        let heading = LocalText(fi: "Näin se korjataan", sv: "Så rättas det", en: "How to correct it")
        let working = LocalText(fi: "Pyyntö, joka toimii", sv: "En begäran som fungerar", en: "A request that works")
        let request = example.request
        let operation = request.operation
        let roles = operation?.right.roles.inOrder.map { text($0.inWords) }.joined(separator: ", ") ?? ""
        let html = """
            <!doctype html>
            <html lang="\(language.rawValue)"><head><meta charset="utf-8"><title>\(text(title))</title></head>
            <body><h1>\(text(title))</h1>
            <p><code>\(escaped(code))</code>, \(status)</p>
            <ul><li lang="fi">\(escaped(title.fi))</li><li lang="sv">\(escaped(title.sv))</li><li lang="en">\(escaped(title.en))</li></ul>
            <p>\(text(example.when))</p>
            <h2>\(text(heading))</h2><p>\(text(mending))</p>
            <h2>\(text(working))</h2>
            <pre><code>\(escaped(request.curl(.indented)))</code></pre>
            <p>\(text(ProblemExample.legend))</p>
            <p><a href="/docs"><code>\(escaped(operation?.id ?? ""))</code></a>\(roles.isEmpty ? "" : ": \(roles)")</p></body></html>

            """
        return .ofTheService(
            headers: [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", "default-src 'none'")],
            body: Array(html.utf8))
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
