import Crypto
import PersonalBudgeting
import SQL

/// The repositories of one transaction or one read.
final class UnitOfWork: Repositories {
    let connection: any Connection
    /// The last rows of the chains. Each is read from the database at its first use and then carried from row to row within the
    /// transaction. A second process would append after the same row; the primary key of the chain refuses one of the two rows.
    var eventHead: Chain.Head?
    var accessHead: Chain.Head?
    var ledgerHead: Chain.Head?
    /// Whether keys, users or deputyships may have been written. Getting their repositories counts as writing.
    var mayHaveChangedCallers = false
    /// Whether a rotation of the key of national ids may have been requested. Getting its repository counts as a request.
    var mayHaveAskedForRotation = false
    let keyring: HetuKeyring
    let digests: RowDigests
    let workItems: WorkItemIndex
    /// Rows of the events and of the access log. They are appended at the end of the transaction (`finish`), so that nothing else waits for
    /// the ends of the chains.
    private var waiting: [(chain: Chain, values: [SQL.Value], text: LogText?)] = []

    /// - Parameters:
    ///   - damage: the tables in which changed rows were found.
    ///   - isWriting: whether this is a transaction of the writer.
    init(_ connection: any Connection, _ keyring: HetuKeyring, _ damage: Damage, isWriting: Bool = false) {
        self.connection = connection
        self.keyring = keyring
        digests = RowDigests(connection, keyring, damage, isWriting: isWriting)
        workItems = WorkItemIndex(connection)
    }

    func attempt<Result>(_ body: () throws -> Result) throws -> Result {
        let ledgerHead = ledgerHead
        let (waits, mark, items) = (waiting.count, digests.mark, workItems.mark)
        do {
            return try connection.savepoint(body)
        } catch {
            self.ledgerHead = ledgerHead
            waiting.removeLast(waiting.count - waits)
            digests.forget(after: mark)
            workItems.forget(after: items)
            if let fault = error as? SQLFault { throw storageFault(fault) }
            throw error
        }
    }

    /// Appends a row at the end of the transaction.
    /// - Parameter text: kept beside the chain; the last of the values is its digest.
    func append(to chain: Chain, _ values: [SQL.Value], _ text: LogText?) { waiting.append((chain, values, text)) }

    /// Appends the rows that wait to their chains, and the digests of this transaction to theirs. Called once, before the commit.
    func finish() throws {
        try storing {
            try workItems.settle()
            for (chain, values, text) in waiting {
                let head = chain.table == EventStore.chain.table ? \UnitOfWork.eventHead : \UnitOfWork.accessHead
                let last = try self[keyPath: head] ?? chain.head(connection)
                let next = try chain.append(values, after: last, to: connection)
                self[keyPath: head] = next
                try text?.keep(in: chain, next.sequence, connection)
            }
            waiting = []
            guard digests.hasCollected else { return }
            try digests.append(
                heads: [
                    try eventHead ?? EventStore.chain.head(connection), try accessHead ?? AccessLogStore.chain.head(connection),
                    try ledgerHead ?? LedgerStore.chain.head(connection),
                ])
        }
    }

    /// Returns the repository of one table.
    func table<Entity: Recorded>(_ table: Table<Entity>) -> any Repository<Entity> { TableStore(self, table) }
}

extension UnitOfWork: ProcessRepositories {
    var events: any EventRepository { EventStore(unit: self) }
    var idempotency: any IdempotencyRepository { IdempotencyStore(unit: self) }
    var earlierVersions: any EarlierVersionRepository { EarlierVersionStore(unit: self) }

    func digest(of octets: [UInt8]) -> String { String(hexadecimal: SHA256.hash(data: octets)) }
}
