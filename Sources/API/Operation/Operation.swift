import HTTPServer
import JSON
import PersonalBudgeting

/// One operation of the API. The table of all of them feeds the router, the OpenAPI document, `Allow`, the rights, the metrics and the
/// contract tests; what is not in it does not exist (design, section 5).
///
/// A class: there is one of each, looked up for every request.
public final class Operation: Sendable {
    /// What running it may do.
    public enum Effect: Sendable, Equatable {
        /// Reads; runs on the lane's own reader, a list or a report beside the lanes.
        case read
        /// Makes something new; runs on the writer.
        case create
        /// Changes something that exists; the caller must name the version it saw (`If-Match`).
        case change
        /// Replaces a single sub-document: makes it where there is none (201), needs `If-Match` where there is one (200).
        case replace
        /// Writes without an existing resource to match: a search that is logged, a batch.
        case submit
    }

    public let id: String
    public let method: Method
    public let path: String
    public let summary: String
    public let tag: Tag
    public let effect: Effect
    public let right: Right
    /// The query parameters it takes; any other is refused.
    public let parameters: [QueryParameter]
    /// The body it takes; nil for none.
    public let request: Schema?
    /// Whether the body may be left out: commands without members.
    public let isBodyOptional: Bool
    public let maximumBodyBytes: Int
    /// Set where the body is one JSON value on each line (`application/x-ndjson`), taken in some at a time; `request` then describes a line.
    let lines: LineTaking?
    var takesLines: Bool { lines != nil }
    /// Whether it may read so much that it runs on the queue of reports, one after the other.
    public let isReport: Bool
    /// Whether it reads the whole of a client's file, which runs on a queue of its own, one for each caller at a time.
    public let isExport: Bool
    /// Whether it answers pages of a list, read on the queues of lists.
    let isList: Bool
    /// The forms it can answer in, the usual one first; lists can always be read at a terminal and taken to a spreadsheet too.
    let forms: [Form]
    /// The columns of a list in a spreadsheet.
    let columns: [CSV.Column]
    /// Whether the answer holds what must not be kept, so that no idempotency key can be taken.
    public let isAnswerSecret: Bool
    /// Set where it goes away.
    let deprecation: Deprecation?
    public let status: Int
    /// The body it answers; nil for none.
    public let response: Schema?
    /// The business refusals it can answer with, besides those every operation has.
    public let refusals: [RefusalCode]
    /// Whether the path leads to a case, to a client; asked for every call.
    let leadsToCase: Bool
    let leadsToClient: Bool
    /// Reads the body before the handler asks for it: on the lane, for the writer has more to do.
    let read: (@Sendable (JSONValue) throws -> any Sendable)?
    let handle: @Sendable (AdmittedCall) throws -> Answer

    init(
        _ id: String, _ method: Method, _ path: String, _ summary: String, tag: Tag, effect: Effect, right: Right,
        parameters: [QueryParameter] = [], request: Schema? = nil, isBodyOptional: Bool = false, maximumBodyBytes: Int = 1 << 20,
        lines: LineTaking? = nil, isReport: Bool = false, isExport: Bool = false, forms: [Form] = [.json], isAnswerSecret: Bool = false,
        deprecation: Deprecation? = nil, status: Int = 200,
        response: Schema?,
        refusals: [RefusalCode] = [], read: (@Sendable (JSONValue) throws -> any Sendable)? = nil,
        handle: @escaping @Sendable (AdmittedCall) throws -> Answer
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.summary = summary
        self.tag = tag
        self.effect = effect
        self.right = right
        self.parameters = parameters
        self.request = request
        self.isBodyOptional = isBodyOptional
        self.maximumBodyBytes = maximumBodyBytes
        self.lines = lines
        self.isReport = isReport
        self.isExport = isExport
        self.isAnswerSecret = isAnswerSecret
        self.deprecation = deprecation
        self.status = status
        self.response = response
        self.refusals = refusals
        isList = parameters.contains { $0.name == "limit" }
        // What goes on for ever is no table.
        self.forms = isList ? [.json, .text] + (forms.contains(.events) ? [] : [.csv]) + forms.dropFirst() : forms
        columns = isList ? CSV.columns(of: response) : []
        leadsToCase = path.contains("{case}")
        leadsToClient = path.contains("{client}")
        self.read = read
        self.handle = handle
    }

