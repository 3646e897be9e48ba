import PersonalBudgeting
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// Idempotency keys are stored as marks under the key of national ids, and found again (row 86).
struct IdempotencyStoreTests {
    private static let caller = ID<User>(high: 1, low: 1)
    private static let other = ID<User>(high: 1, low: 2)
    private static let moment = Instant(clampingMicroseconds: 1_800_000_000_000_000)
    private static let ever = Instant(clampingMicroseconds: 0)

    private static func answer(_ key: String, by caller: ID<User> = caller, _ digest: String = "d") -> IdempotentAnswer {
        IdempotentAnswer(
            caller: caller, key: key, digest: digest, status: 201, headers: [("ETag", "\"1.a\"")], body: [1, 2, 3], at: moment,
            clients: [])
    }

    private static func keys(_ path: String) throws -> [String] {
        try SQLiteEngine(path: path).makeWriter().transaction {
            try $0.all("SELECT key FROM idempotent_answers ORDER BY caller, key") { try $0.text(0) }
        }
    }

    private static func find(_ key: String, by caller: ID<User> = caller, _ digest: String = "d", in database: Database) throws
        -> EarlierAnswer?
    {
        try database.writeAndWait { try $0.idempotency.find(digest, caller: caller, key: key, since: ever) }
    }

    @Test("the database has a mark of the key and of its caller, and nothing else of it (I9, row 86)") func keepsMarks() throws {
        let stored = try StoredWork()
        let answers = [Self.answer("010190-999W"), Self.answer("010190-999W", by: Self.other), Self.answer("x", "e")]
        try stored.database.writeAndWait { for answer in answers { try $0.idempotency.insert(answer, lettingGoBefore: Self.ever) } }
        let key = HetuKey(try #require(stored.keyFile.read()?.first))
        let marks = answers.map { "1.\(key.mark(idempotencyKey: $0.key, of: "\($0.caller)"))" }
        #expect(try Set(Self.keys(stored.path)) == Set(marks) && Set(marks).count == 3)
        #expect(key.mark(idempotencyKey: "d", of: "") != key.mark(digest: "d"))
        for answer in answers {
            #expect(try Self.find(answer.key, by: answer.caller, answer.digest, in: stored.database) == .toTheSame(answer))
        }
        #expect(try Self.find("x", in: stored.database) == .toAnother)
        #expect(try Self.find("x", by: Self.other, "e", in: stored.database) == nil)
        #expect(try Self.find(marks[0], in: stored.database) == nil)
    }

    @Test("an answer from before three rotations is found, also after a restart, and is replaced only when it has expired (row 86)")
    func survivesRotation() throws {
        let stored = try StoredWork()
        try stored.database.writeAndWait { try $0.idempotency.insert(Self.answer("k"), lettingGoBefore: Self.ever) }
        for _ in 0..<3 {
            try stored.work(on: "2026-03-11") { _ = try $0.rotateHetuKey() }
            try stored.database.carryOutRotation(clock: { Self.moment })
        }
        #expect(try Self.find("k", in: stored.database) == .toTheSame(Self.answer("k")))
        let again = try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: stored.keyFile)
        #expect(try Self.find("k", in: again) == .toTheSame(Self.answer("k")))
        #expect(try Self.find("k", "e", in: again) == .toAnother)
        #expect(try Self.keys(stored.path).allSatisfy { $0.hasPrefix("1.") })
        // Past its time the key is free, and the new answer has its mark under the newest version.
        let later = try again.writeAndWait {
            try $0.idempotency.find("e", caller: Self.caller, key: "k", since: Instant(clampingMicroseconds: Self.moment.microseconds + 1))
        }
        #expect(later == nil)
        try again.writeAndWait { try $0.idempotency.insert(Self.answer("k", "e"), lettingGoBefore: Self.ever) }
        #expect(try Self.keys(stored.path).contains { $0.hasPrefix("4.") })
        #expect(try Self.find("k", "e", in: again) == .toTheSame(Self.answer("k", "e")))
    }

    @Test("the upgrade marks the keys that are kept, so that a request may still be repeated after it (row 86)") func marksOlder() throws {
        let stored = try StoredWork()
        let key = HetuKey(try #require(stored.keyFile.read()?.first))
        // Keys that sort first and last, look like a mark, or hold a national id; more than are read at a time.
        let plain = ["!", "~", "k", "1.\(String(repeating: "a", count: 32))", "010190-999W", String(repeating: "x", count: 200)]
        let many = plain + (0..<2_500).map { "key-\($0)" }
        try Self.keepInPlainText(many, in: stored, key)
        let upgraded = try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: stored.keyFile)
        for text in many {
            #expect(try Self.find(text, in: upgraded) == .toTheSame(Self.answer(text)), "\(text)")
            #expect(try Self.find(text, by: Self.other, in: upgraded) == .toTheSame(Self.answer(text, by: Self.other)), "\(text)")
        }
        let kept = try Self.keys(stored.path)
        #expect(kept.count == 2 * many.count && Set(kept).isDisjoint(with: many.filter { $0 != "1.\(String(repeating: "a", count: 32))" }))
        #expect(kept.allSatisfy { $0.hasPrefix("1.") && $0.utf8.count == 34 })
        #expect(try upgraded.findings() == [])
    }

    @Test("the upgrade confirms no kept answer that somebody changed before (row 86, row 116)") func provesOlder() throws {
        let stored = try StoredWork()
        let key = HetuKey(try #require(stored.keyFile.read()?.first))
        try Self.keepInPlainText(["a", "b"], in: stored, key)
        try SQLiteEngine(path: stored.path).makeWriter().transaction {
            try $0.run(script: "UPDATE idempotent_answers SET status = 200 WHERE key = 'b'")
        }
        #expect(throws: StorageFault.corrupt) { try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: stored.keyFile) }
    }

    /// Stores answers with their keys in plain text, as step 16 did.
    private static func keepInPlainText(_ keys: [String], in stored: StoredWork, _ key: HetuKey) throws {
        let columns = IdempotencyStore.layout.columns + [RowLayout.column]
        let insert = SQLStatement(
            "INSERT INTO idempotent_answers (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
        )
        try SQLiteEngine(path: stored.path).makeWriter().transaction { connection in
            try connection.execute("DELETE FROM migrations WHERE number = 17")
            let unit = UnitOfWork(connection, HetuKeyring(current: key, filed: [key]), Damage(), isWriting: true)
            for text in keys {
                for caller in [caller, other] {
                    let values: [Value] = [
                        .text(IdempotencyStore.kept("d", key)), .integer(201), .text("ETag:\"1.a\""), .blob([1, 2, 3]),
                        .integer(moment.microseconds), .blob([]), .text("\(caller)"), .text(text),
                    ]
                    try unit.digests.insert(values, IdempotencyStore.layout, by: insert)
                }
            }
            try unit.finish()
        }
    }
}
