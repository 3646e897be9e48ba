import Dispatch
import Foundation
import PersonalBudgeting
import Synchronization

/// Reads beside the lanes, one after the other, on a queue and a reader of their own (design, section 4).
///
/// `@unchecked Sendable`: the reader is made and used on the queue only.
final class ReadingQueue: @unchecked Sendable {
    private let storage: any Storage
    private let queue: DispatchQueue
    private let waiting = Atomic(0)
    private var reader: (any StorageReader)?

    init(_ label: String, qos: DispatchQoS, storage: any Storage) {
        self.storage = storage
        queue = DispatchQueue(label: label, qos: qos)
    }

    /// How many reads wait or run.
    var load: Int { waiting.load(ordering: .relaxed) }

    /// Reads later, on the queue, and hands on what came of it.
    func run<Value>(
        _ read: @escaping @Sendable (any StorageReader) throws -> Value, then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        waiting.add(1, ordering: .relaxed)
        queue.async { [self] in
            let result = Result {
                let reader = try reader ?? storage.makeReader()
                self.reader = reader
                return try read(reader)
            }
            // The next in the queue goes on with the view; with nobody there it would only hold up the write-ahead log.
            if waiting.subtract(1, ordering: .relaxed).newValue == 0 { reader?.rest() }
            then(result)
        }
    }
}

/// The queues of lists. One page takes as long as thirty reads of one thing: on a lane all its other clients would wait for it.
final class ListQueues: Sendable {
    private let queues: [ReadingQueue]

    /// As many as there are cores: measured on two, a second queue brings half as much again, although lane and writer want the cores too.
    init(storage: any Storage) {
        let count = ProcessInfo.processInfo.activeProcessorCount
        queues = (0..<count).map { ReadingQueue("avain.lists.\($0)", qos: .userInitiated, storage: storage) }
    }

    /// Reads later, on the queue with the least to do, and hands on what came of it.
    func run<Value>(
        _ read: @escaping @Sendable (any StorageReader) throws -> Value, then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        queues.min { $0.load < $1.load }?.run(read, then: then)
    }
}
