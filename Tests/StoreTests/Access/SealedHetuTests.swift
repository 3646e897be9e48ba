import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// National ids at rest are sealed, found and opened with a key, and damage is noticed (I9).
struct SealedHetuTests {
    private static func key(_ version: Int = 1) throws -> HetuKey { HetuKey(try #require(HetuMasterKey.fresh(after: version - 1))) }

    private static func hetu(_ number: Int) throws -> Hetu {
        let day = try #require(CalendarDate("1950-01-01")).addingClamped(days: number / 100)
        return try #require(Hetu.make(birthDate: day, sign: "-", number: 900 + number % 100))
    }

    private static func id(_ number: Int) -> String { "\(ID<Client>(high: 7 << 12, low: 1 << 63 | UInt64(number)))" }

    // MARK: The cipher

    @Test("1,000 sealed ids open at their places only: another row, column, table, version or octet is noticed (I9)")
    func noticesEverySwap() throws {
        let (key, next, other) = (try Self.key(1), try Self.key(2), try Self.key(1))
        let moved = (0..<1_000).map { Self.id($0 + 1) }
        var nonces: Set<[UInt8]> = []
        for number in 0..<1_000 {
            let hetu = try Self.hetu(number)
            let place = HetuKey.Place.client(Self.id(number))
            let sealed = try key.seal(hetu, at: place)
            #expect(key.open(sealed, at: place) == hetu)
            #expect(key.open(sealed, at: .client(moved[number])) == nil)
            #expect(key.open(sealed, at: .actual(place.row)) == nil)
            #expect(key.open(sealed, at: HetuKey.Place(table: "clients", column: "phone", row: place.row)) == nil)
            #expect(key.open(sealed, at: HetuKey.Place(table: "actuals", column: "hetu_sealed", row: place.row)) == nil)
            #expect(next.open(sealed, at: place) == nil)
            #expect(other.open(sealed, at: place) == nil)
            #expect(next.open(HetuKey.octets(of: 2) + sealed[4...], at: place) == nil)
            var flipped = sealed
            flipped[number % sealed.count] ^= 1 << (number / sealed.count % 8)
            #expect(key.open(flipped, at: place) == nil, "octet \(number % sealed.count)")
            #expect(key.open(Array(sealed.dropLast()), at: place) == nil)
            #expect(key.open(sealed + [0], at: place) == nil)
            nonces.insert(Array(sealed[4..<16]))
        }
        #expect(nonces.count == 1_000)
        #expect(key.open([], at: .client("")) == nil)
    }

    @Test("a mark is the same for the same national id and key, and different for another id, sign, key or use (I3)")
    func marks() throws {
        let (key, other) = (try Self.key(), try Self.key())
        let first = try #require(try? Hetu("010190-999W"))
        let twin = try #require(try? Hetu("010190Y999W"))
        #expect(key.mark(first) == HetuKey(key.master).mark(first))
        #expect(Set([key.mark(first), key.mark(twin), other.mark(first), key.mark(digest: first.text)]).count == 4)
        #expect(key.mark(first).utf8.count == 32)
        #expect(key.proof != other.proof && key.proof != key.master.octets)
    }

    @Test("the description of a key does not contain its octets") func isSecret() throws {
        let master = try #require(HetuMasterKey(version: 7, octets: Array(100..<132)))
        var dumped = ""
        dump(master, to: &dumped)
        for text in ["\(master)", String(reflecting: master), dumped] { #expect(text.contains("7") && !text.contains("101"), "\(text)") }
        for (version, count) in [(0, 32), (-1, 32), (1 << 31, 32), (1, 31), (1, 33), (1, 0)] {
            #expect(HetuMasterKey(version: version, octets: Array(repeating: 1, count: count)) == nil)
        }
    }

    /// A body may hold a national id and nothing else, so that its plain digest would reveal the id.
    @Test("the digest of a request is stored as a mark under the key (I9)") func keepsNoDigest() throws {
        let stored = try StoredWork()
        let digest = String(repeating: "ab", count: 32)
        let answer = IdempotentAnswer(
            caller: ID(high: 1, low: 1), key: "k", digest: digest, status: 200, headers: [], body: [], at: Self.clock(), clients: [])
        try stored.database.writeAndWait { try $0.idempotency.insert(answer, lettingGoBefore: .init(clampingMicroseconds: 0)) }
        let kept = try SQLiteEngine(path: stored.path).makeWriter().transaction {
            try $0.first("SELECT digest FROM idempotent_answers") { try $0.text(0) }
        }
        let key = HetuKey(try #require(stored.keyFile.read()?.first))
        #expect(kept == "1.\(key.mark(digest: digest))")
    }

    // MARK: In the database

    /// A database with two clients and two held rows of service data.
    private static func filled() throws -> StoredWork {
        let stored = try StoredWork()
        try stored.work(on: "2026-03-10") { work in
            for number in 0..<2 { _ = try Self.register(try Self.hetu(number), work) }
            let actor = Actor(userID: ID(high: 1, low: 1), name: "Effica", role: .system, sourceSystem: "effica_x")
            let system = Work(repositories: work.repositories, actor: actor, now: work.now, identifiers: StoredWork.Identifiers())
            try work.repositories.users.insert(
                User(
                    record: Record(id: actor.userID, createdAt: work.now, updatedAt: work.now, version: 1), name: "Effica", role: .system,
                    unitID: nil, clientID: nil, representativeID: nil, sourceSystem: "effica_x"))
            _ = try system.ingest(try (10..<12).map { try Self.row("e\($0)", try Self.hetu($0)) })
        }
        return stored
    }

    private static func register(_ hetu: Hetu, _ work: Work) throws -> Client {
        try work.register(
            hetu: hetu,
            Client.Details(givenNames: "Aino", familyName: "Salo", language: .finnish, municipality: try #require(MunicipalityCode("837"))))
    }

    private static func row(_ event: String, _ hetu: Hetu?) throws -> ServiceDataRow {
        .usage(
            ServiceUsage(
                eventID: event, maskedHetu: hetu?.masked, clientNumber: hetu == nil ? "A9" : nil, agreementID: nil, serviceTypeCode: "x",
                start: .day(.earliest), end: nil, quantity: try #require(Quantity(thousandths: 1_000)), unit: .h, providerBusinessID: nil,
                amount: nil, status: .done, corrects: nil), hetu: hetu)
    }

    @Test("a client is found by the national id and shown masked; the id is opened by a separate call (I9)") func findsAndOpens() throws {
        let stored = try Self.filled()
        try stored.work(on: "2026-03-11") { work in
            let hetu = try Self.hetu(1)
            let client = try #require(try work.repositories.clients.find(hetu: hetu))
            #expect(client.maskedHetu == hetu.masked)
            #expect(try work.repositories.clients.hetu(of: client.id) == hetu)
            #expect(try work.repositories.clients.hetu(of: ID(high: 7 << 12, low: 1 << 63)) == nil)
            #expect(try work.repositories.clients.find(hetu: try Self.hetu(2)) == nil)
            let held = try #require(try work.repositories.actuals.first([.equal(.eventID, "e10")]))
            #expect(try work.repositories.actuals.hetu(of: held) == Self.hetu(10))
            #expect(throws: StorageFault.reference) { try work.repositories.clients.insert(client) }
            #expect(throws: StorageFault.reference) { try work.repositories.actuals.insert(held) }
        }
        #expect(try stored.database.findings() == [])
    }

    private static let tamperings: [(String, [String])] = [
        (
            "UPDATE clients SET hetu_sealed = other.seal FROM (SELECT id AS row, hetu_sealed AS seal FROM clients) AS other WHERE other.row <> clients.id",
            ["clients: hetu_sealed of 0 cannot be opened", "clients: hetu_sealed of 1 cannot be opened"]
        ),
        ("UPDATE clients SET hetu_sealed = x'' WHERE id = (SELECT max(id) FROM clients)", ["clients: hetu_sealed of 1 cannot be opened"]),
        (
            "UPDATE clients SET hetu_sealed = x'0000000200' WHERE id = (SELECT max(id) FROM clients)",
            ["clients: hetu_sealed of 1 cannot be opened"]
        ),
        (
            "UPDATE clients SET hetu_mark = 'x' WHERE id = (SELECT min(id) FROM clients)",
            ["clients: hetu_sealed of 0 does not match the other columns of its row"]
        ),
        (
            "UPDATE clients SET hetu_masked = '010191-***' WHERE id = (SELECT min(id) FROM clients)",
            ["clients: hetu_sealed of 0 does not match the other columns of its row"]
        ),
        (
            "UPDATE actuals SET client_hetu_sealed = other.seal FROM (SELECT id AS row, client_hetu_sealed AS seal FROM actuals) AS other WHERE other.row <> actuals.id",
            ["actuals: client_hetu_sealed of 0 cannot be opened", "actuals: client_hetu_sealed of 1 cannot be opened"]
        ),
        (
            "UPDATE actuals SET client_hetu_sealed = (SELECT max(hetu_sealed) FROM clients)",
            ["actuals: client_hetu_sealed of 0 cannot be opened", "actuals: client_hetu_sealed of 1 cannot be opened"]
        ),
    ]

    @Test("a check names each exchanged or changed value by table and row", arguments: tamperings)
    func isChecked(change: String, findings: [String]) throws {
        let stored = try Self.filled()
        #expect(try stored.database.findings() == [])
        let writer = try SQLiteEngine(path: stored.path).makeWriter()
        let ids = try writer.transaction { connection in
            let table = change.hasPrefix("UPDATE clients") ? "clients" : "actuals"
            try connection.execute(change)
            return try connection.all("SELECT id FROM \(table) ORDER BY id") { try $0.text(0) }
        }
        let named = findings.map { finding in
            finding.replacingOccurrences(of: "of 0", with: "of \(ids[0])").replacingOccurrences(of: "of 1", with: "of \(ids[1])")
        }
        let found = try stored.database.findings()
        #expect(found.filter { !$0.contains(" was changed: ") } == named)
        // The digests of the rows show the same changes.
        #expect(found.contains { $0.contains(" was changed: ") })
    }

    @Test("a reported national id is immutable: its mask and its seal cannot be changed") func toldStays() throws {
        let stored = try Self.filled()
        let writer = try SQLiteEngine(path: stored.path).makeWriter()
        for change in ["client_hetu_masked = '010101-***'", "client_hetu_masked = NULL", "client_hetu_sealed = NULL"] {
            #expect(throws: SQLFault.self, "\(change)") { try writer.transaction { try $0.execute("UPDATE actuals SET \(change)") } }
        }
    }

    @Test("the same event id with another national id of the same birth date is rejected, not a duplicate (M9, F1, F2)")
    func tellsEventsApart() throws {
        let stored = try Self.filled()
        let outcomes = try stored.work(on: "2026-03-11") { work in
            let actor = Actor(userID: ID(high: 1, low: 1), name: "Effica", role: .system, sourceSystem: "effica_x")
            let system = Work(repositories: work.repositories, actor: actor, now: work.now, identifiers: StoredWork.Identifiers())
            return try system.ingest([
                try Self.row("e10", try Self.hetu(10)), try Self.row("e10", try Self.hetu(12)), try Self.row("e10", nil),
            ]).items
                .map(\.outcome)
        }
        #expect(outcomes == [.duplicate, .rejected, .rejected])
    }

    // MARK: The key file

    @Test("a database opens with its own key only, and a failed attempt changes nothing") func needsItsKey() throws {
        let stored = try Self.filled()
        let kept = try #require(stored.keyFile.read())
        let other = try #require(HetuMasterKey.fresh(after: 0))
        let third = try #require(HetuMasterKey.fresh(after: 2))
        let cases: [([HetuMasterKey]?, HetuKeyFault)] = [(nil, .missing), ([third], .noVersion(1)), ([other], .otherKey(1))]
        for (keys, fault) in cases {
            let file = KeyInMemory(keys)
            #expect(throws: fault) { try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: file) }
            #expect(file.read() == keys)
        }
        // A later version that is not in use yet is allowed.
        let again = try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: KeyInMemory(kept + [third]))
        #expect(try again.findings() == [])
    }

    // MARK: Rotation

    private static let clock: @Sendable () -> Instant = { Instant(clampingMicroseconds: 1_800_000_000_000_000) }

    private static func uses(_ database: Database) throws -> [HetuKeyUse] {
        try database.writeAndWait { try $0.hetuKeyRotations.uses() }
    }

    private static func states(_ database: Database) throws -> [HetuKeyRotation.State] {
        try database.writeAndWait { try $0.hetuKeyRotations.all([]).map(\.state) }
    }

    @Test("a rotation reseals every national id under the new version; stored idempotent answers stay")
    func rotates() throws {
        let stored = try Self.filled()
        let answer = IdempotentAnswer(
            caller: ID(high: 1, low: 1), key: "k", digest: "d", status: 201, headers: [], body: [], at: Self.clock(), clients: [])
        try stored.database.writeAndWait { try $0.idempotency.insert(answer, lettingGoBefore: .init(clampingMicroseconds: 0)) }
        for version in 2...4 {
            try stored.work(on: "2026-03-11") { work in
                _ = try work.rotateHetuKey()
                #expect(throws: Refusal.self) { _ = try work.rotateHetuKey() }
            }
            try stored.database.carryOutRotation(clock: Self.clock)
            #expect(try Self.uses(stored.database) == [HetuKeyUse(version: version, clients: 2, actuals: 2)])
            #expect(try stored.database.findings() == [])
            #expect(stored.keyFile.read()?.map(\.version) == Array(1...version))
            let again = try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: stored.keyFile)
            for database in [stored.database, again] {
                try database.writeAndWait { repositories in
                    let client = try #require(try repositories.clients.find(hetu: try Self.hetu(0)))
                    #expect(try repositories.clients.hetu(of: client.id) == Self.hetu(0))
                    let idempotency = repositories.idempotency
                    #expect(
                        try idempotency.find("d", caller: answer.caller, key: "k", since: .init(clampingMicroseconds: 0))
                            == .toTheSame(answer))
                    #expect(
                        try idempotency.find("e", caller: answer.caller, key: "k", since: .init(clampingMicroseconds: 0)) == .toAnother)
                }
            }
        }
        #expect(try Self.states(stored.database) == [.done, .done, .done])
        // National ids need only the newest version, but digests of rows were made under the others.
        let newest = try #require(stored.keyFile.read()?.last)
        #expect(throws: HetuKeyFault.noVersion(1)) {
            try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: KeyInMemory([newest]))
        }
    }

