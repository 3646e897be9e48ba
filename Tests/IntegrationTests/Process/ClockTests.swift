import JSON
import Testing

/// A clock that is put back, while the service runs and over a restart, breaks no order that rests on identities (R17).
@Suite struct ClockTests {
    /// The moments of the requests, in the order of the requests.
    private static let moments = [
        "2026-06-30T09:00:00Z", "2026-06-30T09:00:00Z", "2026-06-30T08:59:59Z", "2026-06-29", "2016-06-30", "2026-06-30T09:00:00Z",
        "2026-03-02",
    ]

    /// The number of neighbours in the wrong order.
    private func inversions(_ ids: [String]) -> Int { zip(ids, ids.dropFirst()).count { $0 >= $1 } }

    /// The ids of a list in its order, in pages of two.
    private func listed(_ caller: Caller, _ path: String) throws -> [String] {
        try caller.all(path, limit: 2).compactMap { $0["id"].string }
    }

    @Test("with the clock put back, new clients are listed after the older ones, and no page loses or repeats one (R17)") func lists()
        throws
    {
        let county = try County()
        var made: [String] = []
        func register() throws {
            for moment in ClockTests.moments { made.append(try county.worker.post("/v1/clients", county.clientBody(), at: moment).id) }
        }
        try register()
        // The first page is read, then clients are added with an earlier clock, and the list continues.
        let first = try county.worker.get("/v1/clients?limit=5")
        try register()
        let rest = try county.worker.get("/v1/clients?limit=200&after=\(first["next"].string ?? "")")
        #expect((first.items + rest.items).compactMap { $0["id"].string } == made)
        county.service.stop()
        try county.service.start()
        try register()
        county.service.kill()
        try county.service.start()
        try register()
        #expect(inversions(made) == 0)
        #expect(try listed(county.worker, "/v1/clients") == made)
    }

    @Test("the newest case of a client is the one that was opened last, whatever the clock said (A17, R17)") func newestCase() throws {
        let county = try County()
        let scene = try CareScene(county)
        try scene.mine.command(on: scene.file.path, "close", ["reason": "Ei tarvetta"], at: "2026-06-30")
        county.service.stop()
        try county.service.start()
        // The clock is a year behind now. The new case moves the care to the other unit.
        let opened = county.caseBody(client: scene.client.id, contactAt: "2025-06-30").merged([
            "unitId": try scene.id(of: scene.theirs), "responsibleWorkerId": .string(scene.theirs.userID),
        ])
        let second = try scene.mine.post("/v1/cases", opened, at: "2025-06-30")
        try scene.theirs.get(scene.client.path)
        try scene.mine.get(scene.client.path, expecting: 404)
        #expect(try listed(scene.theirs, "/v1/cases?clientId=\(scene.client.id)") == [scene.file.id, second.id])
    }

    @Test("a key made at the command line with an earlier clock comes after the keys in the database (R17)") func commandLine() throws {
        let county = try County()
        // The year 2090, before the machine's clock was put right.
        let future = try county.admin.post("/v1/units", ["name": "Tuleva yksikkö"], at: "2090-01-01")
        county.service.stop()
        _ = try county.service.makeKey(role: "social_worker", name: "Myöhempi", unit: "Uusi yksikkö")
        let stored = Stored(database: county.service.database)
        for name in ["users", "units", "access_keys"] {
            let newest = try stored.column("SELECT id FROM \(name) ORDER BY rowid DESC LIMIT 1")[0]
            #expect(newest > future.id, "\(name)")
        }
    }
}
