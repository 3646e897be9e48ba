import Foundation
import JSON
import Synchronization
import Testing

/// The change feed as server-sent events: the same changes as the feed, at once, for callers who may still read them.
@Suite struct ChangeStreamTests {
    private static func end(_ caller: Caller) throws -> String { try ChangeTests.all(caller, after: "0", limit: 1_000).next }

    private static let noSuch = ["Accept": "text/event-stream"]

    // MARK: Events

    @Test("a stream begins at the end of the feed and sends each change as the feed has it, within a second") func tells() throws {
        let county = try County()
        let start = try ChangeStreamTests.end(county.worker2)
        let stream = try EventStream(county.worker2)
        #expect(stream.status == 200)
        #expect(stream.headers["Content-Type"] == "text/event-stream; charset=utf-8")
        #expect(stream.headers["Cache-Control"] == "no-store")
        #expect(stream.headers["X-Accel-Buffering"] == "no")
        #expect(stream.headers["Content-Length"] == nil && stream.headers["ETag"] == nil)
        #expect(stream.headers["X-Request-Id"]?.isEmpty == false)
        // A caller who has got no event yet has a cursor to reconnect with.
        #expect(stream.has(lastID: start))
        #expect(stream.retry == "2000")
        var slowest = Duration.zero
        var made: [JSONValue] = []
        for number in 1...20 {
            let client = try county.newClient()
            let answered = ContinuousClock.now
            made.append(client["id"])
            #expect(stream.has(events: number))
            guard let last = stream.events.last else { return }
            slowest = max(slowest, last.at - answered)
        }
        print("a change reached an open stream at most \(slowest) after its writer had the answer (20 changes)")
        #expect(slowest < .seconds(1))
        let feed = try ChangeTests.all(county.worker2, after: start, limit: 1_000).changes
        #expect(stream.events.map(\.data) == feed)
        #expect(stream.events.map { $0.data["nounId"] } == made)
        #expect(stream.events.map(\.id) == feed.map { "\($0["sequence"].int ?? 0)" })
        #expect(stream.events.allSatisfy { $0.type == "change" })
        #expect(stream.strangers == [])
        let first = stream.events.first.map { "id: \($0.id)\nevent: change\ndata: \(String(decoding: $0.data.octets, as: UTF8.self))\n\n" }
        #expect(stream.text.hasPrefix("retry: 2000\nid: \(start)\n\n\(first ?? "?")"))
    }

    @Test("a stream continues from a cursor, page by page") func goesOn() throws {
        let county = try County()
        let start = try ChangeStreamTests.end(county.worker)
        _ = try concurrently(8) { _ in for _ in 0..<60 { _ = try county.newClient() } }
        let feed = try ChangeTests.all(county.worker, after: start, limit: 1_000).changes
        for stream in [
            try EventStream(county.worker, "/v1/changes?after=\(start)"), try EventStream(county.worker, lastID: start),
            // Last-Event-ID overrides the cursor of the query.
            try EventStream(county.worker, "/v1/changes?after=0", lastID: start),
        ] {
            #expect(stream.has(events: 480))
            #expect(stream.events.map(\.data) == feed)
        }
        let all = try EventStream(county.worker, "/v1/changes?after=0")
        let whole = try ChangeTests.all(county.worker, after: "0", limit: 1_000)
        #expect(all.has(lastID: whole.next))
        #expect(all.events.map(\.data) == whole.changes)
    }

    @Test("a role gets only changes of its nouns; skipped changes move the cursor and are not sent") func filters() throws {
        let county = try County()
        let start = Int(try ChangeStreamTests.end(county.admin)) ?? 0
        let (worker, admin) = (try EventStream(county.worker), try EventStream(county.admin))
        _ = try county.newClient()
        try county.model()
        _ = try county.openCase()
        let end = try ChangeStreamTests.end(county.admin)
        #expect(Int(end) ?? 0 > start + 3)
        #expect(worker.has(lastID: end) && admin.has(lastID: end))
        #expect(Set(admin.events.compactMap { $0.data["noun"].string }) == ["regional_model"])
        #expect(Set(worker.events.compactMap { $0.data["noun"].string }).isSuperset(of: ["client", "case", "regional_model"]))
        #expect(admin.events.map(\.data) == (try ChangeTests.all(county.admin, after: "\(start)", limit: 1_000).changes))
        for caller in [county.system, try county.client(for: try county.newClient().id)] {
            try caller.get("/v1/changes", expecting: 403, headers: ChangeStreamTests.noSuch)
        }
    }

