import PersonalBudgeting
import SQL

/// The first answers to requests with an idempotency key.
struct IdempotencyStore: IdempotencyRepository {
    let unit: UnitOfWork

    private var connection: any Connection { unit.connection }
    private var keyring: HetuKeyring { unit.keyring }

    static let layout = RowLayout(
        table: "idempotent_answers", columns: ["digest", "status", "headers", "body", "at", "client_ids", "caller", "key"],
        key: ["caller", "key"])

    /// Returns a digest in its stored form: the version of the key and the mark.
    static func kept(_ digest: String, _ key: HetuKey) -> String { "\(key.version).\(key.mark(digest: digest))" }

    func find(_ digest: String, caller: ID<User>, key: String, since: Instant) throws -> EarlierAnswer? {
        try storing {
            try connection.first(
                "\(IdempotencyStore.layout.select) WHERE caller = ? AND key = ? AND at >= ?",
                [.text("\(caller)"), .text(key), .integer(since.microseconds)]
            ) { row in
                try unit.digests.check(row, IdempotencyStore.layout)
                guard let at = Instant(microseconds: try row.integer(4)) else { throw Unreadable(column: 4) }
                let headers = try row.text(2).split(separator: "\n").compactMap { line -> (name: String, value: String)? in
                    guard let colon = line.firstIndex(of: ":") else { return nil }
                    return (String(line[..<colon]), String(line[line.index(after: colon)...]))
                }
                let kept = try row.text(0)
                guard let version = Int(kept.prefix { $0 != "." }), let hetuKey = keyring.key(version),
                    IdempotencyStore.kept(digest, hetuKey) == kept
                else { return .toAnother }
                let answer = IdempotentAnswer(
                    caller: caller, key: key, digest: digest, status: Int(try row.integer(1)), headers: headers,
                    body: try row.blob(3), at: at, clients: AccessLogStore.clients(try row.blob(5)))
                return .toTheSame(answer)
            }
        }
    }

    func insert(_ answer: IdempotentAnswer, lettingGoBefore moment: Instant) throws {
        try storing {
            // Each insertion deletes a few expired answers, so the table does not grow and no request waits for a large deletion.
            let expired = try connection.all(
                "SELECT caller, key FROM idempotent_answers WHERE at < ? ORDER BY at LIMIT 8", [.integer(moment.microseconds)]
            ) { [SQL.Value.text(try $0.text(0)), .text(try $0.text(1))] }
            for key in expired {
                try unit.digests.removed(IdempotencyStore.layout, key)
                try connection.execute(IdempotencyStore.remove, key)
            }
            let values: [SQL.Value] = [
                .text(IdempotencyStore.kept(answer.digest, keyring.current)), .integer(Int64(answer.status)),
                .text(answer.headers.map { "\($0.name):\($0.value)" }.joined(separator: "\n")), .blob(answer.body),
                .integer(answer.at.microseconds), .blob(AccessLogStore.octets(answer.clients)), .text("\(answer.caller)"),
                .text(answer.key),
            ]
            try unit.digests.insert(values, IdempotencyStore.layout, by: IdempotencyStore.insert)
        }
    }

    private static let remove = SQLStatement("DELETE FROM idempotent_answers WHERE caller = ? AND key = ?")
    private static let insert: SQLStatement = {
        let columns = layout.columns + [RowLayout.column]
        let replaced = columns.filter { !layout.key.contains($0) }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return SQLStatement(
            "INSERT INTO idempotent_answers (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
                + " ON CONFLICT (caller, key) DO UPDATE SET \(replaced)")
    }()
}
