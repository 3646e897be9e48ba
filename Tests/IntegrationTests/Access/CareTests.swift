import JSON
import Testing

/// Who sees a client follows the client's care: the unit, the responsible worker, who stands in.
@Suite struct CareTests {
    @Test("a client whose care moves to another unit leaves the old one at once, everywhere") func moves() throws {
        let scene = try CareScene(County.shared)
        #expect(try scene.places(scene.mine) == CareScene.everywhere)
        #expect(try scene.places(scene.theirs) == [])
        try scene.mine.patch(scene.file.path, ["unitId": try scene.id(of: scene.theirs)])
        #expect(try scene.places(scene.mine) == [])
        #expect(try scene.places(scene.theirs) == CareScene.everywhere)
        // And it can come back only by who has it now.
        let back: JSONValue = ["unitId": try scene.id(of: scene.mine)]
        try scene.mine.patch(scene.file.path, back, expecting: 404, etag: "\"1.0\"")
        try scene.theirs.patch(scene.file.path, back)
        #expect(try scene.places(scene.mine) == CareScene.everywhere)
    }

    @Test("the responsible worker of another unit has the client, and the unit as well") func caseload() throws {
        let scene = try CareScene(County.shared)
        let file = try scene.mine.patch(scene.file.path, ["responsibleWorkerId": .string(scene.theirs.userID)])
        // Nobody waits for a worker any more, which the counts were asked about.
        #expect(try scene.places(scene.theirs) == CareScene.everywhere.subtracting(["counts"]))
        #expect(try scene.places(scene.mine) == CareScene.everywhere.subtracting(["counts"]))
        let mine = try scene.theirs.all("/v1/work-queue?mine=true")
        #expect(mine.contains { $0["caseId"] == file["id"] })
        try scene.mine.patch(scene.file.path, ["responsibleWorkerId": .null])
        #expect(try scene.places(scene.theirs) == [])
    }

    @Test("one's own queue shows nobody whose care has moved, of an older case neither") func olderCases() throws {
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

    @Test("whose unit changes sees the clients of the new one from the next request on") func worker() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let user = "/v1/admin/users/\(scene.theirs.userID)"
        #expect(try scene.places(scene.theirs) == [])
        try county.admin.patch(user, ["unitId": try scene.id(of: scene.mine)])
        #expect(try scene.places(scene.theirs) == CareScene.everywhere)
        try county.admin.patch(user, ["unitId": .null])
        // Without a unit one counts the cases of no unit, which other tests may have made.
        #expect(try scene.places(scene.theirs).subtracting(["counts"]) == [])
    }
}
