import JSON
import Testing

/// Row 38: membership of a peer group by the client's own wish (S33).
@Suite struct PeerMembershipTests {
    private let county: County
    private let group: Reply
    private var memberships: String { "\(group.path)/memberships" }

    init() throws {
        county = try County.shared
        group = try county.peerGroup()
    }

    @Test("a worker adds only clients who have asked for it (S33, row 38)") func needsOptIn() throws {
        let client = try county.newClient()
        let refused = try county.worker.post(memberships, ["clientId": client["id"]], expecting: 409)
        #expect(refused.code == "opt_in_missing")
        #expect(refused.errors == ["/optedIn": "opt_in_missing"])
        let made = try county.worker.post(memberships, ["clientId": client["id"], "optedIn": true, "optedInOn": "2026-06-20"])
        #expect(made["state"] == "member")
        #expect(made["optedInOn"] == "2026-06-20")
        #expect(try county.worker.post(memberships, ["clientId": client["id"], "optedIn": true], expecting: 409).code == "duplicate")
    }

    @Test("members join and leave by themselves and never see each other (S33, row 38)") func hidesMembers() throws {
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
        // A member who has left may come back.
        try one.post(memberships, [:])
    }

    @Test("a read of the members is in each client's access log (A20)") func logsReading() throws {
        let client = try county.newClient()
        try county.worker.post(memberships, ["clientId": client["id"], "optedIn": true])
        try county.worker2.get(memberships)
        let log = try county.client(for: client.id).get("/v1/clients/\(client.id)/access-log")
        #expect(log.text.contains("listPeerMemberships"), "\(log)")
    }
}
