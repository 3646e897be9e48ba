import CEpoll

/// Drives one `ConnectionState` with a socket: reads into it, carries out its actions, and sends the output. It is used on its lane alone.
final class Connection {
    let socket: Socket
    /// Slot and generation in the lane. The generation distinguishes events and replies for an earlier connection of the same slot.
    let token: UInt64
    private let remoteAddress: String
    // Held by pointer, because the run-time exclusivity check of a class property costs an eighth of a request's instructions. Only the
    // lane uses it, and no handler gets the connection.
    private let state: UnsafeMutablePointer<ConnectionState>
    private var outbox = Outbox()
    /// The share of the allowance that the arriving body holds.
    private var share: Share?
    /// The share of the allowance that the answers in the outbox hold.
    private var answerShare: Share?
    /// How fast the client reads the waiting answers; nil if none wait.
    private var uptake: Uptake?
    /// The answer that is streaming.
    private var stream: StreamTicket?
    private var hasShutDown = false
    private var interest: UInt32
    private(set) var isClosed = false

    init(socket: Socket, token: UInt64, remoteAddress: String, limits: Limits, interest: UInt32, now: Int64) {
        self.socket = socket
        self.token = token
        self.remoteAddress = remoteAddress
        self.interest = interest
        state = .allocate(capacity: 1)
        state.initialize(to: ConnectionState(limits: limits, now: now))
    }

    deinit {
        state.deinitialize(count: 1)
        state.deallocate()
    }

    private var isBlocked: Bool { !outbox.isEmpty }

    /// Since when the connection has been idle; nil if a request or an answer is pending.
    var idleSince: Int64? { state.pointee.isIdle && !isBlocked ? state.pointee.since : nil }

    // MARK: - Events

    /// Handles a socket that is readable, writable or broken.
    func handle(_ events: UInt32, _ lane: Lane) {
        // Both directions are closed, so nobody can read an answer.
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { return end(lane) }
        if events & EPOLLIN.rawValue != 0, !isClosed { read(lane) }
        if !isClosed { advance(lane) }
    }

    private func read(_ lane: Lane) {
        switch socket.receive(into: lane.scratch) {
        case .count(0):
            state.pointee.endInput()
            // A client that closes its writing side during a stream counts as gone. A half-closed connection looks the same as a lost one,
            // and only a later send would show the difference.
            if stream != nil { end(lane) }
        case .count(let count): state.pointee.receive(UnsafeRawBufferPointer(rebasing: lane.scratch[..<count]), now: lane.now)
        case .wouldBlock: break
        case .failed: end(lane)
        }
    }

    /// Receives the decision about the current head from the mailbox.
    func receiveDecision(_ admission: Admission, _ lane: Lane) {
        guard state.pointee.isAwaitingDecision, let head = state.pointee.head else { return }
        carryOut(admission, head, lane)
        advance(lane)
    }

    /// Receives the answer to the request in process from the mailbox.
    func receiveReply(_ response: Response, _ lane: Lane) {
        guard state.pointee.isProcessing else { return }
        answer(response, lane)
        advance(lane)
    }

    /// Called by the lane's coarse timer.
    func checkTime(_ lane: Lane) {
        if isOverdue(lane) { return end(lane) }
        if isBlocked || isAwaitingLastOctets(lane) {
            var uptake = uptake ?? newUptake(lane)
            let isTooSlow = uptake.isTooSlow(total: acknowledgedBytes, now: lane.now)
            self.uptake = uptake
            return isTooSlow ? end(lane) : state.pointee.unblocked(now: lane.now)
        }
        guard isOver(lane) else { return }
        // The lane itself may be late: bytes that have arrived but are not read yet came in time.
        if state.pointee.wantsInput(isBlocked: false) {
            read(lane)
            if !isClosed { advance(lane) }
            if isClosed || isBlocked || !isOver(lane) { return }
        }
        switch state.pointee.giveUp(now: lane.now) {
        case .abort: end(lane)
        case .fail(let fault, let isHead):
            fail(fault, isHead: isHead, lane)
            advance(lane)
        }
    }

