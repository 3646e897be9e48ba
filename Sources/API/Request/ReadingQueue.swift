import Dispatch
import PersonalBudgeting
import Synchronization

/// Reads beside the lanes, one after the other, on a queue and a reader of their own (Docs/architecture.md).
///
/// `@unchecked Sendable`: the path, with its reader, is used on the queue only, once it is made.
final class ReadingQueue: @unchecked Sendable {
    private let queue: DispatchQueue
    private let path: RequestPath
    private let waiting = Atomic(0)

    /// - Throws: what storage says when it cannot be read.
    init(_ label: String, qos: DispatchQoS, storage: any Storage) throws {
        queue = DispatchQueue(label: label, qos: qos)
        path = RequestPath(try storage.openReader())
    }

    /// How many reads wait or run.
    var load: Int { waiting.load(ordering: .relaxed) }

    /// Reads later, on the queue, and hands on what came of it.
    func run<Value>(
        _ read: @escaping @Sendable (any StorageReader) throws -> Value, then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        add { [self] in
            let result = Result { try read(path.reader) }
            leave()
            then(result)
        }
    }

    /// Takes a step of a request later, on the queue.
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

    /// The next in the queue goes on with the view; with nobody there it would only hold up the write-ahead log.
    private func leave() {
        if waiting.subtract(1, ordering: .relaxed).newValue == 0 { path.reader.rest() }
    }
}

/// Several queues for reads of one kind.
final class ReadingQueues: Sendable {
    private let queues: [ReadingQueue]

    /// - Parameter count: 1 and up.
    /// - Throws: what storage says when it cannot be read.
    init(_ label: String, count: Int, storage: any Storage) throws {
        queues = try (0..<count).map { try ReadingQueue("\(label).\($0)", qos: .userInitiated, storage: storage) }
    }

    /// The one with the least to do.
    private var next: ReadingQueue? { queues.min { $0.load < $1.load } }

    /// Reads later, on the queue with the least to do, and hands on what came of it.
    func run<Value>(
        _ read: @escaping @Sendable (any StorageReader) throws -> Value, then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        next?.run(read, then: then)
    }

    /// Takes a step of a request later, on the queue with the least to do.
    func run(_ step: @escaping @Sendable (RequestPath) -> Void) { next?.run(step) }
}

extension Storage {
    /// A reader with every file it needs open: whoever is out of descriptors later can still read.
    func openReader() throws -> any StorageReader {
        let reader = try makeReader()
        // The log beside the file is opened by the first read.
        _ = try reader.readAnew { try $0.regionalModels.count(ListQuery()) }
        return reader
    }
}
