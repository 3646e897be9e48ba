import Glibc

/// The two clocks of the machine. Deadlines use the monotonic clock, so that a jump of the wall clock does not move them. Only the Date
/// field uses the wall clock.
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

/// The time of a lane: the milliseconds in which it ran. While the process is stopped or a handler blocks, clients can send and read
/// nothing, so that time does not count towards their limits.
struct LaneClock {
    private let tickMilliseconds: Int64
    /// The monotonic time of the last turn, in milliseconds.
    private(set) var time: Int64
    private var lost: Int64 = 0

    init(tickMilliseconds: Int64, time: Int64 = Clock.monotonicMilliseconds()) {
        self.tickMilliseconds = tickMilliseconds
        self.time = time
    }

    var now: Int64 { time &- lost }

    /// Called every turn. A turn waits for at most one tick if the lane has connections. A turn of more than two ticks was therefore no
    /// wait for clients, and its excess over one tick does not count.
    mutating func advance(to time: Int64) {
        let turn = time &- self.time
        if turn > 2 &* tickMilliseconds { lost &+= turn &- tickMilliseconds }
        self.time = time
    }
}
