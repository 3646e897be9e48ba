import CEpoll
import Glibc

/// One readiness loop with its connections, its handler and its writer. It is made and run inside one block of one serial queue, so nothing
/// here takes a lock and no other thread sees it. Other threads write to the mailbox.
final class Lane {
    let limits: Limits
    let handler: any Handler
    let mailbox: Mailbox
    let poll: Poll
    let bodyAllowance: Allowance
    let answerAllowance: Allowance
    let contents: HeldContents
    /// The buffer that every socket is read into, before the connection's state copies the bytes.
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    var writer = ResponseWriter()
    /// The lane's time while it handles the current events, in milliseconds.
    var now: Int64 { clock.now }
    /// Requests whose handler has not replied yet; those of closed connections count too.
    var requestsInProcess = 0
    /// Requests whose handler has not decided about the head yet; those of closed connections count too.
    private var decisionsAwaited = 0
    /// The last ticket. The next decision reuses it if nobody holds a copy of it.
    private var admissionTicket: AdmissionTicket?
    /// Answers that are streaming.
    var streams = 0
    private(set) var isDraining = false

    private var clock = LaneClock(tickMilliseconds: Lane.tickMilliseconds)
    private let listener: Listener
    private let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 256)
    private let maximumConnections: Int
    private let maximumRequestsInProcess: Int
    private let maximumStreams: Int
    private let acceptsAtOnce: Int
    private var connections: [Connection?] = []
    private var generations: [UInt32] = []
    private var freeSlots: [Int] = []
    /// Idle connections that may be closed to make room, the longest idle at the end.
    private var leavers: [(token: UInt64, idleSince: Int64)] = []
    private var connectionCount = 0
    private var isListening = false
    /// Whether the last wait returned events.
    private var isBusy = false
    private var nextTick: Int64 = 0
    /// The first slot of the next tick.
    private var nextSlot = 0
    private var drainStart: Int64 = 0
    private var deadline = Int64.max
    /// Bytes of large bodies and answers since the heap was last trimmed.
    private var usedBytes = 0
    /// A spare descriptor, closed when the process has run out of descriptors (see `shed`).
    private var reserve = Lane.openReserve()

    private static let listenerToken = UInt64.max
    private static let mailboxToken = UInt64.max - 1
    /// How often the time limits of each connection are checked.
    private static let tickMilliseconds: Int64 = 250
    /// How many connections one tick checks: about 50 microseconds of work. Checking all 5,000 in one tick delayed other requests.
    private static let slotsAtOnce = 512
    private static let largeBytes = 64 << 10
    private static let busyMilliseconds: Int32 = 2

    init(
        limits: Limits, lanes: Int, handler: any Handler, mailbox: Mailbox, poll: Poll, listener: Listener, bodyAllowance: Allowance,
        answerAllowance: Allowance, contents: HeldContents
    ) {
        self.bodyAllowance = bodyAllowance
        self.answerAllowance = answerAllowance
        self.contents = contents
        self.limits = limits
        self.handler = handler
        self.mailbox = mailbox
        self.poll = poll
        self.listener = listener
        maximumConnections = max(1, limits.maximumConnections / lanes)
        maximumRequestsInProcess = max(1, limits.maximumRequestsInProcess / lanes)
        maximumStreams = max(1, limits.maximumStreams / lanes)
        // With several lanes on one socket, each accepts few connections at a time, so that a burst is spread over the lanes.
        acceptsAtOnce = lanes == 1 ? 256 : 4
    }

    deinit {
        scratch.deallocate()
        events.deallocate()
        if reserve >= 0 { close(reserve) }
        poll.close()
    }

    var mayProcess: Bool { requestsInProcess < maximumRequestsInProcess }
    /// Whether the handler may be asked to admit one more head. It may decide later, so heads that await a decision are bounded.
    var mayAdmit: Bool { decisionsAwaited < maximumRequestsInProcess }
    var mayStream: Bool { streams < maximumStreams }
    /// Whether a body of this framing can be read now. An announced length reserves nothing; bytes count when they arrive.
    func hasRoom(for framing: Framing) -> Bool {
        switch framing {
        case .none: true
        case .length(let length): length <= bodyAllowance.room
        case .chunked: bodyAllowance.room > 0
        }
    }
    /// Counts large buffers, whose memory `tick` returns to the system.
    func noteUse(_ octets: Int) { if octets >= Self.largeBytes { usedBytes &+= octets } }
    /// Whether the server has been draining for `Limits.drainIdleSeconds`. Until then, an idle connection may still bring a request that
    /// was on its way when the stop began.
    var isDrainingIdle: Bool { isDraining && now - drainStart >= Int64(limits.drainIdleSeconds) * 1_000 }

    // MARK: - The loop

    func run() {
        _ = poll.add(mailbox.descriptor, EPOLLIN.rawValue, token: Self.mailboxToken)
        resumeListening()
        while !isFinished {
            let count = waitForEvents()
            clock.advance(to: Clock.monotonicMilliseconds())
            writer.setTime(Clock.wallSeconds())
            for index in 0..<count { handle(events[index]) }
            if now >= nextTick { tick() }
        }
        for case let connection? in connections { connection.end(self) }
        connections = []
        // A lane that stops in the middle of its work has not rested since.
        handler.rest()
    }

    /// A lane that was just busy waits a few milliseconds for more events before it calls `handler.rest` and waits long.
    private func waitForEvents() -> Int {
        if isBusy {
            let count = poll.wait(events, milliseconds: Self.busyMilliseconds)
            if count > 0 { return count }
            isBusy = false
            handler.rest()
        }
        let count = poll.wait(events, milliseconds: needsTicks ? Int32(clamping: max(1, nextTick - now)) : -1)
        isBusy = count > 0
        return count
    }

    private var needsTicks: Bool { connectionCount > 0 || !isListening || owesTrim }
    private var owesTrim: Bool { usedBytes >= limits.trimBytes }
    private var isFinished: Bool { isDraining && (clock.time >= deadline || (connectionCount == 0 && owesNothing)) }
    private var owesNothing: Bool { requestsInProcess == 0 && decisionsAwaited == 0 }

    private func handle(_ event: epoll_event) {
        switch event.data.u64 {
        case Self.listenerToken: acceptConnections(atMost: acceptsAtOnce)
        case Self.mailboxToken: readMailbox()
        case let token: connection(token)?.handle(event.events, self)
        }
    }

    private func readMailbox() {
        for letter in mailbox.take() {
            switch letter {
            case .admission(let token, let admission):
                decisionsAwaited -= 1
                connection(token)?.receiveDecision(admission, self)
            case .reply(let token, let response):
                requestsInProcess -= 1
                connection(token)?.receiveReply(response, self)
            case .begin(let head, let stream):
                requestsInProcess -= 1
                if let connection = connection(stream.token) { connection.begin(head, stream, self) } else { stream.tell(.gone) }
            case .stream(let stream):
                connection(stream.token)?.advance(stream, self)
            case .stop(let deadline):
                drain(deadline: deadline)
            }
        }
    }

    private func tick() {
        // Replies that have already arrived are read first, so that their requests do not time out.
        readMailbox()
        let end = min(nextSlot + Self.slotsAtOnce, connections.count)
        for slot in nextSlot..<end { connections[slot]?.checkTime(self) }
        nextSlot = end < connections.count ? end : 0
        nextTick = now + max(1, Self.tickMilliseconds * Int64(Self.slotsAtOnce) / Int64(max(connections.count, Self.slotsAtOnce)))
        if reserve < 0 { reserve = Self.openReserve() }
        resumeListening()
        if owesTrim, requestsInProcess == 0 {
            usedBytes = 0
            Memory.giveBack()
        }
    }

    // MARK: - Accepting

    private func acceptConnections(atMost count: Int) {
        for _ in 0..<count {
            guard hasRoom() else { return pauseListening() }
            switch listener.socket.accept() {
            case .connection(let socket, let remoteAddress): add(socket, remoteAddress)
            case .none: return
            case .exhausted: return shed()
            }
        }
    }

    /// Whether one more connection fits. The lane closes the connection that has been idle longest if it needs the room. When none is idle,
    /// new clients wait in the kernel's queue.
    private func hasRoom() -> Bool {
        if connectionCount < maximumConnections { return true }
        if leavers.isEmpty { listLeavers() }
        nextLeaver()?.end(self)
        return connectionCount < maximumConnections
    }

    /// The next listed connection that has stayed idle since the list was made.
    private func nextLeaver() -> Connection? {
        while let leaver = leavers.popLast() {
            if let connection = connection(leaver.token), connection.idleSince == leaver.idleSince { return connection }
        }
        return nil
    }

    /// Lists all idle connections in one pass, enough for many new ones. The longest idle is at the end.
    private func listLeavers() {
        let latest = now - Int64(limits.protectedIdleSeconds) * 1_000
        for case let connection? in connections {
            if let since = connection.idleSince, since <= latest { leavers.append((connection.token, since)) }
        }
        leavers.sort { $0.idleSince > $1.idleSince }
    }

    /// Handles running out of descriptors. The lane gives up its spare descriptor to accept and close the waiting connections, so that
    /// their clients see a close. Then it stops listening until the next tick, because a listening socket that stays ready would make the
    /// loop spin.
    private func shed() {
        if reserve >= 0 {
            close(reserve)
            for _ in 0..<1_024 {
                guard case .connection(let socket, _) = listener.socket.accept() else { break }
                socket.close()
            }
            reserve = Self.openReserve()
        }
        pauseListening()
    }

    private static func openReserve() -> Int32 { open("/dev/null", O_RDONLY | O_CLOEXEC) }

    private func pauseListening() {
        guard isListening else { return }
        isListening = false
        poll.remove(listener.socket.descriptor)
    }

    private func resumeListening() {
        guard !isListening, !isDraining, hasRoom() else { return }
        // EPOLLEXCLUSIVE: a new connection wakes one lane, not all.
        isListening = poll.add(listener.socket.descriptor, EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue, token: Self.listenerToken)
    }

    // MARK: - Connections

    /// Asks the handler about a head. Returns nil if the decision will arrive through the mailbox.
    func decision(on head: RequestHead, from remoteAddress: String, token: UInt64) -> Admission? {
        if !isKnownUniquelyReferenced(&admissionTicket) { admissionTicket = nil }
        let ticket = admissionTicket ?? AdmissionTicket(mailbox: mailbox)
        admissionTicket = ticket
        ticket.begin(token)
        handler.admit(head, from: remoteAddress, decide: AdmissionDecision(ticket: ticket))
        if let admission = ticket.detach() { return admission }
        decisionsAwaited += 1
        // If the handler holds no copy either, this releases the last one, and the ticket refuses with 500.
        admissionTicket = nil
        return nil
    }

    private func add(_ socket: Socket, _ remoteAddress: String) {
        let slot = freeSlots.popLast() ?? connections.count
        if slot == connections.count {
            connections.append(nil)
            generations.append(0)
        }
        // 31 bits, so that no token equals `listenerToken` or `mailboxToken`.
        generations[slot] = (generations[slot] &+ 1) & 0x7fff_ffff
        let token = UInt64(generations[slot]) << 32 | UInt64(truncatingIfNeeded: slot)
        guard poll.add(socket.descriptor, EPOLLIN.rawValue, token: token) else {
            freeSlots.append(slot)
            return socket.close()
        }
        connections[slot] = Connection(
            socket: socket, token: token, remoteAddress: remoteAddress, limits: limits, interest: EPOLLIN.rawValue, now: now)
        connectionCount += 1
    }

    private func connection(_ token: UInt64) -> Connection? {
        let slot = Int(token & 0xffff_ffff)
        guard slot < connections.count, let connection = connections[slot], connection.token == token else { return nil }
        return connection
    }

    /// Forgets a connection that ends. Closing its descriptor removes it from epoll.
    func remove(_ connection: Connection) {
        let slot = Int(connection.token & 0xffff_ffff)
        connections[slot] = nil
        freeSlots.append(slot)
        connectionCount -= 1
    }

    // MARK: - Stopping

    private func drain(deadline: Int64) {
        self.deadline = min(self.deadline, deadline)
        guard !isDraining else { return }
        // Connections in the kernel's queue are accepted and served, because closing the listening socket would reset them.
        acceptConnections(atMost: 1_024)
        isDraining = true
        drainStart = now
        pauseListening()
        listener.leave()
        for case let connection? in connections { connection.tellStopping() }
        nextTick = now + Self.tickMilliseconds
    }
}
