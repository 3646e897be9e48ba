import CEpoll
import Glibc
import Synchronization

/// The way other threads reach a lane: a list under a lock, and an eventfd that wakes the lane's loop. The lane takes the whole list at
/// once, so it holds the lock only for one swap.
final class Mailbox: Sendable {
    enum Letter: Sendable {
        /// The decision about the head of the connection with this token.
        case admission(UInt64, Admission)
        /// The answer for the connection with this token.
        case reply(UInt64, Response)
        /// The head of an answer that will be streamed.
        case begin(Response, StreamTicket)
        /// A stream has bytes to send, or has ended.
        case stream(StreamTicket)
        /// Stop accepting, finish the running requests, and end at the deadline (monotonic milliseconds).
        case stop(deadline: Int64)
    }

    /// The eventfd, readable while letters wait. The mailbox owns it, because a reply may arrive after its lane has ended.
    let descriptor: Int32
    let streamBounds: StreamBounds
    private let letters = Mutex<[Letter]>([])

    init(streamBounds: StreamBounds) throws(SocketFault) {
        self.streamBounds = streamBounds
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { throw SocketFault(operation: "eventfd") }
    }

    deinit { close(descriptor) }

    func post(_ letter: Letter) {
        let isFirst = letters.withLock { letters in
            letters.append(letter)
            return letters.count == 1
        }
        // Only the poster that found the list empty wakes the lane. For the others, the lane is already awake and has not taken the list
        // yet.
        if isFirst { eventfd_write(descriptor, 1) }
    }

    func take() -> [Letter] {
        var count: UInt64 = 0
        eventfd_read(descriptor, &count)
        return letters.withLock { letters in
            let taken = letters
            letters = []
            return taken
        }
    }
}
