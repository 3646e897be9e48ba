import HTTPServer
import PersonalBudgeting

/// The representations of an answer.
enum Form: Sendable {
    case json
    /// Plain text for a terminal (`PlainText`).
    case text
    /// HTML for a browser.
    case page
    /// CSV for a spreadsheet (`CSV`).
    case csv
    /// Changes as they happen, as server-sent events (`ChangeStream`).
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

    /// The form that a media range asks for; nil if the operation has none that matches.
    init?(range: String, of operation: Operation) {
        let found = operation.forms.first { form in
            // Every operation can answer with a problem document.
            range == "*/*" || range == form.type || range == "application/problem+json"
                || range.hasSuffix("/*") && form.type.hasPrefix(range.dropLast())
        }
        guard let found else { return nil }
        self = found
    }
}

extension IncomingRequest {
    /// Returns the form for the answer: of the forms that the operation has, the one with the highest weight, and the first of equals (RFC
    /// 9110, 12.5.1).
    /// - Throws: `not_acceptable` (406).
    func form(of operation: Operation) throws -> Form {
        let fields = head.headers.all("accept")
        // Most callers send none or `*/*`. Parsing the field costs more than routing the request.
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
            throw Problem(
                .notAcceptable,
                LocalText(
                    fi: "vastauksen muodot: \(operation.forms.map(\.type).joined(separator: ", "))",
                    sv: "svarets former: \(operation.forms.map(\.type).joined(separator: ", "))",
                    en: "the answer is \(operation.forms.map(\.type).joined(separator: " or "))")
            )
            .at(.header, "Accept", "not_acceptable")
        }
        return best.form
    }
}