    /// The names between braces, in order.
    public var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// Whether what it answers of a client may not all be for the caller.
    var isWithheldFrom: Bool { right.isOnRecord && response != nil }

    /// Whether the path leads into one client's file.
    var isAboutClient: Bool { leadsToClient || leadsToCase }
}

/// A query parameter: its name, what it filters, what values it takes.
public struct QueryParameter: Sendable {
    public let name: String
    public let summary: String
    public let schema: Schema
    /// Whether the operation cannot be asked without it.
    public private(set) var isRequired = false
    /// What is wrong with a value, or nil.
    let fault: @Sendable (String) -> String?

    init(_ name: String, _ summary: String, schema: Schema, fault: @escaping @Sendable (String) -> String?) {
        self.name = name
        self.summary = summary
        self.schema = schema
        self.fault = fault
    }

    /// The same parameter, which must be there.
    var required: QueryParameter {
        var copy = self
        copy.isRequired = true
        return copy
    }

    /// One code of a closed set.
    static func code<Code: CaseIterable & RawRepresentable & Sendable>(_ name: String, _ summary: String, _ type: Code.Type)
        -> QueryParameter
    where Code.RawValue == String {
        let codes = Code.allCases.map(\.rawValue)
        return QueryParameter(name, summary, schema: Schema([("type", .string("string")), ("enum", .array(codes.map { .string($0) }))])) {
            codes.contains($0) ? nil : "must be one of \(codes.joined(separator: ", "))"
        }
    }

    static func text(_ name: String, _ summary: String, _ length: ClosedRange<Int> = 1...100) -> QueryParameter {
        QueryParameter(
            name, summary,
            schema: .text(length, pattern: plainPattern)
        ) { length.contains($0.unicodeScalars.count) ? nil : "must have \(length.lowerBound) to \(length.upperBound) characters" }
    }

    static func flag(_ name: String, _ summary: String) -> QueryParameter {
        QueryParameter(name, summary, schema: Schema([("type", .string("boolean"))])) {
            $0 == "true" || $0 == "false" ? nil : "must be true or false"
        }
    }

    static func id(_ name: String, _ summary: String) -> QueryParameter {
        QueryParameter(name, summary, schema: .text(36...36, format: "uuid", pattern: Pattern.uuid)) {
            ID<Never>($0) == nil ? "must be a UUID" : nil
        }
    }

    static func date(_ name: String, _ summary: String) -> QueryParameter {
        QueryParameter(name, summary, schema: .text(10...10, format: "date", pattern: Pattern.date)) {
            CalendarDate($0) == nil ? "must be a date, YYYY-MM-DD" : nil
        }
    }

    static func count(_ name: String, _ summary: String, _ range: ClosedRange<Int>, standard: Int? = nil) -> QueryParameter {
        var keywords: [(String, JSONValue)] = [
            ("type", .string("integer")), ("minimum", .integer(Int64(range.lowerBound))), ("maximum", .integer(Int64(range.upperBound))),
        ]
        if let standard { keywords.append(("default", .integer(Int64(standard)))) }
        return QueryParameter(name, summary, schema: Schema(keywords)) { text in
            guard let number = plainNumber(text), range.contains(number) else {
                return "must be an integer \(range.lowerBound) to \(range.upperBound)"
            }
            return nil
        }
    }
}

/// A number of plain digits; `Int` alone would also take `+5`.
func plainNumber(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int(text)
}
