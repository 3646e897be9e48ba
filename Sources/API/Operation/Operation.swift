import HTTPServer
import JSON
import PersonalBudgeting

/// One operation of the API. The table of all operations feeds the router, the OpenAPI document, `Allow`, the rights, the metrics and the
/// contract tests (Docs/architecture.md). The service has no operation outside the table.
///
/// A class, because there is one of each, looked up for every request.
public final class Operation: Sendable {
    /// The effect of a call.
    public enum Effect: Sendable, Equatable {
        /// Reads. An item is read on the lane's own reader, a list or a report beside the lanes.
        case read
        /// Makes something new, on the writer.
        case create
        /// Changes something that exists. The caller must name the version it saw (`If-Match`, row 86).
        case change
        /// Replaces a single sub-document. Makes it if there is none (201), and needs `If-Match` if there is one (200).
        case replace
        /// Writes without an existing resource to match, such as a logged search or a batch.
        case submit
    }

    /// The kind of answer. It determines where the operation reads, its forms and its spreadsheet columns.
    enum Kind: Sendable {
        /// One item, or the result of a change; read by the point reader of the request.
        case item
        /// One item that people also read as a letter; read like an item.
        case letter
        /// Pages of a list, read on the queues for lists.
        case list
        /// The change feed: pages, a wait for the next change, or a stream of events.
        case feed
        /// A report. It may read so much that it waits for its turn on the queue for reports, which runs one at a time.
        case report
        /// Pages of a log; read like a report.
        case log
        /// A client's whole file, read on its own queue. Each caller may have one export at a time.
        case export
        /// Ingests a body with one JSON value on each line (`application/x-ndjson`), some in each transaction; `request` describes a line.
        case lines(LineIngest)

        /// Whether the operation answers pages.
        var isList: Bool {
            switch self {
            case .list, .feed, .log: true
            case .item, .letter, .report, .export, .lines: false
            }
        }

        /// The forms the operation can answer in, the default first. Every list has plain text and CSV. The feed has no CSV, because it has
        /// no end.
        var forms: [Form] {
            switch self {
            case .item, .report, .lines: [.json]
            case .letter, .export: [.json, .text]
            case .list, .log: [.json, .text, .csv]
            case .feed: [.json, .text, .events]
            }
        }
    }

    /// The owner of the data that the path leads to. The caller's relation to that client is checked before anything else.
    enum Subject: Sendable {
        /// No single client: a register, the caller's own data, or a list limited by `VisibleClients`.
        case noOne
        /// The client in the path, at `{client}`.
        case client
        /// The case in the path, at `{case}`, and its client.
        case caseFile
    }

    /// The function that answers the operation.
    enum Handler: Sendable {
        /// Needs no token. If it does not ask storage, it answers even when storage fails.
        case open(asksStorage: Bool, @Sendable (OpenCall) throws -> Answer)
        /// Needs an admitted caller.
        case admitted(@Sendable (AdmittedCall) throws -> Answer)
    }

    public let id: String
    public let method: Method
    public let path: String
    public let summary: String
    public let tag: Tag
    public let effect: Effect
    public let right: Right
    let kind: Kind
    let about: Subject
    /// The accepted query parameters; all others are refused.
    public let parameters: [QueryParameter]
    /// The schema of the body; nil if the operation takes none.
    public let request: Schema?
    /// Whether the body may be left out, as for commands without members.
    public let isBodyOptional: Bool
    /// What a front needs to make the body; nil if the operation takes none. Stored because every action names it.
    let body: CallBody?
    public let maximumBodyBytes: Int
    /// Whether it answers pages; stored because every call asks for it.
    let isList: Bool
    /// Whether it ingests lines; stored because every call asks for it.
    let takesLines: Bool
    /// The forms it can answer in, the default first.
    let forms: [Form]
    /// The spreadsheet columns of a list.
    let columns: [CSV.Column]
    /// Whether the answer contains a secret that must not be kept. Such an operation accepts no idempotency key.
    public let isAnswerSecret: Bool
    /// Set if the operation is deprecated.
    let deprecation: Deprecation?
    public let status: Int
    /// The schema of the answer; nil if it has no body.
    public let response: Schema?
    /// The business refusals it can answer with, besides those common to all operations.
    public let refusals: [RefusalCode]
    /// Reads the body before the handler asks for it, off the writer, because the writer is the bottleneck.
    let read: (@Sendable (JSONValue) throws -> any Sendable)?
    let handler: Handler

