/// One connection as a value: bytes and decisions go in, actions come out. It has no socket, no clock and no handler. The driver calls
/// `next` until it returns `receive` or `wait`, and reports back after each action. Callers pass the time as monotonic milliseconds.
struct ConnectionState {
    enum Action {
        /// Nothing to do until more bytes arrive.
        case receive
        /// Nothing to do until the decision about `head` is made, or the request in process is answered.
        case wait
        /// Decide about `head`, then call `accept` or `refused`, now or later.
        case admit
        /// Send 100 (Continue).
        case sendContinue
        /// Send the bytes of the stream; at its end call `answered`.
        case stream
        /// Process a whole request: call `takeRequest`, then `answered`.
        case process
        /// Answer the fault; the connection is closing.
        case fail(ProtocolFault, isHead: Bool)
        /// All requests are answered: flush, half-close, drain.
        case finish
    }

    enum GivingUp {
        case abort
        case fail(ProtocolFault, isHead: Bool)
    }

    private enum Phase { case head, admission, body, processing, streaming, discarding, closing }

    private let limits: Limits
    private var phase = Phase.head
    private var parser: RequestParser
    private var decoder: BodyDecoder?
    /// The current head, from its arrival until the request is handed over for processing. If the head or the body has a fault, it is kept
    /// until the end; of a head with a fault, only the fields that can be read (`RequestHead.isPartial`).
    private(set) var head: RequestHead?
    // The parts of the head that the answer needs.
    private(set) var isHead = false
    private(set) var version = Version.http11
    private(set) var keepsAlive = false
    private var owesContinue = false
    /// The body as far as it has arrived: the full pieces, and the piece being filled.
    private var pieces: [[UInt8]] = []
    private var piece: [UInt8] = []
    private(set) var bodyBytes = 0
    private var handlerSeconds = 0
    private var input: [UInt8] = []
    private var start = 0
    private(set) var inputEnded = false
    /// When the current wait (idle, head, processing, closing) began; for a body, when the current window began.
    private(set) var since: Int64
    private var windowBytes = 0

    init(limits: Limits, now: Int64) {
        self.limits = limits
        parser = RequestParser(limits: limits)
        since = now
    }

    var isClosing: Bool { phase == .closing }
    var isAwaitingDecision: Bool { phase == .admission }
    var isProcessing: Bool { phase == .processing }
    var isStreaming: Bool { phase == .streaming }
    /// Whether the connection is between requests, with no byte of the next one.
    var isIdle: Bool { phase == .head && unreadCount == 0 && !inputEnded }
    /// Whether the driver should read. It does not read after the end of the input, and not before the handler has decided about the head.
    /// While requests cannot be processed (a request is in process, its answer streams, or a slow reader blocks the output), it reads ahead
    /// up to `Limits.maximumReadAheadBytes`.
    func wantsInput(isBlocked: Bool) -> Bool {
        if inputEnded || phase == .admission { return false }
        if phase == .closing || !(isBlocked || phase == .processing || phase == .streaming) { return true }
        return unreadCount < limits.maximumReadAheadBytes
    }
    private var unreadCount: Int { input.count &- start }

    // MARK: - Input

    /// Takes bytes from the client.
    mutating func receive(_ bytes: UnsafeRawBufferPointer, now: Int64) {
        switch phase {
        // Bytes are read and dropped so that no reset destroys the answer (RFC 9112 9.6).
        case .closing: return
        case .head where unreadCount == 0: since = now
        case .body, .discarding: windowBytes &+= bytes.count
        default: break
        }
        compact()
        input.append(contentsOf: bytes)
    }

    /// Notes that the client has half-closed. Complete requests are still answered.
    mutating func endInput() { inputEnded = true }

    private mutating func compact() {
        guard start > 0 else { return }
        if start == input.count {
            // An idle connection keeps no large buffer.
            input.removeAll(keepingCapacity: input.capacity <= 4_096)
        } else {
            input.removeSubrange(0..<start)
        }
        start = 0
    }

    // MARK: - The next action

    mutating func next(now: Int64) -> Action {
        switch phase {
        case .closing: return .finish
        case .admission, .processing: return .wait
        case .streaming: return .stream
        case .head: return nextHead(now: now)
        case .body: return nextBody(now: now, keeping: true)
        case .discarding: return nextBody(now: now, keeping: false)
        }
    }

