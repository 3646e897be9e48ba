import JSON
import Testing

/// Row 38: the meetings of a peer group (S33).
@Suite struct PeerMeetingTests {
    private let county: County
    private let group: Reply

    init() throws {
        county = try County.shared
        group = try county.peerGroup()
    }

    @Test("a meeting keeps numbers and themes, and names nobody (S33)") func keepsMeetings() throws {
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
}
