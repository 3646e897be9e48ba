import Synchronization

/// The listening socket that all lanes share. The last lane that leaves closes it.
final class Listener: Sendable {
    let socket: Socket
    private let lanes: Atomic<Int>

    init(socket: Socket, lanes: Int) {
        self.socket = socket
        self.lanes = Atomic(lanes)
    }

    func leave() {
        if lanes.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { socket.close() }
    }
}
