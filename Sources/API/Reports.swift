import Dispatch
import PersonalBudgeting

/// Long reads: on a queue and a reader of their own, one after the other, so that they hold up no lane (design, section 4).
///
/// `@unchecked Sendable`: the reader is made and used on the queue only.
final class Reports: @unchecked Sendable {
    private let storage: any Storage
    private let queue = DispatchQueue(label: "avain.reports", qos: .utility)
    private var reader: (any StorageReader)?

    init(storage: any Storage) { self.storage = storage }

    /// Runs the body later, on the queue, and hands on what came of it.
    func run<Value>(
        _ body: @escaping @Sendable (any Repositories) throws -> Value, then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        queue.async { [self] in
            then(
                Result {
                    let reader = try reader ?? storage.makeReader()
                    self.reader = reader
                    return try reader.readAnew(body)
                })
        }
    }
}
