import Crypto
import PersonalBudgeting
import SQL
import Synchronization

/// Makes and checks the digests of rows in one transaction or on one reader, and collects the digests of a transaction for the chain
/// `row_digests` (row 116, decision 0019).
///
/// Every write of a row with a digest goes through here, so that no row is without one. Before a row is changed it is checked: otherwise the
/// service would confirm what another hand has written.
///
/// Used on one queue.
final class RowDigests {
    let connection: any Connection
    private let keyring: HetuKeyring
    /// Keys by version, because the keyring takes a lock.
    private var keys: [Int: SymmetricKey] = [:]
    private var octets = RowOctets()
    private var current: (version: Int, key: SymmetricKey)?
    /// The row of the chain that the digests of this transaction will be in.
    private var sequence: Int64?
    private var head: Chain.Head?
    private var entries = RowDigestEntries()

    private let damage: Damage
    private let isWriting: Bool

    init(_ connection: any Connection, _ keyring: HetuKeyring, _ damage: Damage, isWriting: Bool) {
        self.connection = connection
        self.keyring = keyring
        self.damage = damage
        self.isWriting = isWriting
    }

    /// Whether every row of a table is checked, in lists too: on the writer, because a job may write what it reads, and in a table in which
    /// changed rows were found.
    func checksEveryRow(of table: String) -> Bool { isWriting || damage.hasChangedRows(table) }

    /// Refuses a list of a table in which rows are missing or cannot be read.
    /// - Throws: `StorageFault.corrupt`.
    func refuseIncomplete(_ table: String) throws { if damage.isIncomplete(table) { throw StorageFault.corrupt } }

    /// Refuses an answer that is made from whole tables without a check of their rows, if anything was found in one of them.
    /// - Throws: `StorageFault.corrupt`.
    func refuseDamaged(_ tables: [String]) throws { if damage.isAny(of: tables) { throw StorageFault.corrupt } }

    // MARK: - Checking

    /// Checks a row that was selected with its digest (`RowLayout.select`).
    /// - Throws: `StorageFault.corrupt` when the row does not agree with its digest.
    func check(_ row: any Row, _ layout: RowLayout) throws {
        if fault(row, layout) != nil { throw StorageFault.corrupt }
    }

    /// Returns what is wrong with a selected row; nil if it agrees with its digest.
    func fault(_ row: any Row, _ layout: RowLayout) -> RowFault? {
        let digest: RowDigest
        switch row.cell(layout.digestPlace) {
        case .null: return .noDigest
        case .blob(let kept):
            guard let read = RowDigest(kept) else { return .unreadableDigest }
            digest = read
        default: return .unreadableDigest
        }
        guard let key = key(digest.version) else { return .unreadableDigest }
        octets.take(row, of: layout)
        if octets.code(digest.version, digest.sequence, digest.salt, key) == digest.code { return nil }
        let locators = octets.locators
        guard locators.count == digest.locators.count else { return .changed([]) }
        let columns = layout.orderedColumns
        return .changed(locators.indices.filter { locators[$0] != digest.locators[$0] }.map { columns[$0] })
    }

    private func key(_ version: Int) -> SymmetricKey? {
        if let key = keys[version] { return key }
        guard let key = keyring.key(version)?.rowKey else { return nil }
        keys[version] = key
        return key
    }

    // MARK: - Writing

    /// Returns the digest for a row that is about to be stored, as the value of its column.
    /// - Parameter values: in the order of `RowLayout.columns`.
    func digest(_ values: [Value], _ layout: RowLayout) throws -> Value {
        octets.take(values, of: layout)
        return try digest(ofTaken: layout, layout.keyText(values))
    }

    private func digest(ofTaken layout: RowLayout, _ key: String) throws -> Value {
        let (version, secret) = currentKey
        let sequence = try nextSequence()
        let salt = Salts.next()
        let code = octets.code(version, sequence, salt, secret)
        entries.add(.stored, layout.table, key, code)
        return .blob(RowDigest(version: version, sequence: sequence, salt: salt, code: code, locators: octets.locators).octets)
    }

    /// Inserts a row with its digest.
    /// - Parameters:
    ///   - statement: inserts `RowLayout.columns` and then the digest.
    ///   - values: in the order of `RowLayout.columns`.
    func insert(_ values: [Value], _ layout: RowLayout, by statement: SQLStatement) throws {
        try connection.execute(statement, values + [try digest(values, layout)])
    }

    /// Checks rows, changes some of their columns, and renews their digests.
    /// - Parameter keys: the keys of all rows that the body may change.
    func change(_ layout: RowLayout, _ keys: [[Value]], _ body: () throws -> Void) throws {
        for key in keys { try connection.query(layout.find, key) { try check($0, layout) } }
        try body()
        for key in keys { try renew(layout, key) }
    }

    /// Gives a row a new digest without a check.
    func renew(_ layout: RowLayout, _ key: [Value]) throws {
        var isThere = false
        try connection.query(layout.find, key) { row in
            octets.take(row, of: layout)
            isThere = true
        }
        guard isThere else { return }
        try connection.execute(layout.renew, [try digest(ofTaken: layout, RowLayout.keyText(of: key))] + key)
    }

    /// Records that the service removed a row.
    func removed(_ layout: RowLayout, _ key: [Value]) throws {
        _ = try nextSequence()
        entries.add(.removed, layout.table, RowLayout.keyText(of: key), [UInt8](repeating: 0, count: RowDigest.codeLength))
    }

    private var currentKey: (version: Int, key: SymmetricKey) {
        let key = keyring.current
        if let current, current.version == key.version { return current }
        current = (key.version, key.rowKey)
        return (key.version, key.rowKey)
    }

    private func nextSequence() throws -> Int64 {
        if let sequence { return sequence }
        let head = try self.head ?? RowDigestLog.chain.head(connection)
        self.head = head
        sequence = head.sequence + 1
        return head.sequence + 1
    }

    // MARK: - The chain

    /// What was collected before a job, to forget what the job adds if it is rolled back.
    var mark: Int { entries.length }

    func forget(after mark: Int) { entries.forget(after: mark) }

    var hasCollected: Bool { !entries.isEmpty }

    /// Appends what this transaction collected to the chain.
    /// - Parameter heads: the last rows of the other chains, which the code of the row covers too.
    func append(heads: [Chain.Head]) throws {
        guard !entries.isEmpty, let head, let sequence else { return }
        let (version, key) = currentKey
        let log = RowDigestLog(sequence: sequence, version: version, entries: entries.octets, heads: heads)
        self.head = try RowDigestLog.chain.append(log.values(key), after: head, to: connection)
        self.sequence = nil
        entries = RowDigestEntries()
    }
}

/// Random salts. Asking the kernel for eight bytes each time takes as long as the digest itself.
private enum Salts {
    private static let kept = Mutex<[UInt64]>([])

    static func next() -> UInt64 {
        kept.withLock { kept in
            if let salt = kept.popLast() { return salt }
            SymmetricKey(size: SymmetricKeySize(bitCount: 256 * 64)).withUnsafeBytes { octets in
                kept = (0..<256).map { octets.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) }
            }
            return kept.removeLast()
        }
    }
}
