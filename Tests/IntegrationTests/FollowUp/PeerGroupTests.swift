import JSON
import Testing

/// Row 38: peer groups by the client's own wish (S33).
@Suite struct PeerGroupTests {
    private let county: County
    private let group: Reply
    private var memberships: String { "\(group.path)/memberships" }

    init() throws {
        county = try County.shared
        group = try county.peerGroup()
    }

    @Test("a closed group takes no members") func refusesClosed() throws {
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
}
