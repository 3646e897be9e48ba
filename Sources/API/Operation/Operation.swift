import HTTPServer
import JSON
import PersonalBudgeting

/// One operation of the API. The table of all of them feeds the router, the OpenAPI document, `Allow`, the rights, the metrics and the
/// contract tests; what is not in it does not exist (Docs/architecture.md).
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

    /// What it answers. Where it is read, in which forms it answers and what stands in a spreadsheet follow from this.
    enum Kind: Sendable {
        /// One thing, or what became of a change; read by the point reader of the request.
        case item
        /// One thing that a person also reads as a letter; read as an item.
        case letter
        /// Pages of a list; read on the queues of lists.
        case list
        /// The feed of changes: pages, each caller's wait for the next one, or a stream of events.
        case feed
        /// May read so much that it waits for its turn on the queue of reports, one after the other.
        case report
        /// Pages of a log; read as a report.
        case log
        /// The whole of a client's file; read on a queue of its own, one for each caller at a time.
        case export
        /// Ingests a body with one JSON value on each line (`application/x-ndjson`), some at a time; `request` then describes a line.
        case lines(LineIngest)

        /// Whether it answers pages.
        var isList: Bool {
            switch self {
            case .list, .feed, .log: true
            case .item, .letter, .report, .export, .lines: false
            }
        }

        /// The forms it can answer in, the usual one first. Lists can always be read at a terminal and taken to a spreadsheet; what goes on
        /// for ever is no table.
        var forms: [Form] {
            switch self {
            case .item, .report, .lines: [.json]
            case .letter, .export: [.json, .text]
            case .list, .log: [.json, .text, .csv]
            case .feed: [.json, .text, .events]
            }
        }
    }

    /// Whose data the path leads to. The caller must stand to that client as the right asks, before anything else is looked at.
    enum Subject: Sendable {
        /// No one client: a register, the caller's own, or a list cut by `VisibleClients`.
        case noOne
        /// The client of the path, at `{client}`.
        case client
        /// The case of the path, at `{case}`, and its client.
        case caseFile
    }

    /// What answers it.
    enum Handler: Sendable {
        /// Needs no token. Asks storage only where it says so: the others are answered while storage is away.
        case open(asksStorage: Bool, @Sendable (OpenCall) throws -> Answer)
        /// Needs a caller who was let in.
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
    /// The query parameters it takes; any other is refused.
    public let parameters: [QueryParameter]
    /// The body it takes; nil for none.
    public let request: Schema?
    /// Whether the body may be left out: commands without members.
    public let isBodyOptional: Bool
    public let maximumBodyBytes: Int
    /// Whether it answers pages; asked for every call.
    let isList: Bool
    /// Whether it ingests lines; asked for every call.
    let takesLines: Bool
    /// The forms it can answer in, the usual one first.
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
    /// Reads the body before the handler asks for it: beside the writer, for the writer has more to do.
    let read: (@Sendable (JSONValue) throws -> any Sendable)?
    let handler: Handler

    /// An operation for callers with a token.
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

    /// An operation for anybody.
    /// - Parameter asksStorage: whether the answer is read from storage; the others are given while storage is away.
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

    /// The names between braces, in order.
    public var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// Whether what it answers of a client may not all be for the caller.
    var isWithheldFrom: Bool { right.isOnRecord && response != nil }

    /// Whether the path leads into one client's file.
    var isAboutClient: Bool { about != .noOne }
}
