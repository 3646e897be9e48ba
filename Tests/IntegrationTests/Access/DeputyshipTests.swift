import JSON
import Testing

/// The deputy of an absent worker sees the worker's clients on the days of the deputyship.
@Suite struct DeputyshipTests {
    @Test(
        "a deputy sees the worker's clients from the first day to the last, both included (A17)",
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
            // The day changes at midnight in Helsinki, not in UTC.
            #expect(try scene.places(deputy, at: moment).contains("clients") == has, "\(role)")
            try deputy.get(scene.client.path, expecting: has ? 200 : 404, at: moment)
        }
    }

    @Test("a deputyship that is shortened ends at once; it gives the clients but no rights, and is not passed on (A17)")
    func endsDeputyship() throws {
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
        // Acts that are reserved for a social worker stay reserved.
        let made = try deputy.post(
            "\(scene.file.path)/decisions/0199a7f0-0000-7000-8000-0123456789ab/make", [:], expecting: 403, headers: ["If-Match": "*"])
        #expect(made.code == "forbidden")
        // The deputy may not keep the client permanently or assign the client to somebody else.
        for (member, value) in try [("responsibleWorkerId", JSONValue.string(deputy.userID)), ("unitId", scene.id(of: deputy))] {
            #expect(try deputy.patch(scene.file.path, [member: value], expecting: 422).errors == ["/\(member)": "care_stays"])
        }
        try deputy.patch(scene.file.path, ["otherServices": ["kuljetus"]])
        // A new case belongs to the absent worker.
        try deputy.command(on: scene.file.path, "close", ["reason": "Ei tarvetta"])
        let opened = county.caseBody(client: scene.client.id, contactAt: "2026-06-29")
        let own = opened.with("responsibleWorkerId", .string(deputy.userID))
        #expect(try deputy.post("/v1/cases", own, expecting: 422).errors == ["/responsibleWorkerId": "care_stays"])
        let taken = try deputy.post("/v1/cases", opened)
        #expect(try taken["unitId"] == scene.id(of: scene.mine) && taken["responsibleWorkerId"] == .string(scene.mine.userID))
        // The deputy of a deputy does not see the clients.
        let second = try county.staff("social_worker", scene.otherUnit)
        try county.admin.post(
            "/v1/admin/deputyships", order.merged(["absentId": .string(deputy.userID), "deputyId": .string(second.userID)]))
        #expect(try scene.places(second) == [])
        try county.admin.patch(deputyship.path, ["period": ["from": "2026-06-01", "to": "2026-06-29"]])
        #expect(try scene.places(deputy) == [])
    }

    @Test("a deputyship for the same person, for a user who is no worker, or for past days is refused") func refusesDeputies() throws {
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
