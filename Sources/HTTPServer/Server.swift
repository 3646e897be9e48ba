import Dispatch
import Synchronization

// Read the target from here down. A `Server` owns one listening socket and some lanes. A `Lane` is a serial queue that runs one epoll loop;
// it accepts connections and keeps each for life. A `Connection` moves octets between its socket and its `ConnectionState`, a pure value
// that finds heads (`RequestParser`, `RequestLine`) and bodies (`BodyDecoder`) and says what to do next. The `Handler` makes an
// `AdmissionDecision` about each head. Whole requests go to it, and its `Reply` brings the `Response` back. Both come at once, or from
// another thread through the lane's `Mailbox`; an answer may also come piece by piece by an
// `AnswerStream`, chunk after chunk. The `ResponseWriter` makes octets of it with a `Pen`, which leave through the `Outbox`; `Uptake` tells
// who takes them too slowly. The `Router` is for the handler's use.
// Every bound is in `Limits`, every refusal in `ProtocolFault`.

/// A strict HTTP/1.1 server on plain sockets.
public final class Server: Sendable {
    /// The port it listens on: the one asked for, or the one the kernel chose.
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

    /// Binds and listens; connections wait in the kernel's queue until `start`.
    /// - Parameters:
    ///   - host: a numeric IPv4 or IPv6 address, or "localhost".
    ///   - port: 0 for any.
    ///   - lanes: how many readiness loops; one per core that is to serve.
    ///   - reusePort: lets a second process listen on the same port during a restart (SO_REUSEPORT).
    ///   - makeHandler: called once per lane, on the lane, with its number from 0.
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

    /// Serves a socket that already listens, for instance one inherited from the process before: a restart then loses no connection.
    /// The descriptor is made non-blocking and belongs to the server.
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

    /// Stops accepting, answers what runs and what idle connections still bring within a second, closes, then calls `then` once: at the
    /// latest at the deadline, when what is left is cut off. Streams are told by `AnswerStream.whenGone`, and cut when they have not ended
    /// within that second. A server that was never started calls it at once.
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
