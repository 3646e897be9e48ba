import Dispatch
import Synchronization

// Start reading the target here. A `Server` owns one listening socket and several lanes. A `Lane` is a serial queue that runs one epoll
// loop. It accepts connections and keeps each until it closes. A `Connection` moves bytes between its socket and its `ConnectionState`. The
// state is a pure value that parses heads (`RequestParser`, `RequestLine`) and bodies (`BodyDecoder`) and returns the next action. The
// `Handler` makes an `AdmissionDecision` about each head. It then gets the whole request and sends the `Response` by a `Reply`. Decision
// and reply come at once, or later from another thread through the lane's `Mailbox`. A handler can also stream an answer chunk by chunk
// with an `AnswerStream`. The `ResponseWriter` renders answers with a `Pen` into the `Outbox`, which sends them. `Uptake` detects clients
// that read too slowly. Handlers use the `Router`.
// All bounds are in `Limits`, all faults in `ProtocolFault`.

/// A strict HTTP/1.1 server on plain sockets.
public final class Server: Sendable {
    /// The port the server listens on: the requested port, or the port the kernel chose.
    public let port: Int

    private struct LaneParts: Sendable {
        let mailbox: Mailbox
        let poll: Poll
        let queue: DispatchQueue
    }

    private enum Phase { case ready, running, stopped }

    private let listener: Listener
    private let lanes: [LaneParts]
    private let limits: Limits
    private let bodyAllowance: Allowance
    private let answerAllowance: Allowance
    private let contents: HeldContents
    private let makeHandler: @Sendable (Int) -> any Handler
    private let phase = Mutex(Phase.ready)
    private let running = DispatchGroup()

    /// Binds and listens. Connections wait in the kernel's queue until `start`.
    /// - Parameters:
    ///   - host: a numeric IPv4 or IPv6 address, or "localhost".
    ///   - port: 0 for any free port.
    ///   - lanes: the number of readiness loops, usually one for each core that serves.
    ///   - reusePort: lets a second process listen on the same port during a restart (SO_REUSEPORT).
    ///   - makeHandler: called once for each lane, on the lane, with its number from 0.
    /// - Throws: `SocketFault` when the address or port is not valid or a system call fails.
    public convenience init(
        host: String, port: Int, lanes: Int = 1, limits: Limits = Limits(), reusePort: Bool = false,
        makeHandler: @escaping @Sendable (Int) -> any Handler
    ) throws(SocketFault) {
        let socket = try Socket.listen(host: host, port: port, reusePort: reusePort, maximumUnsentBytes: limits.maximumUnsentBytes)
        do {
            try self.init(socket: socket, lanes: lanes, limits: limits, makeHandler: makeHandler)
        } catch {
            socket.close()
            throw error
        }
    }

    /// Serves a socket that already listens, for instance inherited from the previous process, so that a restart loses no connection. The
    /// server makes the descriptor non-blocking and owns it.
    /// - Throws: `SocketFault` when a system call fails.
    public convenience init(
        inheriting descriptor: Int32, lanes: Int = 1, limits: Limits = Limits(), makeHandler: @escaping @Sendable (Int) -> any Handler
    ) throws(SocketFault) {
        let socket = Socket(descriptor: descriptor)
        try socket.prepareInherited(maximumUnsentBytes: limits.maximumUnsentBytes)
        try self.init(socket: socket, lanes: lanes, limits: limits, makeHandler: makeHandler)
    }

    private init(
        socket: Socket, lanes: Int, limits: Limits, makeHandler: @escaping @Sendable (Int) -> any Handler
    ) throws(SocketFault) {
        precondition(lanes > 0, "a server needs a lane")
        let answerAllowance = Allowance(maximum: limits.maximumHeldAnswerBytes)
        let streamBounds = StreamBounds(maximumBytes: limits.maximumStreamBytes, allowance: answerAllowance)
        var parts: [LaneParts] = []
        for number in 0..<lanes {
            let queue = DispatchQueue(label: "http.lane.\(number)", qos: .userInitiated)
            parts.append(LaneParts(mailbox: try Mailbox(streamBounds: streamBounds), poll: try Poll(), queue: queue))
        }
        self.lanes = parts
        self.limits = limits
        bodyAllowance = Allowance(maximum: limits.maximumHeldBodyBytes)
        self.answerAllowance = answerAllowance
        contents = HeldContents(allowance: answerAllowance)
        self.makeHandler = makeHandler
        port = socket.localPort
        listener = Listener(socket: socket, lanes: lanes)
    }

    deinit {
        guard phase.withLock({ $0 == .ready }) else { return }
        for lane in lanes {
            lane.poll.close()
            listener.leave()
        }
    }

    /// Starts the lanes. A second call does nothing.
    public func start() {
        let isFirst = phase.withLock { phase in
            defer { if phase == .ready { phase = .running } }
            return phase == .ready
        }
        guard isFirst else { return }
        Memory.keepLittle()
        for (number, parts) in lanes.enumerated() {
            let (limits, count, listener, makeHandler) = (limits, lanes.count, listener, makeHandler)
            let (bodyAllowance, answerAllowance, contents) = (bodyAllowance, answerAllowance, contents)
            parts.queue.async(group: running) {
                let lane = Lane(
                    limits: limits, lanes: count, handler: makeHandler(number), mailbox: parts.mailbox, poll: parts.poll,
                    listener: listener, bodyAllowance: bodyAllowance, answerAllowance: answerAllowance, contents: contents)
                lane.run()
            }
        }
    }

    /// Stops the server, then calls `then` once. The server stops accepting and answers the requests in process. For one second
    /// (`Limits.drainIdleSeconds`) it also answers requests that arrive on idle connections. Streams get `AnswerStream.whenGone` with
    /// `.stopping`, and those that have not ended within that second are cut. At the deadline the server cuts all remaining connections. A
    /// server that was never started calls `then` at once.
    public func stop(deadlineSeconds: Int, then: @escaping @Sendable () -> Void) {
        let wasRunning = phase.withLock { phase in
            defer { if phase == .running { phase = .stopped } }
            return phase != .ready
        }
        if wasRunning {
            let deadline = Clock.monotonicMilliseconds() + Int64(deadlineSeconds) * 1_000
            for lane in lanes { lane.mailbox.post(.stop(deadline: deadline)) }
        }
        running.notify(queue: .global(), execute: then)
    }
}
