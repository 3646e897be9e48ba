import Dispatch
import Foundation
import PersonalBudgeting
import Synchronization

/// Reads beside the lanes, one after the other, on a queue and a reader of their own (design, section 4).
///
/// `@unchecked Sendable`: the reader is used on the queue only, once it is made.
final class ReadingQueue: @unchecked Sendable {
    private let queue: DispatchQueue
    private let reader: any StorageReader
    private let waiting = Atomic(0)

    /// - Throws: what storage says when it cannot be read.
    init(_ label: String, qos: DispatchQoS, storage: any Storage) throws {
        queue = DispatchQueue(label: label, qos: qos)
        reader = try storage.openReader()
    }

    /// How many reads wait or run.
    var load: Int { waiting.load(ordering: .relaxed) }

    /// Reads later, on the queue, and hands on what came of it.
    func run<Value>(
        _ read: @escaping @Sendable (any StorageReader) throws -> Value, then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        waiting.add(1, ordering: .relaxed)
        queue.async { [self] in
            let result = Result { try read(reader) }
            // The next in the queue goes on with the view; with nobody there it would only hold up the write-ahead log.
            if waiting.subtract(1, ordering: .relaxed).newValue == 0 { reader.rest() }
            then(result)
        }
    }
}

/// The queues of lists. One page takes as long as thirty reads of one thing: on a lane all its other clients would wait for it.
final class ListQueues: Sendable {
    private let queues: [ReadingQueue]

    /// As many as there are cores: measured on two, a second queue brings half as much again, although lane and writer want the cores too.
    init(storage: any Storage) throws {
        let count = ProcessInfo.processInfo.activeProcessorCount
        queues = try (0..<count).map { try ReadingQueue("avain.lists.\($0)", qos: .userInitiated, storage: storage) }
    }

    /// Reads later, on the queue with the least to do, and hands on what came of it.
    func run<Value>(
        _ read: @escaping @Sendable (any StorageReader) throws -> Value, then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        queues.min { $0.load < $1.load }?.run(read, then: then)
    }
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
