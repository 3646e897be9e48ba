import Synchronization

/// The tables in which verification found something while the service runs, so that no answer shows what another hand changed.
///
/// Where rows were only changed or inserted, each row of a list is checked from then on. Where rows are missing, are in an earlier state or
/// cannot be read, or where a table has no digests, nobody can tell whether a list is right, so it is refused.
final class Damage: Sendable {
    private struct Tables: Sendable {
        var changed: Set<String> = []
        var incomplete: Set<String> = []
    }

    private let tables = Mutex(Tables())
    /// Most requests ask while nothing was found.
    private let isAny = Atomic(false)

    func add(_ finding: Finding) {
        tables.withLock { tables in
            if finding.isOfOneRow { tables.changed.formUnion([finding.place]) } else { tables.incomplete.formUnion([finding.place]) }
        }
        isAny.store(true, ordering: .releasing)
    }

    /// Whether each row of a list of this table has to be checked.
    func hasChangedRows(_ table: String) -> Bool {
        isAny.load(ordering: .acquiring) && tables.withLock { $0.changed.contains(table) }
    }

    /// Whether lists of this table have to be refused.
    func isIncomplete(_ table: String) -> Bool {
        isAny.load(ordering: .acquiring) && tables.withLock { $0.incomplete.contains(table) }
    }

    /// Whether an answer that is made from whole tables, without a check of their rows, has to be refused.
    func isAny(of names: [String]) -> Bool {
        guard isAny.load(ordering: .acquiring) else { return false }
        return tables.withLock { tables in names.contains { tables.changed.contains($0) || tables.incomplete.contains($0) } }
    }
}
