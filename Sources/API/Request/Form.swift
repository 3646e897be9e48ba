import HTTPServer
import PersonalBudgeting

/// The representations of an answer.
enum Form: Sendable {
    case json
    /// Plain text for a terminal (`PlainText`).
    case text
    /// HTML for a browser.
    case page
    /// CSV for a program (`CSV`).
    case csv
    /// CSV as Finnish Excel opens it in columns (`CSV.Style.excel`). Every operation with CSV has it; only `delimiter=";"` asks for it.
    case excel
    /// Changes as they happen, as server-sent events (`ChangeStream`).
    case events

    /// The media type.
    var type: String {
        switch self {
        case .json: "application/json"
        case .text: "text/plain"
        case .csv, .excel: "text/csv"
        case .page: "text/html"
        case .events: "text/event-stream"
        }
    }

    /// How closely a media range names this form; nil if it does not include it. The closest range decides about a form (RFC 9110, 12.5.1).
    func closeness(of range: FieldMember) -> Int? {
        switch range.value {
        case type:
            // A caller who leaves out the quotes of `delimiter=";"` has ended the parameter with the semicolon.
            let delimiter = range["delimiter"]
            if self == .excel { return delimiter == ";" || delimiter == "" ? 4 : nil }
            return delimiter == nil || self == .csv && delimiter == "," ? 3 : nil
        // The client of the Java platform sends `*` and means `*/*`.
        case "*/*", "*": return self == .excel ? nil : 1
        default: return self != .excel && range.value.hasSuffix("/*") && type.hasPrefix(range.value.dropLast()) ? 2 : nil
        }
    }
}

extension IncomingRequest {
    /// Returns the form for the answer: of the forms that the operation has, the one with the highest weight; of equals, the one that the
    /// caller names first (RFC 9110, 12.5.1).
    /// - Throws: `not_acceptable` (406).
    func form(of operation: Operation) throws -> Form {
        let fields = head.headers.all("accept")
        // Most callers send none or `*/*`. Parsing the field costs more than routing the request.
        if fields == ["*/*"] || fields.allSatisfy(\.isEmpty) { return operation.forms[0] }
        if fields == ["application/json"], operation.forms[0] == .json { return .json }
        let ranges = FieldMember.all(fields)
        if ranges.isEmpty { return operation.forms[0] }
        if let form = Form.best(of: operation.forms, for: ranges) { return form }
        throw Problem(
            .notAcceptable,
            LocalText(
                fi: "vastauksen muoto on \(operation.forms.map(\.type).joined(separator: " tai "))",
                sv: "svarets form är \(operation.forms.map(\.type).joined(separator: " eller "))",
                en: "the answer is \(operation.forms.map(\.type).joined(separator: " or "))")
        ).at(.header, "Accept", "not_acceptable")
    }
}

extension Form {
    /// Returns the form with the highest weight, the one that the caller names first of equals; nil if the caller takes none.
    ///
    /// Every operation can answer with a problem document, so a caller who names no type but that one gets the default form.
    /// - Parameter forms: the forms of an operation, the default first.
    static func best(of forms: [Form], for ranges: [FieldMember]) -> Form? {
        let named = ranges.filter { $0.value != "application/problem+json" }
        if named.isEmpty { return ranges.contains { $0.weight > 0 } ? forms.first : nil }
        var best: (form: Form, weight: Int, place: Int)?
        for form in forms.contains(.csv) ? forms + [.excel] : forms {
            var closest: (closeness: Int, weight: Int, place: Int)?
            for (place, range) in named.enumerated() {
                guard let closeness = form.closeness(of: range) else { continue }
                if closeness > closest?.closeness ?? 0 { closest = (closeness, range.weight, place) }
            }
            guard let closest, closest.weight > 0 else { continue }
            if let best, (best.weight, -best.place) >= (closest.weight, -closest.place) { continue }
            best = (form, closest.weight, closest.place)
        }
        return best?.form
    }
}
