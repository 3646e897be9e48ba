import Synchronization

/// The tables in which verification found changed rows while the service runs. Their lists are checked row by row from then on, so that no
/// changed row is served.
final class Damage: Sendable {
    private let tables = Mutex<Set<String>>([])
    private let isAny = Atomic(false)

    func add(_ table: String) {
        tables.withLock { _ = $0.insert(table) }
        isAny.store(true, ordering: .releasing)
    }

    func contains(_ table: String) -> Bool { isAny.load(ordering: .acquiring) && tables.withLock { $0.contains(table) } }

    /// Whether one of several tables holds changed rows.
    func containsAny(of tables: [String]) -> Bool { isAny.load(ordering: .acquiring) && tables.contains { contains($0) } }
}
