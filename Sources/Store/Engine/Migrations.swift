import Crypto
import SQL

/// The steps that bring a database to what this code knows: numbered, forward only, each in one transaction, each with its checksum kept.
enum Migrations {
    struct Step {
        let number: Int
        let name: String
        let script: String
        /// What of the step only the domain knows, done after the script in the same transaction.
        var fill: (@Sendable (any Connection) throws -> Void)?
        /// What of the step needs the key of national ids, likewise.
        var seal: (@Sendable (any Connection, HetuKeyring) throws -> Void)?

        var checksum: String {
            SHA256.hash(data: Array(script.utf8)).map { octet in
                let digits = String(octet, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
        }
    }

    /// The scripts are string literals, not resources: as `embedInCode` writes them, an array of octets, the optimiser took half a minute for
    /// them. A script that has been applied somewhere never changes, in no octet: its checksum is kept.
    static let all: [Step] = [
        Step(number: 1, name: "foundation", script: foundation),
        Step(number: 2, name: "network", script: network),
        Step(number: 3, name: "needs", script: needs),
        Step(number: 4, name: "prices", script: prices),
        Step(number: 5, name: "plan", script: plan),
        Step(number: 6, name: "budget", script: budget),
        Step(number: 7, name: "followup", script: followup),
        Step(number: 8, name: "access index", script: accessIndex),
        Step(number: 9, name: "earlier versions", script: earlierVersions),
        Step(number: 10, name: "idempotency expiry", script: idempotencyExpiry),
        Step(number: 11, name: "lists and search", script: listsAndSearch, fill: NameIndex.fill),
        Step(number: 12, name: "sealed hetus", script: sealedHetus, seal: SealedHetus.fill),
        Step(number: 13, name: "anchors", script: anchors),
        Step(number: 14, name: "access", script: access),
        Step(number: 15, name: "access grounds", script: accessGrounds),
    ]

    /// Applies what is missing. Returns the numbers that were applied.
    /// - Throws: `MigrationFault` when the file is newer than the code, or an applied step has been changed since.
    static func apply(to writer: any WritingConnection, _ keyring: HetuKeyring) throws -> [Int] {
        let applied = try writer.transaction { connection -> [(Int, String)] in
            try connection.run(
                script: """
                    CREATE TABLE IF NOT EXISTS migrations (
                        number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL
                    ) STRICT
                    """)
            return try connection.all("SELECT number, checksum FROM migrations ORDER BY number") {
                (Int(try $0.integer(0)), try $0.text(1))
            }
        }
        // Numbers may have gaps while branches are apart: the largest one counts, not how many there are.
        let known = all.map(\.number).max() ?? 0
        if let newest = applied.last?.0, newest > known { throw MigrationFault.newerDatabase(newest, known: known) }
        for (number, checksum) in applied {
            guard let step = all.first(where: { $0.number == number }), step.checksum == checksum else {
                throw MigrationFault.changedStep(number)
            }
        }
        var done: [Int] = []
        for step in all where !applied.contains(where: { $0.0 == step.number }) {
            try writer.transaction { connection in
                try connection.run(script: step.script)
                try step.fill?(connection)
                try step.seal?(connection, keyring)
                try connection.execute(
                    "INSERT INTO migrations (number, name, checksum) VALUES (?, ?, ?)",
                    [.integer(Int64(step.number)), .text(step.name), .text(step.checksum)])
            }
            done.append(step.number)
        }
        return done
    }

    /// How many steps the database is behind this code; nil when it has none at all.
    static func pending(_ writer: any WritingConnection) throws -> Int? {
        try writer.transaction { connection in
            guard try connection.first("SELECT 1 FROM sqlite_master WHERE name = 'migrations'", [], { _ in true }) == true else {
                return nil
            }
            let applied = try connection.all("SELECT number FROM migrations") { Int(try $0.integer(0)) }
            return all.filter { !applied.contains($0.number) }.count
        }
    }
}

/// Why a database cannot be used by this code.
public enum MigrationFault: Error, Equatable {
    case newerDatabase(Int, known: Int)
    case changedStep(Int)
}
