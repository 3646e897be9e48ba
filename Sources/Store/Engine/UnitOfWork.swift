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

    init(_ connection: any Connection, _ keyring: HetuKeyring) {
        self.connection = connection
        self.keyring = keyring
    }

    func attempt<Result>(_ body: () throws -> Result) throws -> Result {
        let heads = (eventHead, accessHead, ledgerHead)
        do {
            return try connection.savepoint(body)
        } catch {
            (eventHead, accessHead, ledgerHead) = heads
            if let fault = error as? SQLFault { throw storageFault(fault) }
            throw error
        }
    }

    func append(to head: ReferenceWritableKeyPath<UnitOfWork, Chain.Head?>, _ chain: Chain, _ values: [SQL.Value]) throws {
        try storing {
            let last = try self[keyPath: head] ?? chain.head(connection)
            self[keyPath: head] = try chain.append(values, after: last, to: connection)
        }
    }

    /// Returns the repository of one table.
    func table<Entity: Recorded>(_ table: Table<Entity>) -> any Repository<Entity> { TableStore(connection, table) }
}

extension UnitOfWork: ProcessRepositories {
    var events: any EventRepository { EventStore(unit: self) }
    var idempotency: any IdempotencyRepository { IdempotencyStore(connection: connection, keyring: keyring) }
    var earlierVersions: any EarlierVersionRepository { EarlierVersionStore(connection: connection) }

    func digest(of octets: [UInt8]) -> String { String(hexadecimal: SHA256.hash(data: octets)) }
}
