import Dispatch
import PersonalBudgeting
import Synchronization

/// Reads one at a time beside the lanes, on its own queue and reader (Docs/architecture.md).
///
/// `@unchecked Sendable`: after it is made, the path and its reader are used on the queue only.
final class ReadingQueue: @unchecked Sendable {
    private let queue: DispatchQueue
    private let path: RequestPath
    private let waiting = Atomic(0)

    /// - Throws: the error of storage when it cannot be read.
    init(_ label: String, qos: DispatchQoS, storage: any Storage) throws {
        queue = DispatchQueue(label: label, qos: qos)
        path = RequestPath(try storage.openReader())
    }

    /// The number of reads that wait or run.
    var load: Int { waiting.load(ordering: .relaxed) }

    /// Schedules a read on the queue and passes its result to `then`.
    func run<Value>(
        _ read: @escaping @Sendable (any StorageReader) throws -> Value, then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        add { [self] in
            let result = Result { try read(path.reader) }
            leave()
            then(result)
        }
    }

    /// Schedules a step of a request on the queue.
    func run(_ step: @escaping @Sendable (RequestPath) -> Void) {
        add { [self] in
            step(path)
            leave()
        }
    }

    private func add(_ work: @escaping @Sendable () -> Void) {
        waiting.add(1, ordering: .relaxed)
        queue.async(execute: work)
    }

    /// The next read reuses the reader's view. When none waits, the view is released, because it would hold up the write-ahead log.
    private func leave() {
        if waiting.subtract(1, ordering: .relaxed).newValue == 0 { path.reader.rest() }
    }
}

/// Several queues for reads of one kind.
final class ReadingQueues: Sendable {
    private let queues: [ReadingQueue]

    /// - Parameter count: the number of queues, 1 and up.
    /// - Throws: the error of storage when it cannot be read.
    init(_ label: String, count: Int, storage: any Storage) throws {
        queues = try (0..<count).map { try ReadingQueue("\(label).\($0)", qos: .userInitiated, storage: storage) }
    }

    /// The queue with the fewest reads.
    private var next: ReadingQueue? { queues.min { $0.load < $1.load } }

    /// Schedules a read on the queue with the fewest reads and passes its result to `then`.
    func run<Value>(
        _ read: @escaping @Sendable (any StorageReader) throws -> Value, then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        next?.run(read, then: then)
    }

    /// Schedules a step of a request on the queue with the fewest reads.
    func run(_ step: @escaping @Sendable (RequestPath) -> Void) { next?.run(step) }
}

extension Storage {
    /// Returns a reader with all its files open, so that it can still read when the process has run out of descriptors.
    func openReader() throws -> any StorageReader {
        let reader = try makeReader()
        // The first read opens the log beside the database file.
        _ = try reader.readAnew { try $0.regionalModels.count(ListQuery()) }
        return reader
    }
}
