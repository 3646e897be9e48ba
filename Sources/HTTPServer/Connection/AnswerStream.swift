import Synchronization

/// An answer that is sent piece by piece, for as long as its sender likes; made by `Reply.stream`. Any thread may call it.
///
/// The answer is whole when `end` was called. When the last copy goes without it, the connection is cut without the last chunk
/// (RFC 9112 7.1), so that the client can tell that something is missing; an HTTP/1.0 client, which has no chunks, sees a reset.
public final class AnswerStream: Sendable {
    /// Why what is sent from now on may reach nobody.
    public enum Ending: Sendable {
        /// The client has gone or takes too little, or there is no content to send: HEAD, 204, 304, a full house (503).
        case gone
        /// The server stops. What is sent in the next `Limits.drainIdleSeconds` still leaves, and `end` makes the answer whole.
        case stopping
    }

    private let ticket: StreamTicket

    init(_ ticket: StreamTicket) { self.ticket = ticket }

    deinit { ticket.abandon() }

    /// Sends octets; one call is one chunk, none is nothing. Octets of several threads are not mixed, each thread's keep their order.
    /// - Returns: false when nobody takes them any more. A client for whom more than `Limits.maximumStreamBytes` would have to wait is cut off.
    @discardableResult
    public func send(_ octets: [UInt8]) -> Bool { ticket.send(octets) }

    /// The answer is whole; what comes later is dropped.
    public func end() { ticket.end() }

    /// Calls once, with the first ending that happens before `end`; at once where it has happened. It is called on any thread and must not
    /// block; it must not hold the stream, whose last copy would then never go.
    public func whenGone(_ call: @escaping @Sendable (Ending) -> Void) { ticket.whenGone(call) }

    /// Calls once, when nothing waits here any more: at once, later, or never where the client goes before. So a sender with much to send
    /// sends the next part when the last has left. It is called on any thread and must not block. A second call replaces a first that waits.
    public func whenTaken(_ call: @escaping @Sendable () -> Void) { ticket.whenTaken(call) }
}

/// What all streams of a lane are held to; the same for all lanes.
struct StreamBounds: Sendable {
    let maximumBytes: Int
    let allowance: Allowance
}

/// Where a stream meets its lane. The octets wait here, behind a lock, until the lane has room for them; a letter tells the lane to look, and
/// there is at most one on its way.
final class StreamTicket: Sendable {
    /// The connection.
    let token: UInt64
    let request: RequestHead?

    enum Taken {
        case nothing
        /// Each becomes a chunk.
        case octets([[UInt8]])
        /// All was taken, and nothing follows.
        case end
        /// All was taken, and something is missing.
        case cut
    }

    private struct State {
        var waiting: [[UInt8]] = []
        var waitingBytes = 0
        /// What waits has taken of the allowance for answers.
        var share: Share?
        /// Whether the lane has been told to look and has not looked yet.
        var isPosted = false
        /// Whether the lane has given all to the kernel.
        var isTaken = true
        var isEnded = false
        var isAbandoned = false
        /// Too much waits.
        var isOverfull = false
        /// Nobody takes anything any more.
        var isOver = false
        var ending: AnswerStream.Ending?
        var whenGone: (@Sendable (AnswerStream.Ending) -> Void)?
        var whenTaken: (@Sendable () -> Void)?

        /// Moved out and let go by the caller, outside the lock: a call may hold the stream, whose end takes the lock again.
        mutating func takeCalls() -> Calls {
            defer {
                whenGone = nil
                whenTaken = nil
            }
            return Calls(whenGone: whenGone, whenTaken: whenTaken)
        }

        var takesOctets: Bool { !isEnded && !isOver && !isOverfull }

        mutating func letGo() {
            waiting = []
            waitingBytes = 0
            share = nil
        }
    }

    private struct Calls: Sendable {
        var whenGone: (@Sendable (AnswerStream.Ending) -> Void)?
        var whenTaken: (@Sendable () -> Void)?
    }

    private let mailbox: Mailbox
    private let state = Mutex(State())
    /// What an array costs beside its octets: a million of one octet each must not pass for a megabyte.
    private static let pieceBytes = 48

