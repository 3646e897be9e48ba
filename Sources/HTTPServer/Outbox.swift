/// Answers on their way to one client. Small ones are written into one buffer, so that pipelined answers leave in one send; a large content
/// waits behind its head as it is, for a copy would hold it twice.
struct Outbox {
    enum Outcome { case sent, blocked, failed }

    /// Contents from this size on are not copied.
    static let largeBytes = 64 << 10

    private var octets: [UInt8] = []
    private var sent = 0
    /// What follows `octets`: seldom anything.
    private var later: [[UInt8]] = []

    var isEmpty: Bool { sent == octets.count && later.isEmpty }
    private(set) var count = 0

    /// Lets `write` append to what leaves last.
    mutating func append(_ write: (inout [UInt8]) -> Void) {
        if later.isEmpty {
            let before = octets.count
            write(&octets)
            count &+= octets.count &- before
        } else {
            var segment: [UInt8] = []
            write(&segment)
            count &+= segment.count
            later.append(segment)
        }
    }

    mutating func append(large content: [UInt8]) {
        count &+= content.count
        later.append(content)
    }

    /// Sends at most so many octets, then lets others have their turn; what is sent is taken off `budget`.
    mutating func send(to socket: Socket, budget: inout Int) -> Outcome {
        while !isEmpty {
            if sent == octets.count { startNext() }
            guard budget > 0 else { return .sent }
            let result = octets.withUnsafeBytes {
                socket.send(UnsafeRawBufferPointer(rebasing: $0[sent..<(sent &+ min(budget, $0.count &- sent))]))
            }
            switch result {
            case .count(let taken):
                sent &+= taken
                count &-= taken
                budget &-= taken
            case .wouldBlock: return .blocked
            case .failed: return .failed
            }
        }
        sent = 0
        // An idle connection keeps no large buffer.
        octets.removeAll(keepingCapacity: octets.capacity <= 4_096)
        return .sent
    }

    private mutating func startNext() {
        octets = later.removeFirst()
        sent = 0
    }
}