    /// Whether a stream has been notified of the stop, its time has passed, and it has not ended. An ended stream may still be leaving.
    private func isOverdue(_ lane: Lane) -> Bool { lane.isDrainingIdle && stream?.isEnded == false }

    private func isOver(_ lane: Lane) -> Bool {
        lane.isDrainingIdle && state.pointee.isIdle || state.pointee.isLate(now: lane.now)
    }

    /// Whether the last answer has left but the client has not yet acknowledged all of it. Closing now could destroy it. During a stop the
    /// kernel finishes the transfer alone.
    private func isAwaitingLastOctets(_ lane: Lane) -> Bool {
        state.pointee.isClosing && !lane.isDraining && socket.unacknowledgedBytes > 0
    }

    private func newUptake(_ lane: Lane) -> Uptake { Uptake(limits: lane.limits, total: acknowledgedBytes, now: lane.now) }

    /// How many of the bytes ever sent the client's end has acknowledged.
    private var acknowledgedBytes: Int { outbox.total - socket.unacknowledgedBytes }

    // MARK: - Actions

    private func advance(_ lane: Lane) {
        var budget = lane.limits.maximumTurnBytes
        // Output may remain from earlier events, or come from a reply or the timer.
        let waitedToSend = interest & EPOLLOUT.rawValue != 0
        flush(lane, &budget)
        if waitedToSend && !isBlocked { state.pointee.unblocked(now: lane.now) }
        while !isBlocked, !isClosed {
            let goesOn = runActions(lane)
            flush(lane, &budget)
            if !goesOn { break }
        }
        if isClosed { return }
        if state.pointee.isClosing && !isBlocked {
            // RFC 9112 9.6: half-close, then read until the client has closed too. Otherwise a reset may destroy the answer.
            if !hasShutDown {
                hasShutDown = true
                socket.shutdownWriting()
            }
            if state.pointee.inputEnded { return end(lane) }
        }
        updateInterest(lane)
    }

    /// Carries out actions until the state waits (false) or enough output is collected (true).
    private func runActions(_ lane: Lane) -> Bool {
        while outbox.count < lane.limits.maximumOutputBytes {
            switch state.pointee.next(now: lane.now) {
            case .receive: return takeRoom(lane)
            case .wait, .finish: return false
            case .sendContinue: outbox.append { $0.append(contentsOf: ResponseWriter.continueLine) }
            case .fail(let fault, let isHead): fail(fault, isHead: isHead, lane)
            case .admit: if let head = state.pointee.head { admit(head, lane) }
            case .process: process(lane)
            case .stream: if let goesOn = takeStream(lane) { return goesOn }
            }
        }
        return true
    }

    /// Reserves room for the body bytes that have arrived. Returns false if nothing more is to do, true if the body was refused.
    private func takeRoom(_ lane: Lane) -> Bool {
        guard state.pointee.bodyBytes > 0, !hasRoom(lane) else { return false }
        refuseBody(lane)
        return true
    }

    private func hasRoom(_ lane: Lane) -> Bool {
        guard state.pointee.bodyBytes > 0 else { return true }
        let share = share ?? Share(of: lane.bodyAllowance)
        self.share = share
        return share.grow(to: state.pointee.bodyBytes)
    }

    private func refuseBody(_ lane: Lane) {
        share = nil
        if case .fail(let fault, let isHead) = state.pointee.refuseBody(now: lane.now) { fail(fault, isHead: isHead, lane) }
    }

    private func admit(_ head: RequestHead, _ lane: Lane) {
        guard lane.mayAdmit else { return refuse(head, with: response(to: .overloaded, head, lane), lane) }
        guard let admission = lane.decision(on: head, from: remoteAddress, token: token) else { return }
        carryOut(admission, head, lane)
    }

