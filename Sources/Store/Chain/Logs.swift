import PersonalBudgeting
import SQL

/// The events, hash-chained.
struct EventStore: EventRepository {
    let unit: UnitOfWork

    static let chain = Chain(
        table: "events",
        columns: [
            "sequence", "at", "user_id", "role", "client_id", "case_id", "noun", "noun_id", "verb", "from_state", "to_state", "reason",
        ])

    func append(_ event: Event) throws {
        try unit.append(
            to: \.eventHead, EventStore.chain,
            [
                .integer(event.at.microseconds), .text("\(event.userID)"), .text(event.role.rawValue), .id(event.clientID),
                .id(event.caseID), .text(event.noun), .text(event.nounID), .text(event.verb), .text(orNull: event.fromState),
                .text(orNull: event.toState), .text(orNull: event.reason),
            ])
    }

    func list(caseID: ID<Case>, after: Int64?, newestFirst: Bool, limit: Int) throws -> [Event] {
        try read(
            newestFirst
                ? "WHERE case_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?"
                : "WHERE case_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            [.text("\(caseID)"), .integer(after ?? (newestFirst ? Int64.max : 0)), .integer(Int64(limit))])
    }

    func list(after: Int64, limit: Int) throws -> [Event] {
        try read("WHERE sequence > ? ORDER BY sequence LIMIT ?", [.integer(after), .integer(Int64(limit))])
    }

    func last() throws -> Int64 {
        try storing {
            try unit.connection.first("SELECT sequence FROM events ORDER BY sequence DESC LIMIT 1", []) { try $0.integer(0) } ?? 0
        }
    }

    private func read(_ clause: String, _ values: [SQL.Value]) throws -> [Event] {
        let sql = "SELECT \(EventStore.chain.columns.joined(separator: ", ")) FROM events \(clause)"
        return try storing {
            try unit.connection.all(sql, values) { row in
                guard let at = Instant(microseconds: try row.integer(1)), let user = ID<User>(try row.text(2)),
                    let role = Role(rawValue: try row.text(3))
                else { throw Unreadable(column: 1) }
                return Event(
                    sequence: try row.integer(0), at: at, userID: user, role: role, clientID: try row.id(4), caseID: try row.id(5),
                    noun: try row.text(6), nounID: try row.text(7), verb: try row.text(8), fromState: try row.textOrNil(9),
                    toState: try row.textOrNil(10), reason: try row.textOrNil(11))
            }
        }
    }
}

/// The first answers to requests with an idempotency key.
struct IdempotencyStore: IdempotencyRepository {
    let connection: any Connection
    let keyring: HetuKeyring

    /// A digest as it is kept: its mark, and before it the version of the key.
    static func kept(_ digest: String, _ key: HetuKey) -> String { "\(key.version).\(key.mark(digest: digest))" }

    func find(_ digest: String, caller: ID<User>, key: String, since: Instant) throws -> EarlierAnswer? {
        try storing {
            try connection.first(
                "SELECT digest, status, headers, body, at, client_ids FROM idempotent_answers WHERE caller = ? AND key = ? AND at >= ?",
                [.text("\(caller)"), .text(key), .integer(since.microseconds)]
            ) { row in
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
            // A few at a time: as many go as come, and no answer waits for the rest.
            try connection.execute(
                "DELETE FROM idempotent_answers WHERE rowid IN (SELECT rowid FROM idempotent_answers WHERE at < ? ORDER BY at LIMIT 8)",
                [.integer(moment.microseconds)])
            try connection.execute(
                "INSERT OR REPLACE INTO idempotent_answers (caller, key, digest, status, headers, body, at, client_ids)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .text("\(answer.caller)"), .text(answer.key), .text(IdempotencyStore.kept(answer.digest, keyring.current)),
                    .integer(Int64(answer.status)),
                    .text(answer.headers.map { "\($0.name):\($0.value)" }.joined(separator: "\n")), .blob(answer.body),
                    .integer(answer.at.microseconds), .blob(AccessLogStore.octets(answer.clients)),
                ])
        }
    }
}

/// Keys and the users behind them.
struct KeyStore: KeyRepository {
    let connection: any Connection

    func noteUse(of key: ID<AccessKey>, at moment: Instant) throws {
        try storing {
            try connection.execute(
                "INSERT INTO key_uses (key_id, used_at) VALUES (?, ?) ON CONFLICT (key_id) DO UPDATE SET used_at = excluded.used_at"
                    + " WHERE excluded.used_at > key_uses.used_at", [.text("\(key)"), .integer(moment.microseconds)])
        }
    }

    func user(tokenHash: String) throws -> (key: AccessKey, user: User, deputyships: [Deputyship])? {
        guard let key = try TableStore(connection, .accessKeys).first([.equal("token_hash", tokenHash)]),
            let user = try TableStore(connection, .users).find(key.userID)
        else { return nil }
        let deputyships = try TableStore(connection, .deputyships).all([.equal("deputy_id", "\(user.id)")])
        return (key, user, deputyships)
    }
}

extension SQL.Value {
    static func id<Entity>(_ id: ID<Entity>?) -> SQL.Value { id.map { .text("\($0)") } ?? .null }
    static func text(orNull text: String?) -> SQL.Value { text.map { .text($0) } ?? .null }
}

extension Row {
    func id<Entity>(_ column: Int) throws -> ID<Entity>? {
        if isNull(column) { return nil }
        guard let id = ID<Entity>(octets: try octets(ofText: column)) else { throw Unreadable(column: column) }
        return id
    }
}