    @Test(
        "a rotation that was interrupted at any step continues at the next start",
        arguments: ["asked for", "key made", "begun", "in the middle"])
    func goesOn(cut: String) throws {
        let stored = try Self.filled()
        try stored.work(on: "2026-03-11") { _ = try $0.rotateHetuKey() }
        let first = try #require(stored.keyFile.read()?.first)
        let next = HetuKey(try #require(HetuMasterKey.fresh(after: 1)))
        if cut != "asked for" { stored.keyFile.write([first, next.master]) }
        let writer = try SQLiteEngine(path: stored.path).makeWriter()
        try writer.transaction { connection in
            guard cut == "begun" || cut == "in the middle" else { return }
            let unit = UnitOfWork(connection, HetuKeyring(current: HetuKey(first)), Damage(), isWriting: true)
            try HetuKeyring.insert(next, unit)
            let rotations = Table<HetuKeyRotation>.hetuKeyRotations.layout
            let ids = try connection.all("SELECT id FROM hetu_key_rotations") { [Value.text(try $0.text(0))] }
            try unit.digests.change(rotations, ids) {
                try connection.execute("UPDATE hetu_key_rotations SET state = 'resealing', to_version = 2")
            }
            defer { #expect(throws: Never.self) { try unit.finish() } }
            guard cut == "in the middle" else { return }
            let entry = try #require(try SealedHetus.clients.entries(after: "", limit: 1, connection).first)
            let hetu = try #require(HetuKey(first).open(entry.sealed, at: .client(entry.id)))
            let sealed = try next.seal(hetu, at: .client(entry.id))
            try SealedHetus.clients.replace(entry, with: hetu, sealed: sealed, under: next, unit)
        }
        let again = try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: stored.keyFile)
        #expect(try again.findings() == [])
        try again.writeAndWait { repositories in
            for number in 0..<2 { _ = try #require(try repositories.clients.find(hetu: try Self.hetu(number))) }
        }
        try again.carryOutRotation(clock: Self.clock)
        #expect(try Self.uses(again) == [HetuKeyUse(version: 2, clients: 2, actuals: 2)])
        #expect(try Self.states(again) == [.done])
        #expect(stored.keyFile.read()?.map(\.version) == [1, 2])
        if cut != "asked for" { #expect(stored.keyFile.read()?.last == next.master) }
        #expect(try again.findings() == [])
    }

    @Test("a value that cannot be opened stays, all others are resealed, and the rotation is not done") func staysWithDamage() throws {
        let stored = try Self.filled()
        let writer = try SQLiteEngine(path: stored.path).makeWriter()
        try writer.transaction {
            try $0.execute("UPDATE clients SET hetu_sealed = CAST(hetu_sealed || x'00' AS BLOB) WHERE id = (SELECT min(id) FROM clients)")
        }
        try stored.work(on: "2026-03-11") { _ = try $0.rotateHetuKey() }
        #expect(throws: HetuKeyRotationFault.left(1, table: "clients")) { try stored.database.carryOutRotation(clock: Self.clock) }
        #expect(
            try Self.uses(stored.database)
                == [HetuKeyUse(version: 1, clients: 1, actuals: 0), HetuKeyUse(version: 2, clients: 1, actuals: 2)])
        #expect(try Self.states(stored.database) == [.resealing])
        #expect(try stored.database.findings().count == 2)
    }

    @Test("a rotation whose key cannot be written stays requested and changes nothing else") func needsAFileToWrite() throws {
        struct Sealed: HetuKeyFile {
            let keys: [HetuMasterKey]?
            func read() -> [HetuMasterKey]? { keys }
            func write(_ keys: [HetuMasterKey]) throws { throw HetuKeyFault.unusable("cannot be made") }
        }
        let stored = try Self.filled()
        let database = try Database(engine: SQLiteEngine(recorded: stored.path), keyFile: Sealed(keys: stored.keyFile.read()))
        try stored.work(on: "2026-03-11") { _ = try $0.rotateHetuKey() }
        #expect(throws: HetuKeyFault.unusable("cannot be made")) { try database.carryOutRotation(clock: Self.clock) }
        #expect(try Self.uses(database) == [HetuKeyUse(version: 1, clients: 2, actuals: 2)])
        #expect(try Self.states(database) == [.requested])
    }

    // MARK: Older databases

    /// Makes a database as it was before step 12, with 300 unsealed national ids, in rows and in the remains of deleted rows.
    private static func older(at path: String) throws -> [Hetu] {
        let hetus = try (0..<300).map { try hetu($0) }
        let writer = try SQLiteEngine(path: path).makeWriter()
        // The worst case: a file whose deleted rows were not overwritten.
        try writer.transaction { try $0.run(script: "PRAGMA secure_delete = OFF") }
        try writer.transaction { connection in
            try connection.run(
                script: "CREATE TABLE migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL) STRICT")
            for step in Migrations.all where step.number < 12 {
                try connection.run(script: step.script)
                try connection.execute(
                    "INSERT INTO migrations (number, name, checksum) VALUES (?, ?, ?)",
                    [.integer(Int64(step.number)), .text(step.name), .text(step.checksum)])
            }
            for (number, hetu) in hetus.enumerated() {
                try connection.execute(
                    "INSERT INTO clients (id, created_at, updated_at, version, hetu, number, given_names, family_name, language, municipality)"
                        + " VALUES (?, 1, 1, 1, ?, ?, 'Aino', 'Salo', 'fi', '837')",
                    [.text(id(number)), .text(hetu.text), .text("A\(number)")])
            }
            let client = try #require(hetus.first)
            try connection.run(
                script: """
                    INSERT INTO users (id, created_at, updated_at, version, name, role) VALUES ('\(id(1))', 1, 1, 1, 'E', 'system');
                    INSERT INTO service_data_batches VALUES ('\(id(2))', 1, 1, 1, 'e', '\(id(1))', 1, 0, 0, 1, 0);
                    INSERT INTO actuals (id, created_at, updated_at, version, batch_id, source_system, received_on, event_id, client_hetu,
                        service_type_code, service_date, told_start, quantity_thousandths, unit, status, state)
                        VALUES ('\(id(3))', 1, 1, 1, '\(id(2))', 'e', '2026-01-01', 'e1', '\(client.text)', 'x', '2026-01-01', '2026-01-01', 1000, 'h',
                        'done', 'held');
                    INSERT INTO idempotent_answers VALUES ('\(id(1))', 'k', 'd', 201, '', x'', 1);
                    """)
        }
        try writer.transaction {
            try $0.execute("DELETE FROM clients WHERE CAST(substr(number, 2) AS INTEGER) % 3 = 2")
            try NameIndex.fill($0)
        }
        return hetus
    }

    /// The national ids that the database file, its write-ahead log or its shared memory file contains.
    private static func found(_ hetus: [Hetu], at path: String) -> [String] {
        ["", "-wal", "-shm"].flatMap { suffix -> [String] in
            guard let data = FileManager.default.contents(atPath: path + suffix) else { return [] }
            return hetus.filter { data.range(of: Data($0.text.utf8)) != nil }.map { "\($0.text) in \(suffix)" }
        }
    }

    @Test("opening an older database seals its national ids, and no unsealed one is left in its files (I9)") func sealsOlder() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "avain-older-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "t.sqlite").path
        let hetus = try Self.older(at: path)
        #expect(Self.found(hetus, at: path).count >= 300, "the older database contains no unsealed ids, so that the test proves nothing")
        let file = KeyInMemory()
        var copies = 0
        let database = try Database(engine: SQLiteEngine(recorded: path), keyFile: file) { _ in copies += 1 }
        #expect(copies == 1)
        #expect(Self.found(hetus, at: path) == [])
        #expect(try database.findings() == [])
        #expect(try Self.uses(database) == [HetuKeyUse(version: 1, clients: 200, actuals: 1)])
        try database.writeAndWait { repositories in
            for number in [0, 1, 298] where number % 3 != 2 {
                let client = try #require(try repositories.clients.find(hetu: hetus[number]))
                #expect(client.id.description == Self.id(number))
            }
            let held = try #require(try repositories.actuals.first([.equal(.eventID, "e1")]))
            #expect(try repositories.actuals.hetu(of: held) == hetus[0])
            let caller = try #require(ID<User>(Self.id(1)))
            let kept = try repositories.idempotency.find("d", caller: caller, key: "k", since: .init(clampingMicroseconds: 0))
            if case .toTheSame = kept {} else { Issue.record("an idempotent answer is lost: \(String(describing: kept))") }
        }
        let again = try Database(engine: SQLiteEngine(recorded: path), keyFile: file) { _ in copies += 1 }
        #expect(copies == 1)
        #expect(try again.findings() == [])
    }
}