    @Test("a caller who reconnects with the last event id misses no change and gets none twice") func resumes() throws {
        let county = try County()
        let start = try ChangeStreamTests.end(county.worker)
        let isOver = Mutex(false)
        let told = Mutex<[JSONValue]>([])
        let connections = Mutex(0)
        let group = DispatchGroup()
        group.enter()
        Thread {
            defer { group.leave() }
            var place = start
            while true {
                let wasOver = isOver.withLock { $0 }
                guard let stream = try? EventStream(county.worker, lastID: place) else { return }
                // Disconnects in the middle of the events.
                let came = stream.has(events: 5, withinSeconds: 1)
                stream.close()
                told.withLock { $0 += stream.events.map(\.data) }
                connections.withLock { $0 += 1 }
                place = stream.lastID
                if wasOver, !came { return }
            }
        }.start()
        _ = try concurrently(8) { _ in for _ in 0..<40 { _ = try county.newClient() } }
        isOver.withLock { $0 = true }
        group.wait()
        print("320 changes by 8 writers were followed over \(connections.withLock { $0 }) connections")
        #expect(connections.withLock { $0 } > 5)
        #expect(told.withLock { $0 } == (try ChangeTests.all(county.worker, after: start, limit: 1_000).changes))
    }

    @Test("the clients that a stream shows are on record, and no others (A20)") func isLogged() throws {
        let county = try County()
        let client = try county.newClient()
        let stream = try EventStream(county.worker2)
        func rows() throws -> Int {
            try county.dataProtectionOfficer.get("\(client.path)/access-log?limit=200").items.filter {
                $0["operation"] == "listChanges" && $0["userId"] == .string(county.worker2.userID)
            }.count
        }
        #expect(try rows() == 0)
        try county.worker.patch(client.path, ["phone": "040 1"])
        #expect(stream.has(events: 1))
        #expect(try rows() == 1)
    }

    // MARK: Refusals

    @Test("parameters that make no sense for a stream are refused before it begins") func refuses() throws {
        let county = try County.shared
        func refused(_ query: String, _ headers: [String: String] = [:]) throws -> [String: String] {
            let headers = headers.merging(ChangeStreamTests.noSuch) { $1 }
            return try county.worker.get("/v1/changes\(query)", expecting: 400, headers: headers).errors
        }
        for name in ["limit", "wait"] { #expect(try refused("?\(name)=1") == [name: "not_taken_here"]) }
        #expect(try refused("?pretty") == ["pretty": "not_taken_here"])
        #expect(try refused("?after=999999999999999999") == ["after": "past_the_end"])
        #expect(try refused("?after=x")["after"] != nil)
        for place in ["x", "-1", "+1", "1234567890123456789", "1, 2"] {
            #expect(try refused("", ["Last-Event-ID": place]) == ["Last-Event-ID": "wrong_form"], "\(place)")
        }
        #expect(try refused("", ["Last-Event-ID": "999999999999999999"]) == ["Last-Event-ID": "past_the_end"])
        try county.nobody.get("/v1/changes", expecting: 401, headers: ChangeStreamTests.noSuch)
        // A caller who reads pages may send Last-Event-ID too.
        let page = try county.worker.get("/v1/changes?limit=1&after=0", headers: ["Last-Event-ID": "1"])
        #expect(page.items.first?["sequence"].int.map { $0 > 1 } == true)
        #expect(
            try county.worker.get("/v1/changes", expecting: 400, headers: ["Last-Event-ID": "x"]).errors == ["Last-Event-ID": "wrong_form"])
    }