    init(mailbox: Mailbox, token: UInt64, request: RequestHead?) {
        self.mailbox = mailbox
        self.request = request
        self.token = token
    }

    // MARK: - The sender, on any thread

    func send(_ octets: [UInt8]) -> Bool {
        let bounds = mailbox.streamBounds
        let (isAccepted, mustPost) = state.withLock { state in
            guard state.takesOctets else { return (false, false) }
            if octets.isEmpty { return (true, false) }
            let bytes = state.waitingBytes + octets.count + Self.pieceBytes
            let share = state.share ?? Share(of: bounds.allowance)
            guard bytes <= bounds.maximumBytes, share.grow(to: bytes) else {
                state.isOverfull = true
                state.letGo()
                // Even where a letter was sent: a lane that waits for the client does not look for octets.
                return (false, true)
            }
            state.share = share
            state.waitingBytes = bytes
            state.waiting.append(octets)
            state.isTaken = false
            defer { state.isPosted = true }
            return (true, !state.isPosted)
        }
        if mustPost { mailbox.post(.stream(self)) }
        return isAccepted
    }

    func end() {
        let (mustPost, calls) = state.withLock { state in
            guard state.takesOctets else { return (false, Calls()) }
            state.isEnded = true
            defer { state.isPosted = true }
            return (!state.isPosted, state.takeCalls())
        }
        if mustPost { mailbox.post(.stream(self)) }
        withExtendedLifetime(calls) {}
    }

    /// The last copy of the stream has gone.
    func abandon() {
        let mustPost = state.withLock { state in
            guard state.takesOctets else { return false }
            state.isAbandoned = true
            defer { state.isPosted = true }
            return !state.isPosted
        }
        if mustPost { mailbox.post(.stream(self)) }
    }

    func whenGone(_ call: @escaping @Sendable (AnswerStream.Ending) -> Void) {
        let ending = state.withLock { state in
            if state.ending == nil, !state.isEnded { state.whenGone = call }
            return state.isEnded ? nil : state.ending
        }
        if let ending { call(ending) }
    }

    func whenTaken(_ call: @escaping @Sendable () -> Void) {
        let (isTaken, earlier) = state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
            guard state.takesOctets else { return (false, nil) }
            defer { state.whenTaken = state.isTaken ? nil : call }
            return (state.isTaken, state.whenTaken)
        }
        withExtendedLifetime(earlier) {}
        if isTaken { call() }
    }

    // MARK: - The lane

    var isOverfull: Bool { state.withLock { $0.isOverfull } }
    var isEnded: Bool { state.withLock { $0.isEnded } }

    /// What waits, of which the last piece may go beyond so many octets.
    func take(atMost count: Int) -> Taken {
        state.withLock { state in
            state.isPosted = false
            if state.waiting.isEmpty { return state.isEnded ? .end : state.isAbandoned ? .cut : .nothing }
            var taken = 0
            var last = 0
            while last < state.waiting.count, taken < count {
                taken += state.waiting[last].count
                state.waitingBytes -= state.waiting[last].count + Self.pieceBytes
                last += 1
            }
            let octets = Array(state.waiting[..<last])
            state.waiting.removeFirst(last)
            if state.waiting.isEmpty { state.share = nil }
            return .octets(octets)
        }
    }

    /// The kernel has all that was sent so far.
    func noteTaken() {
        let call = state.withLock { state -> (@Sendable () -> Void)? in
            guard state.waiting.isEmpty, !state.isTaken else { return nil }
            state.isTaken = true
            defer { state.whenTaken = nil }
            return state.whenTaken
        }
        call?()
    }

    /// Tells the sender, once.
    func tell(_ ending: AnswerStream.Ending) {
        let calls = state.withLock { state in
            var calls = Calls()
            if ending == .gone {
                state.isOver = true
                state.letGo()
                calls.whenTaken = state.whenTaken
                state.whenTaken = nil
            }
            guard state.ending == nil else { return calls }
            state.ending = ending
            calls.whenGone = state.whenGone
            state.whenGone = nil
            return calls
        }
        calls.whenGone?(ending)
    }
}
