import JSON
import Testing

/// A client is visible to those who care for the client: the unit, the responsible worker and the deputy (A17, ATL 9 §).
@Suite struct CareTests {
    @Test("when a client's care moves to another unit, the old unit loses the client at once, everywhere (A17)") func moves() throws {
        let scene = try CareScene(County.shared)
        #expect(try scene.places(scene.mine) == CareScene.everywhere)
        #expect(try scene.places(scene.theirs) == [])
        try scene.mine.patch(scene.file.path, ["unitId": try scene.id(of: scene.theirs)])
        #expect(try scene.places(scene.mine) == [])
        #expect(try scene.places(scene.theirs) == CareScene.everywhere)
        // Only the new unit can move the client back.
        let back: JSONValue = ["unitId": try scene.id(of: scene.mine)]
        try scene.mine.patch(scene.file.path, back, expecting: 404, etag: "\"1.0\"")
        try scene.theirs.patch(scene.file.path, back)
        #expect(try scene.places(scene.mine) == CareScene.everywhere)
    }

    @Test("a responsible worker of another unit sees the client, and so does the unit (A17)") func caseload() throws {
        let scene = try CareScene(County.shared)
        let file = try scene.mine.patch(scene.file.path, ["responsibleWorkerId": .string(scene.theirs.userID)])
        // The counts are of cases without a worker, and the case has one now.
        #expect(try scene.places(scene.theirs) == CareScene.everywhere.subtracting(["counts"]))
        #expect(try scene.places(scene.mine) == CareScene.everywhere.subtracting(["counts"]))
        let mine = try scene.theirs.all("/v1/work-queue?mine=true")
        #expect(mine.contains { $0["caseId"] == file["id"] })
        try scene.mine.patch(scene.file.path, ["responsibleWorkerId": .null])
        #expect(try scene.places(scene.theirs) == [])
    }

    @Test("a worker's own queue leaves out clients whose care has moved, also with their older cases (A17)") func olderCases() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        try scene.mine.patch(scene.file.path, ["responsibleWorkerId": .string(scene.mine.userID)])
        try scene.mine.post("\(scene.file.path)/reviews", ["scheduledFor": "2026-07-05", "participants": ["Asiakas"]])
        try scene.mine.command(on: scene.file.path, "close", ["reason": "Ei tarvetta"])
        func waits(_ filter: String) throws -> Bool {
            try scene.mine.all("/v1/work-queue?\(filter)").contains { $0["clientId"] == .string(scene.client.id) }
        }
        let filters = ["mine=true", "responsibleWorkerId=\(scene.mine.userID)", "kind=review_due"]
        for filter in filters { #expect(try waits(filter), "\(filter)") }
        try scene.mine.post(
            "/v1/cases",
            county.caseBody(client: scene.client.id, contactAt: "2026-06-29").merged([
                "unitId": try scene.id(of: scene.theirs), "responsibleWorkerId": .string(scene.theirs.userID),
            ]))
        for filter in filters { #expect(try !waits(filter), "\(filter)") }
    }

    @Test("a worker whose unit changes sees the clients of the new unit from the next request on (A17)") func worker() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let user = "/v1/admin/users/\(scene.theirs.userID)"
        #expect(try scene.places(scene.theirs) == [])
        try county.admin.patch(user, ["unitId": try scene.id(of: scene.mine)])
        #expect(try scene.places(scene.theirs) == CareScene.everywhere)
        try county.admin.patch(user, ["unitId": .null])
        // A worker without a unit counts the cases of no unit, which other tests may have made.
        #expect(try scene.places(scene.theirs).subtracting(["counts"]) == [])
    }
}
