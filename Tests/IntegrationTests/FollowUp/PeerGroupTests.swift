import JSON
import Testing

/// Row 38: peer groups by the client's own wish.
@Suite struct PeerGroupTests {
    private let county: County
    private let group: Reply
    private var memberships: String { "\(group.path)/memberships" }

    init() throws {
        county = try County.shared
        group = try county.worker.post("/v1/peer-groups", ["name": "Keskiviikkoryhmä", "description": "Kokemuksia budjetista"])
    }

    @Test("a worker adds nobody who has not asked for it") func needsOptIn() throws {
        let client = try county.newClient()
        let refused = try county.worker.post(memberships, ["clientId": client["id"]], expecting: 409)
        #expect(refused.code == "opt_in_missing")
        #expect(refused.errors == ["/optedIn": "opt_in_missing"])
        let made = try county.worker.post(memberships, ["clientId": client["id"], "optedIn": true, "optedInOn": "2026-06-20"])
        #expect(made["state"] == "member")
        #expect(made["optedInOn"] == "2026-06-20")
        #expect(try county.worker.post(memberships, ["clientId": client["id"], "optedIn": true], expecting: 409).code == "duplicate")
    }

    @Test("members join and leave by themselves and never see each other") func hidesMembers() throws {
        let one = try county.client(for: try county.newClient().id)
        let file = try county.openCase()
        let other = try county.client(for: file["clientId"].string ?? "")
        let mine = try one.post(memberships, [:])
        let theirs = try other.post(memberships, [:])
        #expect(try one.get("\(memberships)?count=exact").items.map { $0["id"] } == [mine["id"]])
        #expect(try one.get("\(memberships)?count=exact")["total"] == 1)
        try one.get(theirs.path, expecting: 404)
        try one.command(on: theirs.path, "leave", expecting: 404, etag: theirs.etag)
        try one.get(file.path, expecting: 404)
        try one.post(memberships, ["clientId": file["clientId"]], expecting: 422)
        #expect(try county.worker.get(memberships).items.count == 2)
        let left = try one.command(on: mine.path, "leave")
        #expect(left["state"] == "left")
        #expect(left["leftOn"] == "2026-06-30")
        #expect(try one.command(on: mine.path, "leave", expecting: 409).code == "illegal_transition")
        // Whoever left may come back.
        try one.post(memberships, [:])
    }

    @Test("a closed group takes nobody in") func refusesClosed() throws {
        try county.worker.command(on: group.path, "close")
        let client = try county.client(for: try county.newClient().id)
        #expect(try client.post(memberships, [:], expecting: 409).allowed == ["reopen"])
        try county.worker.command(on: group.path, "reopen")
        try client.post(memberships, [:])
    }

    @Test("an unknown client and a missing one are refused; a client founds no group") func refuses() throws {
        let unknown: JSONValue = ["clientId": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "optedIn": true]
        #expect(try county.worker.post(memberships, unknown, expecting: 422).errors == ["/clientId": "unknown_client"])
        #expect(try county.worker.post(memberships, ["optedIn": true], expecting: 422).errors == ["/clientId": "required"])
        let client = try county.client(for: try county.newClient().id)
        #expect(try client.post("/v1/peer-groups", ["name": "x", "description": "y"], expecting: 403).code == "forbidden")
    }

    @Test("a meeting is told by numbers and themes, nobody by name") func keepsMeetings() throws {
        let path = "\(group.path)/meetings"
        let body: JSONValue = ["heldOn": "2026-06-10", "themes": ["arjen rytmi"], "attendedCount": 6]
        let made = try county.worker.post(path, body)
        #expect(try county.worker.patch(made.path, ["attendedCount": 7])["attendedCount"] == 7)
        let named = try county.worker.post(path, body.with("themes", [.string("\(county.newHetu()) kertoi")]), expecting: 422)
        #expect(named.code == "third_person_data")
        #expect(named.errors == ["/themes/0": "third_person_data"])
        let client = try county.client(for: try county.newClient().id)
        #expect(try client.get(path, expecting: 403).code == "forbidden")
        let elsewhere = try county.worker.post("/v1/peer-groups", ["name": "Toinen", "description": "d"])
        try county.worker.get("\(elsewhere.path)/meetings/\(made.id)", expecting: 404)
    }

    @Test("who reads the members is written in each client's access log") func logsReading() throws {
        let client = try county.newClient()
        try county.worker.post(memberships, ["clientId": client["id"], "optedIn": true])
        try county.worker2.get(memberships)
        let log = try county.client(for: client.id).get("/v1/clients/\(client.id)/access-log")
        #expect(log.text.contains("listPeerMemberships"), "\(log)")
    }
}
