import PersonalBudgeting
import SQL
import Synchronization

/// The versions of the key of national ids that this process has: one seals, those before it open what is not resealed yet.
///
/// A second process would seal under the version before until it reads the key file again, and not open what this one seals.
final class HetuKeyring: Sendable {
    private struct Ring {
        var current: HetuKey
        /// Versions that rows may be sealed under besides the current one, the newest first. They stay until the process ends: a view of
        /// the database that began before a rotation was done still has rows under them.
        var older: [HetuKey]
    }

    private let ring: Mutex<Ring>
    /// Every version that the file had at the start: answers kept under an idempotency key outlive a rotation by some days.
    private let filed: [Int: HetuKey]

    init(current: HetuKey, older: [HetuKey] = [], filed: [HetuKey] = []) {
        ring = Mutex(Ring(current: current, older: older))
        self.filed = Dictionary(filed.map { ($0.version, $0) }) { first, _ in first }
    }

    /// What new national ids are sealed under.
    var current: HetuKey { ring.withLock { $0.current } }

    /// Every version that rows may be sealed under, the newest first.
    var versions: [HetuKey] { ring.withLock { [$0.current] + $0.older } }

    func key(_ version: Int) -> HetuKey? { versions.first { $0.version == version } ?? filed[version] }

    /// Seals under this version from now on.
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
    /// The keys of a database: those it needs, or a fresh one where it has nothing sealed yet. Nothing of the database is changed.
    /// - Throws: `HetuKeyFault`.
    static func opened(_ file: any HetuKeyFile, for connection: any Connection) throws -> HetuKeyring {
        let needed = try needed(connection)
        let found = try file.read()
        guard let newest = needed.last else {
            // A file that is there already was left by a start that was cut off, or put there on purpose.
            if let kept = found?.max(by: { $0.version < $1.version }) { return HetuKeyring(current: HetuKey(kept)) }
            guard let fresh = HetuMasterKey.fresh(after: 0) else { throw HetuKeyFault.missing }
            try file.write([fresh])
            return HetuKeyring(current: HetuKey(fresh))
        }
        guard let found else { throw HetuKeyFault.missing }
        let keys = try needed.map { version, proof in
            guard let master = found.first(where: { $0.version == version }) else { throw HetuKeyFault.noVersion(version) }
            let key = HetuKey(master)
            guard key.proof == proof else { throw HetuKeyFault.otherKey(version) }
            return key
        }
        guard let current = keys.first(where: { $0.version == newest.version }) else { throw HetuKeyFault.noVersion(newest.version) }
        return HetuKeyring(current: current, older: keys.dropLast().reversed(), filed: found.map { HetuKey($0) })
    }

    /// The versions that rows may be sealed under, oldest first, with their proofs; none of a database from before there were any.
    static func needed(_ connection: any Connection) throws -> [(version: Int, proof: [UInt8])] {
        guard try connection.hasTable("hetu_keys") else { return [] }
        return try connection.all("SELECT version, proof FROM hetu_keys ORDER BY version") { (Int(try $0.integer(0)), try $0.blob(1)) }
    }

    /// Notes which key the database is sealed under, where it is not noted.
    func prove(_ connection: any Connection) throws {
        if try HetuKeyring.needed(connection).isEmpty { try HetuKeyring.insert(current, connection) }
    }

    static func insert(_ key: HetuKey, _ connection: any Connection) throws {
        try connection.execute("INSERT INTO hetu_keys (version, proof) VALUES (?, ?)", [.integer(Int64(key.version)), .blob(key.proof)])
    }
}
