import Synchronization

/// An answer sent in pieces, for as long as the sender needs. `Reply.stream` makes it, and any thread may use it.
///
/// Only `end` makes the answer complete. If the last copy is released without `end`, the connection is cut without the last chunk (RFC 9112
/// 7.1), so that the client can detect the loss. An HTTP/1.0 client, which does not get chunks, sees a reset.
public final class AnswerStream: Sendable {
    /// Why bytes sent from now on may not reach the client.
    public enum Ending: Sendable {
        /// The client has gone or reads too slowly, or no content is sent: HEAD, 204, 304, or a 503 because too many answers stream.
        case gone
        /// The server is stopping. Bytes sent within the next `Limits.drainIdleSeconds` still leave, and `end` completes the answer.
        case stopping
    }

    private let ticket: StreamTicket

    init(_ ticket: StreamTicket) { self.ticket = ticket }

    deinit { ticket.abandon() }

    /// Sends bytes. Each call makes one chunk; an empty array sends nothing. Bytes of different threads are not mixed, and each thread's
    /// bytes keep their order.
    /// - Returns: false when the bytes are no longer accepted. A client is cut off when more than `Limits.maximumStreamBytes` would have to
    ///   wait for it.
    @discardableResult
    public func send(_ octets: [UInt8]) -> Bool { ticket.send(octets) }

    /// Completes the answer. Bytes sent later are dropped.
    public func end() { ticket.end() }

    /// Calls `call` once, with the first ending that happens before `end`, or at once if it has already happened. The call comes on any
    /// thread and must not block. It must not hold the stream, because the last copy would then never be released.
    public func whenGone(_ call: @escaping @Sendable (Ending) -> Void) { ticket.whenGone(call) }

    /// Calls `call` once, when no bytes of the stream wait here: at once or later, or never if the client goes first. A sender with much to
    /// send uses it to send the next part when the previous part has left. The call comes on any thread and must not block. A second `call`
    /// replaces a first that still waits.
    public func whenTaken(_ call: @escaping @Sendable () -> Void) { ticket.whenTaken(call) }
}

/// The bounds of all streams, the same for all lanes.
struct StreamBounds: Sendable {
    let maximumBytes: Int
    let allowance: Allowance
}

/// Passes the bytes of a stream to its lane. They wait here, under a lock, until the lane has room for them. A letter asks the lane to take
/// them; at most one letter is on its way.
final class StreamTicket: Sendable {
    /// The token of the connection.
    let token: UInt64
    let request: RequestHead?

    enum Taken {
        case nothing
        /// Pieces to send; each becomes a chunk.
        case octets([[UInt8]])
        /// All bytes were taken, and nothing follows.
        case end
        /// All bytes were taken, but the sender never called `end`.
        case cut
    }

    private struct State {
        var waiting: [[UInt8]] = []
        var waitingBytes = 0
        /// The share of the answer allowance that the waiting bytes hold.
        var share: Share?
        /// Whether a letter to the lane is on its way.
        var isPosted = false
        /// Whether the lane has passed all bytes to the kernel.
        var isTaken = true
        var isEnded = false
        var isAbandoned = false
        /// Whether more bytes waited than the bounds allow.
        var isOverfull = false
        /// Whether bytes are no longer taken.
        var isOver = false
        var ending: AnswerStream.Ending?
        var whenGone: (@Sendable (AnswerStream.Ending) -> Void)?
        var whenTaken: (@Sendable () -> Void)?

        /// Moves the calls out, so that the caller releases them outside the lock: a call may hold the stream, and releasing the stream
        /// takes the lock again.
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
    /// The overhead of one array. Without it, a million arrays of one byte would count as one megabyte.
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
                // Posts even if a letter was sent before, because a lane that waits for its client does not take bytes.
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

    /// Called when the last copy of the stream is released.
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

    /// Takes waiting pieces up to about this many bytes; the last piece may exceed the count.
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

    /// Notes that the kernel has all bytes sent so far.
    func noteTaken() {
        let call = state.withLock { state -> (@Sendable () -> Void)? in
            guard state.waiting.isEmpty, !state.isTaken else { return nil }
            state.isTaken = true
            defer { state.whenTaken = nil }
            return state.whenTaken
        }
        call?()
    }

    /// Calls the sender with the first ending only.
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
