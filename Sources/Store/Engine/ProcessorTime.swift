import Glibc

/// The processor time by which work in the background paces itself. The time in which it waited for a processor does not count: a busy
/// machine would slow the work down twice.
public enum ProcessorTime {
    /// The processor time of the calling thread, in seconds.
    public static var ofThread: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