    /// Makes an operation for callers with a token.
    convenience init(
        _ id: String, _ method: Method, _ path: String, _ summary: String, tag: Tag, effect: Effect, right: Right, kind: Kind = .item,
        about: Subject = .noOne, parameters: [QueryParameter] = [], request: Schema? = nil, isBodyOptional: Bool = false,
        maximumBodyBytes: Int = 1 << 20, isAnswerSecret: Bool = false, deprecation: Deprecation? = nil, status: Int = 200,
        response: Schema?, refusals: [RefusalCode] = [], read: (@Sendable (JSONValue) throws -> any Sendable)? = nil,
        handle: @escaping @Sendable (AdmittedCall) throws -> Answer
    ) {
        self.init(
            id: id, method: method, path: path, summary: summary, tag: tag, effect: effect, right: right, kind: kind, about: about,
            parameters: parameters, request: request, isBodyOptional: isBodyOptional, maximumBodyBytes: maximumBodyBytes,
            forms: kind.forms, isAnswerSecret: isAnswerSecret, deprecation: deprecation, status: status, response: response,
            refusals: refusals, read: read, handler: .admitted(handle))
    }

    /// Makes an operation that needs no token.
    /// - Parameter asksStorage: whether the answer is read from storage. Other operations answer even if storage fails.
    convenience init(
        open id: String, _ path: String, _ summary: String, parameters: [QueryParameter] = [], forms: [Form] = [.json],
        response: Schema, asksStorage: Bool = false, answer: @escaping @Sendable (OpenCall) throws -> Answer
    ) {
        self.init(
            id: id, method: .get, path: path, summary: summary, tag: .service, effect: .read, right: .open, kind: .item, about: .noOne,
            parameters: parameters, request: nil, isBodyOptional: false, maximumBodyBytes: 0, forms: forms, isAnswerSecret: false,
            deprecation: nil, status: 200, response: response, refusals: [], read: nil,
            handler: .open(asksStorage: asksStorage, answer))
    }

    private init(
        id: String, method: Method, path: String, summary: String, tag: Tag, effect: Effect, right: Right, kind: Kind, about: Subject,
        parameters: [QueryParameter], request: Schema?, isBodyOptional: Bool, maximumBodyBytes: Int, forms: [Form], isAnswerSecret: Bool,
        deprecation: Deprecation?, status: Int, response: Schema?, refusals: [RefusalCode],
        read: (@Sendable (JSONValue) throws -> any Sendable)?, handler: Handler
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.summary = summary
        self.tag = tag
        self.effect = effect
        self.right = right
        self.kind = kind
        self.about = about
        self.parameters = parameters
        self.request = request
        self.isBodyOptional = isBodyOptional
        body = request.map { CallBody($0, isOptional: isBodyOptional) }
        self.maximumBodyBytes = maximumBodyBytes
        isList = kind.isList
        if case .lines = kind { takesLines = true } else { takesLines = false }
        self.forms = forms
        columns = forms.contains(.csv) ? CSV.columns(of: response) : []
        self.isAnswerSecret = isAnswerSecret
        self.deprecation = deprecation
        self.status = status
        self.response = response
        self.refusals = refusals
        self.read = read
        self.handler = handler
    }

    /// The parameter names in the path, in order.
    public var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// Whether parts of the answer about a client may be withheld from the caller.
    var isWithheldFrom: Bool { right.isOnRecord && response != nil }

    /// Whether the path leads into one client's file.
    var isAboutClient: Bool { about != .noOne }
}
