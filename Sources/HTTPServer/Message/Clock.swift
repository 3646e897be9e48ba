import Glibc

/// The two clocks of the machine: deadlines are monotonic, so a jump of the wall clock moves none; only the Date field reads the wall.
enum Clock {
    static func monotonicMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000 &+ Int64(time.tv_nsec) / 1_000_000
    }

    static func wallSeconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return Int64(time.tv_sec)
    }
}

/// The time of a lane: milliseconds in which it ran. When the process was stopped, or a handler blocked, clients could bring and take nothing;
/// that time is nobody's lateness.
struct LaneClock {
    private let tickMilliseconds: Int64
    /// The machine's time of the last turn.
    private(set) var time: Int64
    private var lost: Int64 = 0

    init(tickMilliseconds: Int64, time: Int64 = Clock.monotonicMilliseconds()) {
        self.tickMilliseconds = tickMilliseconds
        self.time = time
    }

    var now: Int64 { time &- lost }

    /// Called every turn. A turn waits a tick at most, so what took longer than two was no waiting for clients, nor was it when the lane had
    /// none.
    mutating func advance(to time: Int64) {
        let turn = time &- self.time
        if turn > 2 &* tickMilliseconds { lost &+= turn &- tickMilliseconds }
        self.time = time
    }
}