    private mutating func nextHead(now: Int64) -> Action {
        switch parser.parse(input, from: start) {
        case .fault(let fault):
            return fail(fault, now: now)
        case .complete(let head, let length):
            start += length
            parser.reset()
            isHead = head.isHead
            version = head.version
            keepsAlive = head.keepAlive
            self.head = head
            phase = .admission
            since = now
            return .admit
        case .incomplete:
            guard inputEnded else { return .receive }
            if parser.isBlank { return finish(now: now) }
            // RFC 9112 8: an incomplete message is not served.
            return fail(.truncated, now: now)
        }
    }

    private mutating func nextBody(now: Int64, keeping: Bool) -> Action {
        guard var decoder else { return finish(now: now) }
        self.decoder = nil
        do {
            start = try decode(&decoder, keeping: keeping)
        } catch {
            // A refused request has already been answered.
            return keeping ? fail(error, now: now) : finish(now: now)
        }
        if decoder.isDone {
            if !keeping { return startNextHead(now: now) }
            phase = .processing
            since = now
            return .process
        }
        self.decoder = decoder
        if inputEnded { return keeping ? fail(.truncated, now: now) : finish(now: now) }
        if owesContinue {
            owesContinue = false
            return .sendContinue
        }
        return .receive
    }

    private mutating func decode(_ decoder: inout BodyDecoder, keeping: Bool) throws(ProtocolFault) -> Int {
        let before = piece.count
        let end = try decoder.decode(input, from: start, keeping: keeping, into: &piece)
        bodyBytes &+= piece.count &- before
        if piece.count >= limits.bodyPieceBytes {
            pieces.append(piece.take())
            if !decoder.isDone { piece.reserveCapacity(limits.bodyPieceBytes + limits.maximumReadAheadBytes) }
        }
        return end
    }

    /// Moves out the request to be processed.
    mutating func takeRequest(from remoteAddress: String) -> Request? {
        guard phase == .processing, let head = head.take() else { return nil }
        if !piece.isEmpty { pieces.append(piece.take()) }
        return Request(head: head, pieces: pieces.take(), remoteAddress: remoteAddress)
    }

    private mutating func startNextHead(now: Int64) -> Action {
        head = nil
        decoder = nil
        phase = .head
        since = now
        return nextHead(now: now)
    }

    private mutating func fail(_ fault: ProtocolFault, now: Int64) -> Action {
        let isHead = phase == .head ? startsWithHead : isHead
        if phase == .head { head = parser.remnant(input, from: start) }
        close(now: now)
        return .fail(fault, isHead: isHead)
    }

    /// Whether the unread input begins with HEAD: even a faulty HEAD request gets no content.
    private var startsWithHead: Bool { input.dropFirst(start &+ parser.headStart).starts(with: "HEAD ".utf8) }

    private mutating func finish(now: Int64) -> Action {
        close(now: now)
        return .finish
    }

    private mutating func close(now: Int64) {
        phase = .closing
        since = now
        input = []
        start = 0
        pieces = []
        piece = []
        decoder = nil
    }

    // MARK: - Reports from the driver

    /// Accepts the request in the handler's name. Returns the failure if the announced body is too large.
    mutating func accept(maximumBodyBytes: Int, seconds: Int? = nil, now: Int64) -> Action? {
        guard phase == .admission, let head else { return nil }
        handlerSeconds = seconds ?? limits.handlerSeconds
        let maximum = max(0, min(maximumBodyBytes, limits.maximumBodyBytes))
        do {
            decoder = try BodyDecoder(head.framing, maximumBytes: maximum, limits: limits)
        } catch {
            return fail(error, now: now)
        }
        phase = .body
        bodyBytes = 0
        // RFC 9110 10.1.1: 100 (Continue) is left out if the body has begun to arrive, or if there is none.
        owesContinue = head.expectsContinue && head.framing.hasBody && unreadCount == 0
        since = now
        windowBytes = 0
        return nil
    }

    /// Refuses the body because no room is left for it, or for more of it. The connection closes, because the rest of the body cannot be
    /// distinguished from a next request.
    mutating func refuseBody(now: Int64) -> Action { fail(.bodiesFull, now: now) }

