import CEpoll
import Glibc

/// One epoll instance. Level-triggered, so that no event is lost when a connection stops reading or writing half-way.
struct Poll {
    let descriptor: Int32

    init() throws(SocketFault) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else { throw SocketFault(operation: "epoll_create1") }
    }

    func add(_ descriptor: Int32, _ events: UInt32, token: UInt64) -> Bool { control(EPOLL_CTL_ADD, descriptor, events, token) }

    func change(_ descriptor: Int32, to events: UInt32, token: UInt64) { _ = control(EPOLL_CTL_MOD, descriptor, events, token) }

    func remove(_ descriptor: Int32) { _ = control(EPOLL_CTL_DEL, descriptor, 0, 0) }

    /// Returns the number of events; 0 after a timeout or a signal.
    func wait(_ events: UnsafeMutableBufferPointer<epoll_event>, milliseconds: Int32) -> Int {
        Int(max(0, epoll_wait(self.descriptor, events.baseAddress, Int32(events.count), milliseconds)))
    }

    func close() { Glibc.close(descriptor) }

    private func control(_ operation: Int32, _ target: Int32, _ events: UInt32, _ token: UInt64) -> Bool {
        var event = epoll_event(events: events, data: epoll_data_t(u64: token))
        return epoll_ctl(descriptor, operation, target, &event) == 0
    }
}