    private func carryOut(_ admission: Admission, _ head: RequestHead, _ lane: Lane) {
        switch admission {
        case .accept(let maximum, let seconds):
            if case .fail(let fault, let isHead) = state.pointee.accept(maximumBodyBytes: maximum, seconds: seconds, now: lane.now) {
                fail(fault, isHead: isHead, lane)
            } else if !lane.hasRoom(for: head.framing) {
                refuseBody(lane)
            }
        case .refuse(let response): refuse(head, with: response, lane)
        }
    }

    private func refuse(_ head: RequestHead, with response: Response, _ lane: Lane) {
        let keepAlive = state.pointee.survivesRefusal && !response.close && !lane.isDraining
        write(response, isHead: head.isHead, version: head.version, keepAlive: keepAlive, lane)
        state.pointee.refused(keepAlive: keepAlive, now: lane.now)
    }

    private func process(_ lane: Lane) {
        guard let request = state.pointee.takeRequest(from: remoteAddress) else { return }
        defer { if share != nil { share = nil } }
        guard lane.mayProcess else { return answer(response(to: .overloaded, request.head, lane), lane) }
        guard hasRoom(lane) else { return answer(response(to: .bodiesFull, request.head, lane), lane) }
        lane.noteUse(state.pointee.bodyBytes)
        let ticket = ReplyTicket(mailbox: lane.mailbox, token: token, share: share)
        lane.handler.respond(to: request, reply: Reply(ticket: ticket))
        if let response = ticket.detach() { answer(response, lane) } else { lane.requestsInProcess += 1 }
    }

    private func answer(_ response: Response, _ lane: Lane) {
        let keepAlive = state.pointee.keepsAlive && !response.close && !lane.isDraining
        write(response, isHead: state.pointee.isHead, version: state.pointee.version, keepAlive: keepAlive, lane)
        state.pointee.answered(keepAlive: keepAlive, now: lane.now)
    }

    private func fail(_ fault: ProtocolFault, isHead: Bool, _ lane: Lane) {
        write(response(to: fault, state.pointee.head, lane), isHead: isHead, version: .http11, keepAlive: false, lane)
    }

    private func response(to fault: ProtocolFault, _ head: RequestHead?, _ lane: Lane) -> Response {
        var response = lane.handler.response(to: fault, head: head)
        if fault.status == 503 { response.headers.append((name: "Retry-After", value: "1")) }
        return response
    }

    // MARK: - Streaming

    /// Receives from the mailbox the head of the answer to the request in process.
    func begin(_ head: Response, _ stream: StreamTicket, _ lane: Lane) {
        guard state.pointee.isProcessing else { return stream.tell(.gone) }
        guard lane.mayStream else {
            answer(response(to: .streamsFull, stream.request, lane), lane)
            advance(lane)
            return stream.tell(.gone)
        }
        let (isHead, version) = (state.pointee.isHead, state.pointee.version)
        let hasContent = ResponseWriter.hasContent(head, isHead: isHead)
        // Without chunks, the end of the connection is the only end of the content.
        let keepAlive = state.pointee.keepsAlive && !head.close && !lane.isDraining && (version == .http11 || !hasContent)
        outbox.append {
            lane.writer.writeHead(of: head, isChunked: hasContent && version == .http11, version: version, keepAlive: keepAlive, to: &$0)
        }
        guard hasContent else {
            state.pointee.answered(keepAlive: keepAlive, now: lane.now)
            advance(lane)
            return stream.tell(.gone)
        }
        self.stream = stream
        lane.streams += 1
        state.pointee.beganStream(keepAlive: keepAlive, now: lane.now)
        if state.pointee.inputEnded { return end(lane) }
        socket.limitSilence(seconds: lane.limits.answerWindowSeconds)
        if lane.isDraining { stream.tell(.stopping) }
        advance(lane)
    }

    /// Called when the stream has bytes to take.
    func advance(_ stream: StreamTicket, _ lane: Lane) {
        guard self.stream === stream else { return }
        if stream.isOverfull { end(lane) } else { advance(lane) }
    }

