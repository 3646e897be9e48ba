import HTTPServer

/// The forms of an answer.
enum Form: Sendable {
    case json
    /// For a person at a terminal (`PlainText`).
    case text
    /// For a person with a browser.
    case page
    /// For a spreadsheet (`CSV`).
    case csv
    /// What changes, as it happens: server-sent events (`ChangeStream`).
    case events

    /// The media type.
    var type: String {
        switch self {
        case .json: "application/json"
        case .text: "text/plain"
        case .csv: "text/csv"
        case .page: "text/html"
        case .events: "text/event-stream"
        }
    }

    /// The form that a media range asks for; nil when it asks for none of the operation's.
    init?(range: String, of operation: Operation) {
        let found = operation.forms.first { form in
            // Every operation can answer a problem.
            range == "*/*" || range == form.type || range == "application/problem+json"
                || range.hasSuffix("/*") && form.type.hasPrefix(range.dropLast())
        }
        guard let found else { return nil }
        self = found
    }
}

extension IncomingRequest {
    /// The form the caller wants the answer in: of those the operation has the one with the most weight, the first of equals (RFC 9110,
    /// 12.5.1).
    func form(of operation: Operation) throws -> Form {
        let fields = head.headers.all("accept")
        // None, or what nearly everybody writes: taking it apart costs more than routing the request.
        if fields == ["*/*"] || fields.allSatisfy(\.isEmpty) { return operation.forms[0] }
        if fields == ["application/json"], operation.forms[0] == .json { return .json }
        var best: (form: Form, weight: Int)?
        for range in fields.joined(separator: ",").split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let weight = parts.first { $0.hasPrefix("q=") }.map { Language.thousandths($0.dropFirst(2)) } ?? 1_000
            guard let form = parts.first.flatMap({ Form(range: $0, of: operation) }), weight > best?.weight ?? 0 else { continue }
            best = (form, weight)
        }
        guard let best else {
            throw Problem(.notAcceptable, "the answer is \(operation.forms.map(\.type).joined(separator: " or "))")
                .at(.header, "Accept", "not_acceptable")
        }
        return best.form
    }
}
