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

    // MARK: - Deputies

    @Test(
        "a deputy has the worker's clients from the first day to the last, both whole",
        arguments: [
            ("2026-06-09T20:59:59Z", false), ("2026-06-09T21:00:00Z", true), ("2026-06-10", true), ("2026-06-12T20:59:59Z", true),
            ("2026-06-12T21:00:00Z", false), ("2026-06-13", false),
        ])
    func deputy(moment: String, has: Bool) throws {
        let county = try County.shared
        let scene = try CareScene(county)
        try scene.mine.patch(scene.file.path, ["responsibleWorkerId": .string(scene.mine.userID)])
        for role in ["social_worker", "service_coordinator"] {
            let deputy = try county.staff(role, scene.otherUnit)
            try county.admin.post(
                "/v1/admin/deputyships",
                [
                    "absentId": .string(scene.mine.userID), "deputyId": .string(deputy.userID),
                    "period": ["from": "2026-06-10", "to": "2026-06-12"],
                ], at: "2026-06-01")
            // At noon in Finland, not in Greenwich, the days change.
            #expect(try scene.places(deputy, at: moment).contains("clients") == has, "\(role)")
            try deputy.get(scene.client.path, expecting: has ? 200 : 404, at: moment)
        }
    }

    @Test("a deputyship that is cut short or handed on ends at once, and gives the clients but no rights") func endsDeputyship() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        try scene.mine.patch(scene.file.path, ["responsibleWorkerId": .string(scene.mine.userID)])
        let deputy = try county.staff("service_coordinator", scene.otherUnit)
        let order: JSONValue = [
            "absentId": .string(scene.mine.userID), "deputyId": .string(deputy.userID),
            "period": ["from": "2026-06-01", "to": "2026-07-31"],
        ]
        let deputyship = try county.admin.post("/v1/admin/deputyships", order)
        #expect(try scene.places(deputy) == CareScene.everywhere.subtracting(["counts"]))
        // What is a social worker's stays so.
        let made = try deputy.post(
            "\(scene.file.path)/decisions/0199a7f0-0000-7000-8000-0123456789ab/make", [:], expecting: 403, headers: ["If-Match": "*"])
        #expect(made.code == "forbidden")
        // Nor is it theirs to keep the client for good, or to hand the client on.
        for (member, value) in try [("responsibleWorkerId", JSONValue.string(deputy.userID)), ("unitId", scene.id(of: deputy))] {
            #expect(try deputy.patch(scene.file.path, [member: value], expecting: 422).errors == ["/\(member)": "care_stays"])
        }
        try deputy.patch(scene.file.path, ["otherServices": ["kuljetus"]])
        // A new case is taken in for who is away.
        try deputy.command(on: scene.file.path, "close", ["reason": "Ei tarvetta"])
        let opened = county.caseBody(client: scene.client.id, contactAt: "2026-06-29")
        let own = opened.with("responsibleWorkerId", .string(deputy.userID))
        #expect(try deputy.post("/v1/cases", own, expecting: 422).errors == ["/responsibleWorkerId": "care_stays"])
        let taken = try deputy.post("/v1/cases", opened)
        #expect(try taken["unitId"] == scene.id(of: scene.mine) && taken["responsibleWorkerId"] == .string(scene.mine.userID))
        // Nobody stands in through somebody who stands in.
        let second = try county.staff("social_worker", scene.otherUnit)
        try county.admin.post(
            "/v1/admin/deputyships", order.merged(["absentId": .string(deputy.userID), "deputyId": .string(second.userID)]))
        #expect(try scene.places(second) == [])
        try county.admin.patch(deputyship.path, ["period": ["from": "2026-06-01", "to": "2026-06-29"]])
        #expect(try scene.places(deputy) == [])
    }

    @Test("nobody stands in for themselves, for who is no worker, or in days that are over") func refusesDeputies() throws {
        let county = try County.shared
        let worker = JSONValue.string(county.worker.userID)
        let order: JSONValue = [
            "absentId": worker, "deputyId": .string(county.worker2.userID), "period": ["from": "2026-06-30", "to": "2026-07-01"],
        ]
        let cases: [(JSONValue, String, String)] = [
            (["deputyId": worker], "/deputyId", "same_person"),
            (["deputyId": .string(county.finance.userID)], "/deputyId", "unknown_worker"),
            (["absentId": .string(county.auditor.userID)], "/absentId", "unknown_worker"),
            (["absentId": "0199a7f0-0000-7000-8000-0123456789ab"], "/absentId", "unknown_worker"),
            (["period": ["from": "2026-06-01", "to": "2026-06-29"]], "/period/to", "in_the_past"),
        ]
        for (change, pointer, code) in cases {
            let refused = try county.admin.post("/v1/admin/deputyships", order.merged(change), expecting: 422)
            #expect(refused.errors[pointer] == code, "\(refused)")
        }
        try county.worker.post("/v1/admin/deputyships", order, expecting: 403)
    }
}
