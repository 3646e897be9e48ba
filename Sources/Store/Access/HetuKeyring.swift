import PersonalBudgeting
import SQL
import Synchronization

/// The versions of the key of national ids that this process holds. The current version seals. Older versions open ids that are not
/// resealed yet.
///
/// A second process would seal under the older version, and could not open newer seals, until it reads the key file again.
final class HetuKeyring: Sendable {
    private struct Ring {
        var current: HetuKey
        /// Versions besides the current one that rows may be sealed under, newest first. They stay until the process ends, because a view
        /// of the database from before a rotation still has rows under them.
        var older: [HetuKey]
    }

    private let ring: Mutex<Ring>
    /// Every version that the file had at the start. Answers with an idempotency key outlive a rotation by some days.
    private let filed: [Int: HetuKey]
    /// The same, newest first.
    private let filedVersions: [HetuKey]

    init(current: HetuKey, older: [HetuKey] = [], filed: [HetuKey] = []) {
        ring = Mutex(Ring(current: current, older: older))
        self.filed = Dictionary(filed.map { ($0.version, $0) }) { first, _ in first }
        filedVersions = self.filed.values.sorted { $0.version > $1.version }
    }

    /// The key that seals new national ids.
    var current: HetuKey { ring.withLock { $0.current } }

    /// Every version that rows may be sealed under, newest first.
    var versions: [HetuKey] { ring.withLock { [$0.current] + $0.older } }

    /// Every version that this process holds, newest first.
    var all: [HetuKey] {
        let versions = versions
        return versions + filedVersions.filter { filed in !versions.contains { $0.version == filed.version } }
    }

    func key(_ version: Int) -> HetuKey? { versions.first { $0.version == version } ?? filed[version] }

    /// Seals under this key from now on, if its version is newer.
    func begin(_ key: HetuKey) {
        ring.withLock { ring in
            guard key.version > ring.current.version else { return }
            ring.older.insert(ring.current, at: 0)
            ring.current = key
        }
    }

    func open(_ sealed: [UInt8], at place: HetuKey.Place) -> Hetu? {
        HetuKey.version(of: sealed).flatMap { key($0) }?.open(sealed, at: place)
    }
}

extension HetuKeyring {
    /// Returns the keys that a database needs. For a database without sealed ids, makes a new key. Does not change the database.
    /// - Throws: `HetuKeyFault`.
    static func opened(_ file: any HetuKeyFile, for connection: any Connection) throws -> HetuKeyring {
        let needed = try needed(connection)
        let found = try file.read()
        guard let newest = needed.last else {
            // An existing file was left by an interrupted start, or an administrator put it there.
            if let kept = found?.max(by: { $0.version < $1.version }) { return HetuKeyring(current: HetuKey(kept)) }
            guard let fresh = HetuMasterKey.fresh(after: 0) else { throw HetuKeyFault.missing }
            try file.write([fresh])
            return HetuKeyring(current: HetuKey(fresh))
        }
        guard let found else { throw HetuKeyFault.missing }
        let keys = try needed.map { version, proof, _ in
            guard let master = found.first(where: { $0.version == version }) else { throw HetuKeyFault.noVersion(version) }
            let key = HetuKey(master)
            guard key.proof == proof else { throw HetuKeyFault.otherKey(version) }
            return key
        }
        guard let current = keys.first(where: { $0.version == newest.version }) else { throw HetuKeyFault.noVersion(newest.version) }
        let retired = Set(needed.filter(\.isRetired).map(\.version))
        let older = keys.dropLast().reversed().filter { !retired.contains($0.version) }
        return HetuKeyring(current: current, older: Array(older), filed: found.map { HetuKey($0) })
    }

    /// Returns the versions that the database needs, oldest first, with their proofs. No national id is sealed under a retired version any
    /// more, but digests of rows were made under it. Empty for a database from before sealing.
    static func needed(_ connection: any Connection) throws -> [(version: Int, proof: [UInt8], isRetired: Bool)] {
        guard try connection.hasTable("hetu_keys") else { return [] }
        // Before step 16 there is no column for retired versions, because they were removed.
        let isRetired = try connection.hasTable("row_digests") ? "is_retired" : "0"
        return try connection.all("SELECT version, proof, \(isRetired) FROM hetu_keys ORDER BY version") {
            (Int(try $0.integer(0)), try $0.blob(1), try $0.integer(2) != 0)
        }
    }

    /// Stores the proof of the current key if the database has none yet.
    func prove(_ unit: UnitOfWork) throws {
        if try HetuKeyring.needed(unit.connection).isEmpty { try HetuKeyring.insert(current, unit) }
    }

    static let layout = RowLayout(table: "hetu_keys", columns: ["version", "proof", "is_retired"], key: ["version"])
    private static let insert = SQLStatement("INSERT INTO hetu_keys (version, proof, is_retired, row_digest) VALUES (?, ?, ?, ?)")

    static func insert(_ key: HetuKey, _ unit: UnitOfWork) throws {
        try unit.digests.insert([.integer(Int64(key.version)), .blob(key.proof), .integer(0)], layout, by: insert)
    }

    /// Notes that no national id is sealed under versions before one any more. They stay, because digests of rows were made under them.
    static func retire(before version: Int, _ unit: UnitOfWork) throws {
        let older = try needed(unit.connection).filter { $0.version < version && !$0.isRetired }.map { [Value.integer(Int64($0.version))] }
        try unit.digests.change(layout, older) {
            try unit.connection.execute("UPDATE hetu_keys SET is_retired = 1 WHERE version < ?", [.integer(Int64(version))])
        }
    }
}
