import CEpoll
import Dispatch

/// What the C library does with memory that is given back to it. Left alone, it raises its threshold with the first large buffer it sees and
/// then keeps tens of megabytes for ever.
enum Memory {
    private static let largeBytes: Int32 = 256 << 10
    private static let spareBytes: Int32 = 4 << 20

    /// From now on large buffers come from the kernel and return to it when they are released, and the heap keeps little on top.
    static func keepLittle() {
        mallopt(M_MMAP_THRESHOLD, largeBytes)
        mallopt(M_TRIM_THRESHOLD, spareBytes)
    }

    /// Returns free pages from the middle of the heap too. It walks over all of it, so not on a lane.
    static func giveBack() { DispatchQueue.global(qos: .utility).async { malloc_trim(0) } }
}
