/// One connection as a value: octets and decisions go in, actions come out; no socket, no clock, no handler. The driver calls `next` until
/// it says `receive` or `wait`, and tells what it did. Time is monotonic milliseconds, always given.
struct ConnectionState {
    enum Action {
        /// Nothing to do until more octets come.
        case receive
        /// Nothing to do until the decision about `head` is there, or the request in process is answered.
        case wait
        /// Decide about `head`: then, now or later, call `accept` or `refused`.
        case admit
        /// Send 100 (Continue).
        case sendContinue
        /// Send what the stream has; at its end call `answered`.
        case stream
        /// Process a whole request: call `takeRequest`, then `answered`.
        case process
        /// Answer the fault; the connection is closing.
        case fail(ProtocolFault, isHead: Bool)
        /// All is answered: flush, half-close, drain.
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
    /// From its arrival until it is handed over for processing; of one whose body is at fault until the end.
    private(set) var head: RequestHead?
    // What the answer needs of it.
    private(set) var isHead = false
    private(set) var version = Version.http11
    private(set) var keepsAlive = false
    private var owesContinue = false
    /// The body as far as it has come: what is full, and what is being filled.
    private var pieces: [[UInt8]] = []
    private var piece: [UInt8] = []
    private(set) var bodyBytes = 0
    private var handlerSeconds = 0
    private var input: [UInt8] = []
    private var start = 0
    private(set) var inputEnded = false
    /// When the current wait began: idle, head, processing, closing; for a body the current window.
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
    /// Between requests, with nothing of the next one.
    var isIdle: Bool { phase == .head && unreadCount == 0 && !inputEnded }
    /// Whether the driver should read: nothing comes after the end, nothing is taken of a body that nobody has asked for yet, and what cannot
    /// be processed now (a request is in process or its answer streams, or the output is blocked by a slow reader) is read ahead only so far.
    func wantsInput(isBlocked: Bool) -> Bool {
        if inputEnded || phase == .admission { return false }
        if phase == .closing || !(isBlocked || phase == .processing || phase == .streaming) { return true }
        return unreadCount < limits.maximumReadAheadBytes
    }
    private var unreadCount: Int { input.count &- start }

    // MARK: - Input

    /// Octets from the client.
    mutating func receive(_ bytes: UnsafeRawBufferPointer, now: Int64) {
        switch phase {
        // Drained: read so that no reset destroys the answer (RFC 9112 9.6).
        case .closing: return
        case .head where unreadCount == 0: since = now
        case .body, .discarding: windowBytes &+= bytes.count
        default: break
        }
        compact()
        input.append(contentsOf: bytes)
    }

    /// The client has half-closed: what is complete is still answered.
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
            // A refused request has had its answer.
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

    /// The request to be processed, moved out.
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
        close(now: now)
        return .fail(fault, isHead: isHead)
    }

    /// Even a request that could not be read gets no content when it was a HEAD.
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

    // MARK: - What the driver did

    /// The handler wants the request. What is wrong with the body's length shows in the next action.
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
        // RFC 9110 10.1.1: left out when the body has begun to arrive, and when there is none.
        owesContinue = head.expectsContinue && head.framing.hasBody && unreadCount == 0
        since = now
        windowBytes = 0
        return nil
    }

    /// There is no room for the body, or for more of it: what is left of it cannot be told from a next request.
    mutating func refuseBody(now: Int64) -> Action { fail(.bodiesFull, now: now) }

    /// Whether the connection can live on after a refusal. It cannot when the body is long, of unknown length, or perhaps never sent
    /// because the client waits for 100 (RFC 9110 10.1.1): the next octets would be ambiguous.
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

    /// The output has held up the input until now: the time the client's next request waited for it is not the client's.
    mutating func unblocked(now: Int64) { since = now }

    /// Whether somebody's time is over. Asked by the lane's coarse timer; a client that does not read is the driver's affair, which knows the
    /// output.
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
        // The server thinks: no clock of the client runs.
        case .admission: return waited >= Int64(limits.handlerSeconds) * 1_000
        case .processing: return waited >= Int64(handlerSeconds) * 1_000
        // A stream lasts as long as its sender likes.
        case .streaming: return false
        }
    }

    /// What becomes of a connection that is late.
    mutating func giveUp(now: Int64) -> GivingUp {
        switch phase {
        case .head where unreadCount > 0: late(.headTimeout, now: now)
        case .body: late(.bodyTimeout, now: now)
        // The connection ends with the answer, so a late decision or reply can never be taken for one about another request.
        case .admission, .processing: late(.handlerTimeout, now: now)
        case .head, .streaming, .discarding, .closing: .abort
        }
    }

    private mutating func late(_ fault: ProtocolFault, now: Int64) -> GivingUp {
        if case .fail(let fault, let isHead) = fail(fault, now: now) { return .fail(fault, isHead: isHead) }
        return .abort
    }
}

// A span of a property counts as an access to the whole struct; these take the array instead.
extension RequestParser {
    fileprivate mutating func parse(_ bytes: [UInt8], from start: Int) -> Progress { parse(bytes.span, from: start) }
}

extension BodyDecoder {
    fileprivate mutating func decode(
        _ bytes: [UInt8], from start: Int, keeping: Bool, into body: inout [UInt8]
    ) throws(ProtocolFault) -> Int {
        try decode(bytes.span, from: start, keeping: keeping, into: &body)
    }
}

extension Array {
    /// Moves the elements out: the caller gets the storage itself, not a copy.
    fileprivate mutating func take() -> [Element] {
        let taken = self
        self = []
        return taken
    }
}