    /// Notifies the stream that the server is stopping.
    func tellStopping() { stream?.tell(.stopping) }

    /// Takes bytes from the stream. Returns nil if there may be more, false if there are none until the next letter, and true if the output
    /// must be sent first.
    private func takeStream(_ lane: Lane) -> Bool? {
        guard let stream else { return false }
        let isChunked = state.pointee.version == .http11
        switch stream.take(atMost: lane.limits.maximumOutputBytes) {
        case .octets(let pieces):
            for piece in pieces {
                outbox.append { if isChunked { ResponseWriter.write(chunk: piece, to: &$0) } else { $0 += piece } }
            }
            return nil
        case .nothing:
            if !outbox.isEmpty { return true }
            stream.noteTaken()
            return false
        case .end:
            if isChunked { outbox.append { $0 += ResponseWriter.lastChunk } }
            letGoOfStream(lane)
            state.pointee.answered(keepAlive: state.pointee.keepsAlive && !lane.isDraining, now: lane.now)
            return nil
        case .cut:
            if !isChunked { return reset(lane) }
            letGoOfStream(lane)
            // The bytes already sent leave; the missing last chunk shows the loss.
            state.pointee.answered(keepAlive: false, now: lane.now)
            return nil
        }
    }

    private func letGoOfStream(_ lane: Lane) {
        guard let stream = stream.take() else { return }
        lane.streams -= 1
        stream.tell(.gone)
    }

    // MARK: - Output

    private func write(_ response: Response, isHead: Bool, version: Version, keepAlive: Bool, _ lane: Lane) {
        guard response.body.count >= Outbox.largeBytes, ResponseWriter.hasContent(response, isHead: isHead) else {
            return outbox.append { lane.writer.write(response, isHead: isHead, version: version, keepAlive: keepAlive, to: &$0) }
        }
        guard let content = lane.contents.hold(response.body) else {
            return write(self.response(to: .answersFull, nil, lane), isHead: isHead, version: version, keepAlive: keepAlive, lane)
        }
        outbox.append {
            lane.writer.write(response, isHead: isHead, version: version, keepAlive: keepAlive, withContent: false, to: &$0)
        }
        outbox.append(content)
        lane.noteUse(response.body.count)
    }

    private func flush(_ lane: Lane, _ budget: inout Int) {
        guard isBlocked else { return }
        switch outbox.send(to: socket, budget: &budget) {
        case .sent:
            guard outbox.isEmpty, uptake != nil else { return }
            uptake = nil
            answerShare = nil
        case .blocked:
            if uptake == nil { uptake = newUptake(lane) }
            if !hasRoomToWait(lane) { end(lane) }
        case .failed: end(lane)
        }
    }

    /// Reserves room for the bytes in the outbox that are not held contents, such as small answers to many requests.
    private func hasRoomToWait(_ lane: Lane) -> Bool {
        let share = answerShare ?? Share(of: lane.answerAllowance)
        answerShare = share
        return share.grow(to: outbox.ownBytes)
    }

    private func updateInterest(_ lane: Lane) {
        let wanted = (state.pointee.wantsInput(isBlocked: isBlocked) ? EPOLLIN.rawValue : 0) | (isBlocked ? EPOLLOUT.rawValue : 0)
        guard wanted != interest else { return }
        interest = wanted
        lane.poll.change(socket.descriptor, to: wanted, token: token)
    }

    /// Ends at once, when the lane stops, the client is gone or too slow, or an idle connection must make room.
    func end(_ lane: Lane) {
        guard !isClosed else { return }
        isClosed = true
        lane.remove(self)
        socket.close()
        letGoOfStream(lane)
    }

    /// Ends with a reset, so that the client does not take a partial answer for the whole.
    private func reset(_ lane: Lane) -> Bool {
        isClosed = true
        lane.remove(self)
        socket.reset()
        letGoOfStream(lane)
        return false
    }
}