    /// Whether the connection can stay open after a refusal. It cannot if the body is long or of unknown length, or if the client may never
    /// send it because it waits for 100 (RFC 9110 10.1.1): the next bytes would be ambiguous.
    var survivesRefusal: Bool {
        guard let head, head.keepAlive else { return false }
        switch head.framing {
        case .none, .length(0): return true
        case .length(let length): return !head.expectsContinue && length <= limits.maximumDiscardBytes
        case .chunked: return false
        }
    }

    /// The handler's refusal has been written, with or without "Connection: close".
    mutating func refused(keepAlive: Bool, now: Int64) {
        guard keepAlive, let head, let decoder = try? BodyDecoder(head.framing, maximumBytes: limits.maximumDiscardBytes, limits: limits)
        else {
            return close(now: now)
        }
        self.decoder = decoder
        phase = .discarding
        since = now
        windowBytes = 0
    }

    /// The head of the answer to the request in process has been written, with or without "Connection: close"; the rest streams.
    mutating func beganStream(keepAlive: Bool, now: Int64) {
        keepsAlive = keepAlive
        phase = .streaming
        since = now
    }

    /// The answer to the request in process has been written, with or without "Connection: close".
    mutating func answered(keepAlive: Bool, now: Int64) {
        bodyBytes = 0
        guard keepAlive else { return close(now: now) }
        decoder = nil
        phase = .head
        since = now
        if start == input.count { compact() }
    }

    // MARK: - Time

    /// Restarts the client's time, because blocked output held up the input: time that the next request waited for output does not count as
    /// the client's.
    mutating func unblocked(now: Int64) { since = now }

    /// Whether the time limit of the current phase has passed. The lane's coarse timer calls this. The driver, which knows the output,
    /// detects clients that do not read.
    mutating func isLate(now: Int64) -> Bool {
        let waited = now - since
        switch phase {
        case .head: return waited >= Int64(unreadCount == 0 ? limits.idleSeconds : limits.headSeconds) * 1_000
        case .body, .discarding:
            guard waited >= Int64(limits.bodyWindowSeconds) * 1_000 else { return false }
            guard Int64(windowBytes) * 1_000 >= Int64(limits.bodyBytesPerSecond) * waited else { return true }
            since = now
            windowBytes = 0
            return false
        case .closing: return waited >= Int64(limits.lingerSeconds) * 1_000
        // The server is working, so no time limit of the client runs.
        case .admission: return waited >= Int64(limits.handlerSeconds) * 1_000
        case .processing: return waited >= Int64(handlerSeconds) * 1_000
        // A stream may last as long as its sender needs.
        case .streaming: return false
        }
    }

    /// Decides what happens to a connection that is late.
    mutating func giveUp(now: Int64) -> GivingUp {
        switch phase {
        case .head where unreadCount > 0: late(.headTimeout, now: now)
        case .body: late(.bodyTimeout, now: now)
        // The connection ends with this answer, so a late decision or reply cannot reach another request.
        case .admission, .processing: late(.handlerTimeout, now: now)
        case .head, .streaming, .discarding, .closing: .abort
        }
    }

    private mutating func late(_ fault: ProtocolFault, now: Int64) -> GivingUp {
        if case .fail(let fault, let isHead) = fail(fault, now: now) { return .fail(fault, isHead: isHead) }
        return .abort
    }
}

// A span of a property counts as an access to the whole struct, so these take the array instead.
extension RequestParser {
    fileprivate mutating func parse(_ bytes: [UInt8], from start: Int) -> Progress { parse(bytes.span, from: start) }
    fileprivate func remnant(_ bytes: [UInt8], from start: Int) -> RequestHead { remnant(bytes.span, from: start) }
}

extension BodyDecoder {
    fileprivate mutating func decode(
        _ bytes: [UInt8], from start: Int, keeping: Bool, into body: inout [UInt8]
    ) throws(ProtocolFault) -> Int {
        try decode(bytes.span, from: start, keeping: keeping, into: &body)
    }
}

extension Array {
    /// Moves the elements out, so that the caller gets the storage itself and not a copy.
    fileprivate mutating func take() -> [Element] {
        let taken = self
        self = []
        return taken
    }
}
