import CEpoll
import Dispatch

/// Settings for how the C library returns memory to the system. By default it raises its mmap threshold after the first large buffer and
/// then keeps tens of megabytes for ever.
enum Memory {
    private static let largeBytes: Int32 = 256 << 10
    private static let spareBytes: Int32 = 4 << 20

    /// Makes large buffers come from the kernel and return to it when they are released, and keeps little spare memory at the top of the
    /// heap.
    static func keepLittle() {
        mallopt(M_MMAP_THRESHOLD, largeBytes)
        mallopt(M_TRIM_THRESHOLD, spareBytes)
    }

    /// Returns free pages from anywhere in the heap. It walks the whole heap, so it does not run on a lane.
    static func giveBack() { DispatchQueue.global(qos: .utility).async { malloc_trim(0) } }
}
