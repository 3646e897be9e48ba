import Crypto
import PersonalBudgeting
import SQL

/// The numbered steps that bring a database to the schema of this program. Steps only go forward. All missing steps run in one transaction, so
/// that the database is at the old schema or at the new schema and never between.
enum Migrations {
    struct Step {
        let number: Int
        let name: String
        let script: String
        /// The part of the step that needs the domain. It runs after the script in the same transaction.
        var fill: (@Sendable (any Connection) throws -> Void)?
        /// The part of the step that needs the key of national ids. It runs after `fill` in the same transaction.
        var seal: (@Sendable (any Connection, HetuKeyring) throws -> Void)?
        /// The columns that the step adds to tables whose rows have digests, or fills there. The digests of these rows are renewed.
        var changes: [String: [String]] = [:]
        /// The tables whose keys the step changes. Their rows get new digests under the new keys.
        var rekeys: [String] = []

        var checksum: String { String(hexadecimal: SHA256.hash(data: Array(script.utf8))) }
    }

    static let all: [Step] = [
        Step(number: 1, name: "foundation", script: text(PackageResources.v001_foundation_sql)),
        Step(number: 2, name: "network", script: text(PackageResources.v002_network_sql)),
        Step(number: 3, name: "needs", script: text(PackageResources.v003_needs_sql)),
        Step(number: 4, name: "prices", script: text(PackageResources.v004_prices_sql)),
        Step(number: 5, name: "plan", script: text(PackageResources.v005_plan_sql)),
        Step(number: 6, name: "budget", script: text(PackageResources.v006_budget_sql)),
        Step(number: 7, name: "followup", script: text(PackageResources.v007_followup_sql)),
        Step(number: 8, name: "access index", script: text(PackageResources.v008_access_index_sql)),
        Step(number: 9, name: "earlier versions", script: text(PackageResources.v009_earlier_versions_sql)),
        Step(number: 10, name: "idempotency expiry", script: text(PackageResources.v010_idempotency_expiry_sql)),
        Step(number: 11, name: "lists and search", script: text(PackageResources.v011_lists_and_search_sql), fill: NameIndex.fill),
        Step(number: 12, name: "sealed hetus", script: text(PackageResources.v012_sealed_hetus_sql), seal: SealedHetus.fill),
        Step(number: 13, name: "anchors", script: text(PackageResources.v013_anchors_sql)),
        Step(number: 14, name: "access", script: text(PackageResources.v014_access_sql)),
        Step(number: 15, name: "access grounds", script: text(PackageResources.v015_access_grounds_sql)),
        Step(number: 16, name: "row digests", script: text(PackageResources.v016_row_digests_sql)),
        Step(
            number: 17, name: "idempotency marks", script: text(PackageResources.v017_idempotency_marks_sql),
            seal: IdempotencyStore.markKeys, rekeys: ["idempotent_answers"]),
        Step(number: 18, name: "before the deciders", script: text(PackageResources.v018_before_the_deciders_sql)),
        Step(number: 19, name: "destructions", script: text(PackageResources.v019_destructions_sql)),
        Step(
            number: 20, name: "users", script: text(PackageResources.v020_users_sql),
            changes: [
                "access_keys": ["role_id"], "units": ["valid_to"],
                "user_roles": ["id", "created_at", "updated_at", "version", "user_id", "role", "unit_id", "valid_from", "valid_to"],
            ]),
        Step(number: 21, name: "work items", script: text(PackageResources.v021_work_items_sql), fill: WorkItemIndex.fill),
    ]

    private static func text(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }

    /// Applies the missing steps and returns their numbers.
    /// - Parameter steps: fewer than all only in tests of older databases.
    /// - Throws: `MigrationFault` when the database is newer than the program, or an applied step has been changed since.
    static func apply(to writer: any WritingConnection, _ keyring: HetuKeyring, _ damage: Damage, steps: [Step] = all) throws -> [Int] {
        let applied = try writer.transaction { connection -> [(Int, String)] in
            try connection.run(
                script: """
                    CREATE TABLE IF NOT EXISTS migrations (
                        number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL
                    ) STRICT
                    """)
            return try connection.all("SELECT number, name, checksum FROM migrations ORDER BY number") {
                (Int(try $0.integer(0)), try $0.text(1) + $0.text(2))
            }
        }
        // Numbers may have gaps while branches are not merged. So the largest number counts, not the number of steps.
        let known = all.map(\.number).max() ?? 0
        if let newest = applied.last?.0, newest > known { throw MigrationFault.newerDatabase(newest, known: known) }
        for (number, checksum) in applied {
            guard let step = all.first(where: { $0.number == number }), step.name + step.checksum == checksum else {
                throw MigrationFault.changedStep(number)
            }
        }
        let missing = steps.filter { step in !applied.contains { $0.0 == step.number } }
        if missing.isEmpty { return [] }
        try writer.transaction { connection in
            let unit = UnitOfWork(connection, keyring, damage, isWriting: true)
            let hasDigests = applied.contains { $0.0 == RowDigests.firstStep }
            if hasDigests { try unit.digests.prove(before: missing) }
            for step in missing {
                try connection.run(script: step.script)
                try step.fill?(connection)
                try step.seal?(connection, keyring)
                try connection.execute(
                    "INSERT INTO migrations (number, name, checksum) VALUES (?, ?, ?)",
                    [.integer(Int64(step.number)), .text(step.name), .text(step.checksum)])
            }
            guard hasDigests || missing.contains(where: { $0.number == RowDigests.firstStep }) else { return }
            if hasDigests { try unit.digests.renew(after: missing) } else { try unit.digests.fill() }
            try SchemaDigest.keep(unit)
            try unit.finish()
        }
        return missing.map(\.number)
    }

    /// Returns how many steps the database is behind this program; nil for an empty database.
    static func pending(_ writer: any WritingConnection) throws -> Int? {
        try writer.transaction { connection in
            guard try connection.hasTable("migrations") else { return nil }
            let applied = try connection.all("SELECT number FROM migrations") { Int(try $0.integer(0)) }
            return all.filter { !applied.contains($0.number) }.count
        }
    }
}

/// Why this program cannot use a database.
public enum MigrationFault: Error, Equatable {
    case newerDatabase(Int, known: Int)
    case changedStep(Int)
}
