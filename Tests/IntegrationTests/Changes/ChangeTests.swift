import Foundation
import JSON
import Synchronization
import Testing

/// The change feed: in order, without gaps, only what the reader may see, and at once for callers who wait.
@Suite struct ChangeTests {
    private static func read(_ caller: Caller, after place: String, _ more: String = "") throws -> Reply {
        try caller.get("/v1/changes?after=\(place)\(more)")
    }

    /// All changes after a cursor, page by page, and the cursor behind them.
    static func all(_ caller: Caller, after place: String, limit: Int) throws -> (changes: [JSONValue], next: String) {
        var changes: [JSONValue] = []
        var place = place
        while true {
            let page = try read(caller, after: place, "&limit=\(limit)")
            changes += page.items
            place = page["next"].string ?? ""
            if page["hasMore"] != true { return (changes, place) }
        }
    }

    @Test("a mirror kept by the feed equals the database while 32 callers write: twenty runs, one of them read as events") func mirrors()
        throws
    {
        let county = try County()
        // The time of the last change of each client and case.
        var mirror: [String: JSONValue] = [:]
        var place = "0"
        for run in 1...20 {
            let seed = UInt64.random(in: 0..<1_000_000)
            let way = run == 20 ? "events" : "pages"
            print("mirror, run \(run): seed \(seed), read as \(way)")
            let reader: any ChangeReader =
                run == 20
                ? try EventStream(county.worker2, lastID: place) : PageReader(county.worker2, after: place, limit: 7 + Int(seed % 5))
            let made = try concurrently(32) { try ChangeTests.write(county, seed: seed &* 1_000 &+ UInt64($0)) }.flatMap { $0 }
            // The change of this client ends the reading.
            let last = try county.newClient().id
            guard reader.hasChange(of: last) else {
                Issue.record("run \(run), seed \(seed): the last change did not arrive")
                return
            }
            let changes = reader.changes
            let sequences = changes.compactMap { $0["sequence"].int }
            #expect(zip(sequences, sequences.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed): out of order")
            if run > 1 { #expect(zip(sequences, sequences.dropFirst()).allSatisfy { $0 + 1 == $1 }, "seed \(seed): a gap") }
            let created = changes.filter { ["client", "case"].contains($0["noun"]) && $0["verb"] == "created" }
            #expect(created.compactMap { $0["nounId"].string }.sorted() == (made + [last]).sorted(), "seed \(seed)")
            for change in changes where ["client", "case"].contains(change["noun"]) {
                mirror[change["nounId"].string ?? ""] = change["at"]
            }
            let rows = try county.worker.all("/v1/clients") + county.worker.all("/v1/cases")
            let database = Dictionary(uniqueKeysWithValues: rows.map { ($0["id"].string ?? "", $0["updatedAt"]) })
            #expect(mirror == database, "seed \(seed)")
            place = "\(sequences.last ?? 0)"
        }
        #expect(mirror.count > 20 * 32 * 3)
    }

    /// Writes one caller's share, some of it refused.
    /// - Returns: the ids of what it made.
    private static func write(_ county: County, seed: UInt64) throws -> [String] {
        var state = seed
        return try (0..<6).flatMap { number -> [String] in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let client = try county.newClient()
            switch state >> 62 {
            case 0: return [client.id]
            case 1:
                let second = 10 + state % 50
                try county.worker.patch(client.path, ["phone": "040 \(state % 1_000)"], at: "2026-06-30T1\(number):00:\(second)Z")
                return [client.id]
            case 2:
                // A refused write leaves no trace in the feed.
                try county.worker.post("/v1/clients", county.clientBody().with("familyName", ""), expecting: 422)
                return [client.id]
            default: return [client.id, try county.openCase(client: client).id]
            }
        }
    }

    @Test("a caller who waits gets another's change within a second, and nothing when the time is over") func waits() throws {
        let county = try County()
        let start = try ChangeTests.all(county.worker2, after: "0", limit: 1_000).next
        let told = Mutex<(Reply, Date)?>(nil)
        let group = DispatchGroup()
        group.enter()
        Thread {
            let reply = try? ChangeTests.read(county.worker2, after: start, "&wait=20")
            told.withLock { $0 = reply.map { ($0, Date()) } }
            group.leave()
        }.start()
        // Reads alone do not wake the caller who waits.
        for _ in 0..<20 { try county.worker.get("/v1/clients?limit=1") }
        #expect(told.withLock { $0 == nil })
        let changed = Date()
        let client = try county.newClient()
        group.wait()
        let (reply, moment) = try #require(told.withLock { $0 })
        #expect(reply.items.map { $0["nounId"] } == [client["id"]])
        #expect(moment.timeIntervalSince(changed) < 1)
        // A change that the reader may not see wakes nobody: an administrator sees no clients.
        let admin = try ChangeTests.all(county.admin, after: "0", limit: 1_000).next
        let hidden = Thread { _ = try? county.newClient() }
        hidden.start()
        let before = Date()
        let nothing = try ChangeTests.read(county.admin, after: admin, "&wait=1")
        #expect(nothing.items.isEmpty)
        #expect(Date().timeIntervalSince(before) >= 0.9)
    }

    @Test("a service that stops answers callers who wait at once") func stops() throws {
        let county = try County()
        let start = try ChangeTests.all(county.worker, after: "0", limit: 1_000).next
        let status = Mutex<Int?>(nil)
        let group = DispatchGroup()
        group.enter()
        Thread {
            let reply = try? ChangeTests.read(county.worker, after: start, "&wait=30")
            status.withLock { $0 = reply?.status }
            group.leave()
        }.start()
        // After these reads the waiting call has been admitted.
        for _ in 0..<50 { _ = try ChangeTests.read(county.worker2, after: start) }
        let began = Date()
        #expect(county.service.stop() == 0)
        group.wait()
        #expect(status.withLock { $0 } == 200)
        #expect(Date().timeIntervalSince(began) < 3)
    }

    @Test("the feed shows each role only the nouns that the role may read (A5 to A7, row 70)") func filters() throws {
        let county = try County.shared
        let file = try county.openCase()
        let own = try county.client(for: file["clientId"].string ?? "")
        func nouns(_ caller: Caller) throws -> Set<String> {
            Set(try ChangeTests.all(caller, after: "0", limit: 1_000).changes.compactMap { $0["noun"].string })
        }
        #expect(try nouns(county.worker).isSuperset(of: ["client", "case", "regional_model"]))
        #expect(try nouns(county.worker).isDisjoint(with: ["user", "key", "unit", "diary_entry", "service_data_batch"]))
        #expect(try nouns(county.admin).isSuperset(of: ["user", "key", "regional_model"]))
        #expect(try nouns(county.admin).isDisjoint(with: ["client", "case"]))
        // A noun that the role may read nowhere is not in its feed.
        #expect(try nouns(county.finance).isDisjoint(with: ["client", "case", "statement", "meeting", "support_plan", "user"]))
        #expect(try nouns(county.auditor).isDisjoint(with: ["client", "case", "statement", "working_note", "support_plan"]))
        try own.get("/v1/changes", expecting: 403)
        try county.system.get("/v1/changes", expecting: 403)
    }

    @Test("a cursor past the end of the feed is refused, such as one from before a restore") func refusesFuture()
        throws
    {
        let county = try County.shared
        for place in ["999999999999999999", "000999999999"] {
            #expect(try county.worker.get("/v1/changes?after=\(place)", expecting: 400).errors == ["after": "past_the_end"])
        }
        for place in ["-1", "1e3", "%31%00", "1234567890123456789", "", "%20"] {
            #expect(try county.worker.get("/v1/changes?after=\(place)", expecting: 400).errors["after"] != nil, "\(place)")
        }
    }

    @Test("the clients that the feed shows are on record (A20)") func isLogged() throws {
        let county = try County.shared
        let client = try county.newClient()
        let start = try ChangeTests.all(county.worker, after: "0", limit: 1_000).next
        try county.worker.patch(client.path, ["phone": "040 1"])
        let changes = try ChangeTests.all(county.worker2, after: start, limit: 1_000).changes
        #expect(changes.contains { $0["nounId"] == client["id"] })
        let log = try county.dataProtectionOfficer.get("\(client.path)/access-log").items
        #expect(log.contains { $0["operation"] == "listChanges" && $0["userId"] == .string(county.worker2.userID) })
    }
}

/// A reader of the feed while others write.
private protocol ChangeReader {
    /// Whether a change of this item arrives in time.
    func hasChange(of noun: String) -> Bool
    var changes: [JSONValue] { get }
}

extension EventStream: ChangeReader {
    var changes: [JSONValue] { events.map(\.data) }

    func hasChange(of noun: String) -> Bool { hasEvent { $0["nounId"].string == noun } }
}

/// Reads page by page on a thread of its own, and waits for each page.
private final class PageReader: ChangeReader, Sendable {
    private let seen = Mutex<[JSONValue]>([])
    private let isOver = Atomic(false)
    private let arrival = DispatchSemaphore(value: 0)

    init(_ caller: Caller, after start: String, limit: Int) {
        Thread { [self] in
            var place = start
            while !isOver.load(ordering: .relaxed) {
                guard let page = try? caller.get("/v1/changes?after=\(place)&limit=\(limit)&wait=1") else { return }
                seen.withLock { $0 += page.items }
                place = page["next"].string ?? ""
                arrival.signal()
            }
        }.start()
    }

    var changes: [JSONValue] { seen.withLock { $0 } }

    func hasChange(of noun: String) -> Bool {
        defer { isOver.store(true, ordering: .relaxed) }
        let deadline = DispatchTime.now() + 30
        while !changes.contains(where: { $0["nounId"].string == noun }) {
            if arrival.wait(timeout: deadline) == .timedOut { return false }
        }
        return true
    }
}
