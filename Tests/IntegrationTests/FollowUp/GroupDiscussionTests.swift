import JSON
import Testing

/// Row 44: group discussions without attributions (S39).
@Suite struct GroupDiscussionTests {
    private static let discussion: JSONValue = [
        "heldOn": "2026-06-10", "invitedCount": 12, "attendedCount": 9, "themes": ["valinnanvapaus", "byrokratia"],
    ]

    @Test("a discussion keeps how many were invited, how many came, and its themes (S39, row 44)") func keeps() throws {
        let county = try County.shared
        let made = try county.worker.post("/v1/group-discussions", GroupDiscussionTests.discussion)
        #expect(try county.auditor.get(made.path)["themes"] == ["valinnanvapaus", "byrokratia"])
        #expect(try county.worker.patch(made.path, ["attendedCount": 10])["attendedCount"] == 10)
    }

    @Test("a theme cannot name a client (S39, row 44)") func refusesLinks() throws {
        let county = try County.shared
        let client = try county.newClient()
        let themes: JSONValue = [
            "valinnanvapaus", .string("asiakas \(client.id.uppercased()) sanoi"), .string("\(county.newHetu()): raskasta"),
        ]
        let refused = try county.worker.post(
            "/v1/group-discussions", GroupDiscussionTests.discussion.with("themes", themes), expecting: 422)
        #expect(refused.code == "third_person_data")
        #expect(refused.errors == ["/themes/1": "third_person_data", "/themes/2": "third_person_data"])
    }

    @Test("more people than were invited and a day in the future are refused") func refusesCounts() throws {
        let county = try County.shared
        let body = GroupDiscussionTests.discussion.merged(["attendedCount": 13, "heldOn": "2026-07-01"])
        let faults = try county.worker.post("/v1/group-discussions", body, expecting: 422).errors
        #expect(faults == ["/attendedCount": "above_invited", "/heldOn": "in_the_future"])
    }
}