    @Test("a caller who accepts anything gets JSON, one who prefers events gets events, and HEAD gets the fields without a stream")
    func negotiates() throws {
        let county = try County.shared
        for accept in ["*/*", "application/json, text/event-stream", "text/event-stream;q=0.5, application/json"] {
            #expect(try county.worker.get("/v1/changes?limit=1", headers: ["Accept": accept]).headers["Content-Type"] == "application/json")
        }
        #expect(
            try county.worker.get("/v1/changes?limit=1", headers: ["Accept": "text/*"]).headers["Content-Type"]
                == "text/plain; charset=utf-8")
        let preferred = try EventStream(county.worker, headers: ["Accept": "application/json;q=0.5"])
        #expect(preferred.headers["Content-Type"] == "text/event-stream; charset=utf-8")
        let head = try county.worker.send("HEAD", "/v1/changes", nil, expecting: 200, headers: ChangeStreamTests.noSuch)
        #expect(head.headers["Content-Type"] == "text/event-stream; charset=utf-8")
        #expect(head.body.isEmpty)
        try county.worker.get("/v1/me")
        let paths: JSONValue = try county.nobody.get("/openapi.json").json["paths"]
        let document: JSONValue = paths["/v1/changes"]["get"]
        let content: JSONValue = document["responses"]["200"]["content"]
        #expect(content.names == ["application/json", "text/plain", "text/event-stream"])
        #expect(document["parameters"].array.contains { $0["$ref"] == "#/components/parameters/LastEventID" })
    }

    // MARK: Ends

    @Test("a revoked key ends its streams within a second, and they send nothing more") func revokes() throws {
        let county = try County()
        let leaver = try county.admin.key(for: ["role": "social_worker", "name": "Lasse Lähtijä", "unit": .string(County.unit)])
        let (own, other) = (try EventStream(leaver), try EventStream(county.worker))
        _ = try county.newClient()
        #expect(own.has(events: 1) && other.has(events: 1))
        let key = "/v1/admin/keys/\(leaver.keyID)"
        try county.admin.command(on: key, "revoke")
        let began = ContinuousClock.now
        #expect(own.end(withinSeconds: 5) == 0)
        #expect(ContinuousClock.now - began < .seconds(1))
        _ = try county.newClient()
        #expect(other.has(events: 2))
        #expect(own.events.count == 1)
        #expect(own.text.hasSuffix(": ended with 401\n"))
        #expect(try EventStream(leaver, lastID: own.lastID).status == 401)
    }

    @Test("SIGTERM ends open streams complete and promptly, and does not wait long for clients that never read", arguments: [0, 3])
    func stops(deafOnes: Int) throws {
        let county = try County()
        let streams = try (0..<20).map { _ in try EventStream(county.worker) }
        let deaf = try (0..<deafOnes).map { _ in try Deaf(county.worker, after: "0") }
        _ = try county.newClient()
        for stream in streams { #expect(stream.has(events: 1)) }
        let began = ContinuousClock.now
        #expect(county.service.stop() == 0)
        let took = ContinuousClock.now - began
        for stream in streams { #expect(stream.end(withinSeconds: 1) == 0, "cut off") }
        let streamsTook = (streams.compactMap(\.endedAt).max() ?? .now) - began
        print("20 open streams ended \(streamsTook) after SIGTERM, the service with \(deaf.count) that nobody reads after \(took)")
        #expect(streamsTook < .seconds(1))
        // An idle connection gets one second, and one that does not close after the last byte gets two.
        #expect(took < .seconds(4))
    }

    // MARK: Many, slow and silent streams

    @Test("300 open streams get every change, and ordinary requests are answered meanwhile") func servesMany() throws {
        let county = try County()
        let before = try memory(of: county)
        // A caller may have a hundred.
        let callers = [county.worker2, try county.staff("social_worker"), try county.staff("social_worker")]
        let streams = try concurrently(300) { try EventStream(callers[$0 % 3]) }
        let grown = try memory(of: county) - before
        #expect(streams.allSatisfy { $0.status == 200 })
        var slowest = Duration.zero
        var slowestAnswer = Duration.zero
        for number in 1...5 {
            let before = ContinuousClock.now
            _ = try county.newClient()
            try county.worker.get("/v1/clients?limit=5")
            let answered = ContinuousClock.now
            slowestAnswer = max(slowestAnswer, answered - before)
            for stream in streams { #expect(stream.has(events: number)) }
            slowest = max(slowest, (streams.compactMap { $0.events.last?.at }.max() ?? .now) - before)
        }
        print("300 open streams took \(grown) kB of the service")
        print("300 streams were told of a change within \(slowest); a write and a list beside them took at most \(slowestAnswer)")
        #expect(slowest < .seconds(5))
        #expect(slowestAnswer < .seconds(5))
        for stream in streams { stream.close() }
    }

    @Test("a caller may have a hundred streams and waiting requests; others are not held up, and the end of one makes room")
    func limitsCallers() throws {
        let county = try County()
        let greedy = try county.staff("social_worker")
        var deaf: [Deaf] = try (0..<99).map { _ in try Deaf(greedy, after: "0") }
        let last = try EventStream(greedy)
        #expect(last.status == 200)
        let refused = try EventStream(greedy)
        #expect(refused.status == 429 && refused.headers["Retry-After"] == "2")
        let place = try ChangeStreamTests.end(greedy)
        #expect(try greedy.get("/v1/changes?after=\(place)&wait=20", expecting: 429).code == "too_many_requests")
        // Without waiting, and for another caller, nothing is held up.
        try greedy.get("/v1/changes?after=\(place)")
        #expect(try EventStream(county.worker).status == 200)
        last.close()
        deaf.removeAll()
        // The service notices the closed connections at once, but by another thread.
        func isFree() throws -> Bool { try EventStream(greedy).status == 200 }
        let deadline = ContinuousClock.now + .seconds(10)
        var isFreed = try isFree()
        while !isFreed, ContinuousClock.now < deadline { isFreed = try isFree() }
        #expect(isFreed)
    }

    @Test("a stream that is never read takes no memory beyond its bounds") func boundsMemory() throws {
        let county = try County()
        _ = try concurrently(8) { _ in for _ in 0..<250 { _ = try county.newClient() } }
        // Reads once before, so that the memory for reading itself is already taken.
        _ = try ChangeTests.all(county.worker, after: "0", limit: 1_000)
        try EventStream(county.worker, "/v1/changes?after=0").close()
        let before = try memory(of: county)
        let deaf = try (0..<50).map { _ in try Deaf(county.worker, after: "0") }
        // The service keeps writing while no client reads the fifty streams.
        for _ in 0..<300 { _ = try county.newClient() }
        let grown = try memory(of: county) - before
        print("50 streams that nobody reads made the service grow by \(grown) kB")
        #expect(grown < 40_000)
        try county.worker.get("/v1/me")
        _ = deaf
    }

    @Test("a silent stream sends a comment every fifteen seconds, and nothing else") func breathes() throws {
        let county = try County()
        let stream = try EventStream(county.worker)
        let opened = ContinuousClock.now
        #expect(stream.has(comments: 1, withinSeconds: 20))
        let took = ContinuousClock.now - opened
        #expect(took > .seconds(14) && took < .seconds(18), "\(took)")
        #expect(stream.text == "retry: 2000\nid: \(try ChangeStreamTests.end(county.worker))\n\n:\n")
        _ = try county.newClient()
        #expect(stream.has(events: 1))
    }

    /// The resident memory of the service in kB.
    private func memory(of county: County) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(county.service.pid ?? 0)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0
    }
}

/// A client that opens a stream and never reads, with a small receive buffer.
private final class Deaf: Sendable {
    private let descriptor: Int32

    init(_ caller: Caller, after place: String) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var window: Int32 = 4_096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &window, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = (caller.service.base.split(separator: ":").last.flatMap { UInt16($0) } ?? 0).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else { throw ProcessFault("cannot connect: \(errno)") }
        let text =
            "GET /v1/changes?after=\(place) HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n"
            + "X-Test-Now: \(Caller.usualDay)T09:00:00Z\r\nAuthorization: Bearer \(caller.token ?? "")\r\n\r\n"
        guard send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) == text.utf8.count else { throw ProcessFault("cannot send") }
        // The stream has begun when its first bytes have arrived.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 10_000) > 0 else { throw ProcessFault("no answer") }
    }

    deinit { close(descriptor) }
}
