@testable import HTTPServer

/// Drives a `ConnectionState` without a socket and records its actions, one line each.
struct Transcript {
    var state: ConnectionState
    var lines: [String] = []
    var maximumBodyBytes = 1_000
    /// The path whose head is refused instead of accepted.
    var refusedPath = "/refused"
    /// Whether heads wait for `decide`; otherwise the transcript decides at once.
    var decidesLate = false
    var now: Int64 = 0

    init(limits: Limits = Limits()) { state = ConnectionState(limits: limits, now: 0) }

    static func of(_ pieces: [[UInt8]], ends: Bool = false, limits: Limits = Limits()) -> [String] {
        var transcript = Transcript(limits: limits)
        for piece in pieces { transcript.receive(piece) }
        if ends { transcript.end() }
        return transcript.lines
    }

    static func of(_ text: String, ends: Bool = false, limits: Limits = Limits()) -> [String] {
        of([latin1(text)], ends: ends, limits: limits)
    }

    mutating func receive(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { state.receive($0, now: now) }
        run()
    }

    mutating func receive(_ text: String) { receive(latin1(text)) }

    mutating func end() {
        state.endInput()
        run()
    }

    private mutating func run() {
        while true {
            switch state.next(now: now) {
            case .receive, .wait, .stream: return
            case .finish:
                if lines.last != "finish" { lines.append("finish") }
                return
            case .sendContinue: lines.append("continue")
            case .fail(let fault, let isHead): fail(fault, isHead)
            case .admit:
                if decidesLate { return lines.append("ask") }
                carryOut()
            case .process:
                guard let request = state.takeRequest(from: "") else { return lines.append("nothing to process") }
                let (head, body) = (request.head, request.body)
                let query = head.query.map { "?" + $0 } ?? ""
                lines.append("\(head.method) \(head.path)\(query) [\(String(decoding: body, as: UTF8.self))]")
                state.answered(keepAlive: state.keepsAlive, now: now)
            }
        }
    }

    /// Makes the awaited decision. Without one, does nothing, like a connection that drops a late decision.
    mutating func decide(seconds: Int? = nil) {
        guard state.isAwaitingDecision else { return }
        carryOut(seconds: seconds)
        run()
    }

    /// Gives up the connection after its time is over.
    mutating func giveUp() {
        if case .fail(let fault, let isHead) = state.giveUp(now: now) { fail(fault, isHead) } else { lines.append("abort") }
        run()
    }

    private mutating func carryOut(seconds: Int? = nil) {
        if state.head?.path == refusedPath {
            let keepAlive = state.survivesRefusal
            lines.append("refuse \(keepAlive ? "keep" : "close")")
            state.refused(keepAlive: keepAlive, now: now)
        } else if case .fail(let fault, let isHead) = state.accept(maximumBodyBytes: maximumBodyBytes, seconds: seconds, now: now) {
            fail(fault, isHead)
        }
    }

    private mutating func fail(_ fault: ProtocolFault, _ isHead: Bool) {
        lines.append("\(fault.status) \(fault)\(isHead ? " HEAD" : "")")
    }
}

/// The octets of a text whose characters are all below U+0100.
func latin1(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
