import PersonalBudgeting
import SQL

/// The first answers to requests with an idempotency key. Key and digest are stored as marks under the key of national ids.
struct IdempotencyStore: IdempotencyRepository {
    let unit: UnitOfWork

    private var connection: any Connection { unit.connection }
    private var keyring: HetuKeyring { unit.keyring }

    static let layout = RowLayout(
        table: "idempotent_answers", columns: ["digest", "status", "headers", "body", "at", "client_ids", "caller", "key"],
        key: ["caller", "key"])

    private static let find = SQLStatement("\(layout.select) WHERE caller = ? AND key = ? AND at >= ?")

    /// Returns a digest in its stored form: the version of the key and the mark.
    static func kept(_ digest: String, _ key: HetuKey) -> String { "\(key.version).\(key.mark(digest: digest))" }

    /// Returns a caller's idempotency key in its stored form.
    static func kept(key: String, of caller: String, _ hetuKey: HetuKey) -> String {
        "\(hetuKey.version).\(hetuKey.mark(idempotencyKey: key, of: caller))"
    }

    func find(_ digest: String, caller: ID<User>, key: String, since: Instant) throws -> EarlierAnswer? {
        // An answer from before a rotation has its marks under an older version.
        for hetuKey in keyring.all {
            if let earlier = try find(digest, caller: caller, key: key, since: since, under: hetuKey) { return earlier }
        }
        return nil
    }

    private func find(
        _ digest: String, caller: ID<User>, key: String, since: Instant, under hetuKey: HetuKey
    ) throws -> EarlierAnswer? {
        try storing {
            let stored = IdempotencyStore.kept(key: key, of: "\(caller)", hetuKey)
            return try connection.first(
                IdempotencyStore.find, [.text("\(caller)"), .text(stored), .integer(since.microseconds)]
            ) { row in
                try unit.digests.check(row, IdempotencyStore.layout)
                guard let at = Instant(microseconds: try row.integer(4)) else { throw Unreadable(column: 4) }
                let headers = try row.text(2).split(separator: "\n").compactMap { line -> (name: String, value: String)? in
                    guard let colon = line.firstIndex(of: ":") else { return nil }
                    return (String(line[..<colon]), String(line[line.index(after: colon)...]))
                }
                // Its digest may be under another version, if the answer is from before the keys were marked.
                let kept = try row.text(0)
                guard let version = Int(kept.prefix { $0 != "." }), let digesting = keyring.key(version),
                    IdempotencyStore.kept(digest, digesting) == kept
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
            let hetuKey = keyring.current
            let values: [SQL.Value] = [
                .text(IdempotencyStore.kept(answer.digest, hetuKey)), .integer(Int64(answer.status)),
                .text(answer.headers.map { "\($0.name):\($0.value)" }.joined(separator: "\n")), .blob(answer.body),
                .integer(answer.at.microseconds), .blob(AccessLogStore.octets(answer.clients)), .text("\(answer.caller)"),
                .text(IdempotencyStore.kept(key: answer.key, of: "\(answer.caller)", hetuKey)),
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

    // MARK: - Older databases

    /// Marks the keys that an older database keeps in plain text, so that a request may still be repeated after the upgrade. Keys are
    /// visible ASCII. So a mark gets a space before it while the others are read, and is before all of them in their order.
    static func markKeys(_ connection: any Connection, _ keyring: HetuKeyring) throws {
        var after = (caller: "", key: "")
        while true {
            let plain = try connection.all(
                "SELECT caller, key FROM idempotent_answers WHERE (caller, key) > (?, ?) AND key >= '!' ORDER BY caller, key LIMIT 1000",
                [.text(after.caller), .text(after.key)]
            ) { (caller: try $0.text(0), key: try $0.text(1)) }
            for answer in plain {
                try connection.execute(
                    "UPDATE idempotent_answers SET key = ? WHERE caller = ? AND key = ?",
                    [.text(" " + kept(key: answer.key, of: answer.caller, keyring.current)), .text(answer.caller), .text(answer.key)])
            }
            guard let last = plain.last else { break }
            after = last
        }
        try connection.execute("UPDATE idempotent_answers SET key = substr(key, 2) WHERE key < '!'")
    }
}
