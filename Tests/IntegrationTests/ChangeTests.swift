import Foundation
import JSON
import Synchronization
import Testing

/// The change feed: in order, without gaps, only what the reader may know, and at once for who waits.
@Suite struct ChangeTests {
    private static func read(_ caller: Caller, after place: String, _ more: String = "") throws -> Reply {
        try caller.get("/v1/changes?after=\(place)\(more)")
    }

    /// Everything after a place, page by page, and the place behind it.
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

    @Test("a mirror kept by the feed equals the register while 32 write", arguments: [11, 22, 33]) func mirrors(seed: Int) throws {
        let county = try County()
        let start = try ChangeTests.all(county.worker, after: "0", limit: 1_000).next
        let isOver = Mutex(false)
        let seen = Mutex<[JSONValue]>([])
        let reader = Thread {
            var place = start
            while true {
                let wasOver = isOver.withLock { $0 }
                guard let page = try? ChangeTests.read(county.worker, after: place, "&limit=\(7 + seed % 5)&wait=1") else { return }
                seen.withLock { $0 += page.items }
                place = page["next"].string ?? ""
                if wasOver, page.items.isEmpty { break }
            }
            isOver.withLock { $0 = false }
        }
        reader.start()
        let made = try concurrently(32) { number in
            var state = UInt64(seed * 1_000 + number)
            return try (0..<6).flatMap { _ -> [String] in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let client = try county.newClient()
                switch state >> 62 {
                case 0: return [client.id]
                case 1:
                    try county.worker.patch(client.path, ["phone": "040 \(state % 1_000)"])
                    return [client.id]
                case 2:
                    // A refused write leaves no trace in the feed.
                    try county.worker.post("/v1/clients", county.clientBody().with("familyName", ""), expecting: 422)
                    return [client.id]
                default: return [client.id, try county.openCase(client: client).id]
                }
            }
        }.flatMap { $0 }
        isOver.withLock { $0 = true }
        for _ in 0..<600 where isOver.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.05) }
        let changes = seen.withLock { $0 }
        let sequences = changes.compactMap { $0["sequence"].int }
        #expect(zip(sequences, sequences.dropFirst()).allSatisfy { $0 + 1 == $1 }, "seed \(seed): a gap or another order")
        #expect(sequences.first == (Int(start) ?? 0) + 1, "seed \(seed)")
        let created = changes.filter { $0["verb"] == "created" }.compactMap { $0["nounId"].string }
        #expect(created.sorted() == made.sorted(), "seed \(seed)")
        #expect(changes == (try ChangeTests.all(county.worker, after: start, limit: 1_000).changes), "seed \(seed)")
    }

    @Test("who waits is told of another's change within a second, and of nothing when the time is over") func waits() throws {
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
        // It waits as long as nothing happens but reading.
        for _ in 0..<20 { try county.worker.get("/v1/clients?limit=1") }
        #expect(told.withLock { $0 == nil })
        let changed = Date()
        let client = try county.newClient()
        group.wait()
        let (reply, moment) = try #require(told.withLock { $0 })
        #expect(reply.items.map { $0["nounId"] } == [client["id"]])
        #expect(moment.timeIntervalSince(changed) < 1)
        // What the reader may not know of wakes nobody: an administrator sees no clients.
        let admin = try ChangeTests.all(county.admin, after: "0", limit: 1_000).next
        let hidden = Thread { _ = try? county.newClient() }
        hidden.start()
        let before = Date()
        let nothing = try ChangeTests.read(county.admin, after: admin, "&wait=1")
        #expect(nothing.items.isEmpty)
        #expect(Date().timeIntervalSince(before) >= 0.9)
    }

    @Test("a service that stops tells those who wait at once") func stops() throws {
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
        // The one who waits has been let in when the feed has been asked once more.
        for _ in 0..<50 { _ = try ChangeTests.read(county.worker2, after: start) }
        let began = Date()
        #expect(county.service.stop() == 0)
        group.wait()
        #expect(status.withLock { $0 } == 200)
        #expect(Date().timeIntervalSince(began) < 3)
    }

    @Test("the feed tells each role what the role may know") func filters() throws {
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
        // Who may read a noun nowhere is not told of it here.
        #expect(try nouns(county.finance).isDisjoint(with: ["client", "case", "statement", "meeting", "support_plan", "user"]))
        #expect(try nouns(county.auditor).isDisjoint(with: ["client", "case", "statement", "working_note", "support_plan"]))
        try own.get("/v1/changes", expecting: 403)
        try county.system.get("/v1/changes", expecting: 403)
    }

    @Test("a place that the feed has not come to is refused: a copy went on where a restored database has not been") func refusesFuture()
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

    @Test("what the feed shows of clients is on record") func isLogged() throws {
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
