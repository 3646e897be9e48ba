/// Answers on their way to one client. Small answers share one buffer, so that pipelined answers leave in one send. A large content is not
/// copied: it waits behind its head and is sent together with it.
struct Outbox {
    enum Outcome { case sent, blocked, failed }

    /// Contents of at least this size are not copied.
    static let largeBytes = 16 << 10

    private struct Segment {
        var octets: [UInt8] = []
        /// Keeps a shared content counted in the allowance; nil for bytes of our own.
        var content: HeldContent?

        var ownBytes: Int { content == nil ? octets.count : 0 }
    }

    private var first = Segment()
    private var sent = 0
    /// The segments after `first`; usually none.
    private var later: [Segment] = []

    var isEmpty: Bool { sent == first.octets.count && later.isEmpty }
    private(set) var count = 0
    /// Bytes sent since the connection began.
    private(set) var total = 0
    /// Bytes held in our own buffers.
    var ownBytes: Int { later.reduce(first.ownBytes) { $0 + $1.ownBytes } }

    /// Lets `write` append to the last buffer.
    mutating func append(_ write: (inout [UInt8]) -> Void) {
        if later.isEmpty, first.content == nil {
            count &+= Self.append(to: &first.octets, write)
        } else {
            if later.isEmpty || later[later.count - 1].content != nil { later.append(Segment()) }
            count &+= Self.append(to: &later[later.count - 1].octets, write)
        }
    }

    @inline(__always)
    private static func append(to octets: inout [UInt8], _ write: (inout [UInt8]) -> Void) -> Int {
        let before = octets.count
        write(&octets)
        return octets.count &- before
    }

    mutating func append(_ content: HeldContent) {
        count &+= content.octets.count
        later.append(Segment(octets: content.octets, content: content))
    }

    /// Sends at most `budget` bytes, so that other connections get their turn, and subtracts the bytes sent from `budget`.
    mutating func send(to socket: Socket, budget: inout Int) -> Outcome {
        while !isEmpty {
            if sent == first.octets.count { startNext() }
            guard budget > 0 else { return .sent }
            switch transfer(to: socket, atMost: budget) {
            case .count(let taken):
                note(taken)
                budget &-= taken
            case .wouldBlock: return .blocked
            case .failed: return .failed
            }
        }
        sent = 0
        first.content = nil
        // An idle connection keeps no large buffer.
        first.octets.removeAll(keepingCapacity: first.octets.capacity <= 4_096)
        return .sent
    }

    /// Sends the first segment and the one after it in one call.
    private func transfer(to socket: Socket, atMost budget: Int) -> Socket.Transfer {
        first.octets.withUnsafeBytes { octets in
            let rest = UnsafeRawBufferPointer(rebasing: octets[sent..<(sent &+ min(budget, octets.count &- sent))])
            guard let next = later.first, rest.count < budget else { return socket.send(rest) }
            return next.octets.withUnsafeBytes { socket.send(rest, UnsafeRawBufferPointer(rebasing: $0.prefix(budget &- rest.count))) }
        }
    }

    private mutating func note(_ taken: Int) {
        count &-= taken
        total &+= taken
        sent &+= taken
        let beyond = sent &- first.octets.count
        guard beyond > 0 else { return }
        startNext()
        sent = beyond
    }

    private mutating func startNext() {
        first = later.removeFirst()
        sent = 0
    }
}
