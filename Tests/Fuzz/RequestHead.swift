// Feeds the octets of one connection to `ConnectionState`. Compiled into one module with Sources/HTTPServer.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequestHead(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let octets = Array(UnsafeBufferPointer(start: start, count: count))
    let whole = inTime { Conversation.of([octets], limits: Limits()) }
    let tightly = inTime { Conversation.of([octets], limits: tightLimits) }
    for pieces in cuts(octets) {
        insist(inTime { Conversation.of(pieces, limits: Limits()) } == whole, "the requests depend on the cuts")
        insist(inTime { Conversation.of(pieces, limits: tightLimits) } == tightly, "the requests depend on the cuts under tight limits")
        insist(inTime { Conversation.of(pieces, limits: Limits(), isSlow: true) } == whole, "the requests depend on a slow handler")
    }
    let requests = whole.compactMap(\.request)
    for request in requests { checkFraming(request) }
    guard !requests.isEmpty else { return 0 }
    // Writes the parsed requests in plain form. Any reader that follows the rules, such as a proxy, must understand them the same way.
    let again = Conversation.of([requests.flatMap(\.octets)], limits: Limits())
    insist(again == requests.map { .request($0) } + [.finish], "the requests differ after a round trip")
    return 0
}

/// Limits so small that a short input reaches every one.
private let tightLimits: Limits = {
    var limits = Limits()
    limits.maximumRequestLineBytes = 40
    limits.maximumHeadBytes = 120
    limits.maximumHeaderFields = 4
    limits.maximumChunkLineBytes = 12
    limits.maximumChunkExtensionBytes = 20
    limits.maximumTrailerBytes = 20
    limits.maximumBodyBytes = 30
    limits.maximumDiscardBytes = 20
    limits.bodyPieceBytes = 8
    return limits
}()

/// A request as the server parsed it.
private struct Heard: Equatable {
    let method: String
    let path: String
    let query: String?
    let version: Version
    let fields: [[String]]
    let framing: Framing
    let expectsContinue: Bool
    let keepAlive: Bool
    let body: [UInt8]

    init(_ head: RequestHead, _ body: [UInt8]) {
        method = head.method.raw
        path = head.path
        query = head.query
        version = head.version
        fields = head.headers.pairs.map { [$0.name, $0.value] }
        framing = head.framing
        expectsContinue = head.expectsContinue
        keepAlive = head.keepAlive
        self.body = body
    }

    /// The plain form: one space, CRLF, the framing that the server chose.
    var octets: [UInt8] {
        var text = "\(method) \(path)\(query.map { "?\($0)" } ?? "") HTTP/1.\(version == .http11 ? 1 : 0)\r\n"
        for field in fields { text += "\(field[0]): \(field[1])\r\n" }
        text += "\r\n"
        guard framing == .chunked else { return Array(text.utf8) + body }
        if !body.isEmpty { text += String(body.count, radix: 16) + "\r\n" }
        return Array(text.utf8) + body + Array((body.isEmpty ? "0\r\n\r\n" : "\r\n0\r\n\r\n").utf8)
    }

    /// The values of the fields with this name.
    func values(_ name: String) -> [String] { fields.filter { $0[0].lowercased() == name }.map { $0[1] } }
}

/// Checks the framing against RFC 9112 6.3, computed from the fields a second time in another way.
private func checkFraming(_ request: Heard) {
    let codings = request.values("transfer-encoding")
    let lengths = request.values("content-length")
    switch request.framing {
    case .none:
        insist(codings.isEmpty && lengths.isEmpty && request.body.isEmpty, "an announced body was ignored")
    case .length(let length):
        insist(codings.isEmpty && lengths.count == 1 && request.body.count == length, "the body does not have the length of Content-Length")
        let isNumber = lengths.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && Int($0) == length }
        insist(isNumber, "the value of Content-Length was misread")
    case .chunked:
        insist(codings.count == 1 && codings[0].lowercased() == "chunked" && lengths.isEmpty, "chunked is not the only framing")
        insist(request.version == .http11, "chunked in HTTP/1.0")
    }
    insist(request.values("host").count == 1 || (request.version == .http10 && request.values("host").isEmpty), "not exactly one Host")
}

/// Drives a `ConnectionState` as a lane would.
private struct Conversation {
    enum Event: Equatable {
        case request(Heard)
        case refusal(keepAlive: Bool)
        case fault(ProtocolFault, isHead: Bool)
        case finish

        var request: Heard? { if case .request(let request) = self { request } else { nil } }
    }

    private var state: ConnectionState
    private var events: [Event] = []
    private let isSlow: Bool

    /// The events when the octets arrive in these pieces and the client then half-closes.
    /// - Parameter isSlow: whether the handler decides and answers only after all octets have arrived.
    static func of(_ pieces: [[UInt8]], limits: Limits, isSlow: Bool = false) -> [Event] {
        var conversation = Conversation(state: ConnectionState(limits: limits, now: 0), isSlow: isSlow)
        for piece in pieces {
            piece.withUnsafeBytes { conversation.state.receive($0, now: 0) }
            conversation.run()
        }
        conversation.state.endInput()
        conversation.run()
        while conversation.state.isProcessing || conversation.state.isAwaitingDecision {
            if conversation.state.isProcessing { conversation.answer() } else { conversation.admit() }
            conversation.run()
        }
        insist(conversation.state.isClosing && conversation.events.last == .finish, "the connection does not end after its input")
        return conversation.events
    }

    private init(state: ConnectionState, isSlow: Bool) {
        self.state = state
        self.isSlow = isSlow
    }

    private mutating func run() {
        while true {
            switch state.next(now: 0) {
            case .receive, .wait, .stream: return
            case .finish:
                if events.last != .finish { events.append(.finish) }
                return
            // Depends on the cut: it is not sent if the body has begun to arrive.
            case .sendContinue: break
            case .fail(let fault, let isHead): events.append(.fault(fault, isHead: isHead))
            case .admit:
                if isSlow { return }
                admit()
            case .process:
                guard let request = state.takeRequest(from: "") else { return insist(false, "there is nothing to process") }
                events.append(.request(Heard(request.head, request.body)))
                if isSlow { return }
                answer()
            }
        }
    }

    private mutating func admit() {
        if state.head?.path == "/no" {
            let keepAlive = state.survivesRefusal
            events.append(.refusal(keepAlive: keepAlive))
            state.refused(keepAlive: keepAlive, now: 0)
        } else if case .fail(let fault, let isHead) = state.accept(maximumBodyBytes: 1_000, now: 0) {
            events.append(.fault(fault, isHead: isHead))
        }
    }

    private mutating func answer() { state.answered(keepAlive: state.keepsAlive, now: 0) }
}
