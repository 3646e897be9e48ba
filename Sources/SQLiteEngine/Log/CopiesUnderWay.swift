import Synchronization

/// Counts the copies of the database that this process is making. The lock keeps a second process of this service from making any.
final class CopiesUnderWay: Sendable {
    private let count = Atomic(0)

    var areNone: Bool { count.load(ordering: .relaxed) == 0 }

    func during<Result>(_ body: () throws -> Result) rethrows -> Result {
        count.add(1, ordering: .relaxed)
        defer { count.subtract(1, ordering: .relaxed) }
        return try body()
    }
}
