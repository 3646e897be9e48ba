import Glibc

/// The time since the start of the machine. It never goes back, whatever happens to the clock.
enum MonotonicClock {
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static var milliseconds: Int { Int(nanoseconds / 1_000_000) }
}
