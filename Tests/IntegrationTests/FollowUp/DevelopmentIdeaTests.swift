import JSON
import Testing

/// Row 91: clients develop the local model (S50).
@Suite struct DevelopmentIdeaTests {
    private static let path = "/v1/development-ideas"
    private static let idea: JSONValue = ["regionalModelCode": .string(County.model), "text": "Vertaisryhmä myös iltaisin."]

    @Test("a client's idea is reviewed, answered and adopted, and the client sees it (S50, row 91)") func takesItsWay() throws {
        let county = try County.shared
        let client = try county.client(for: try county.newClient().id)
        let made = try client.post(DevelopmentIdeaTests.path, DevelopmentIdeaTests.idea)
        #expect(made["state"] == "submitted")
        #expect(made["authorRole"] == "client")
        try county.worker.command(on: made.path, "reply", ["reply": "Kiitos, katsotaan."])
        #expect(
            try county.worker.command(on: made.path, "adopt", ["reply": "x"], expecting: 409).allowed == ["take-under-review", "reply"])
        try county.worker.command(on: made.path, "take-under-review")
        try county.admin.command(on: made.path, "adopt", ["reply": "Otetaan käyttöön."])
        let seen = try client.get(made.path)
        #expect(seen["state"] == "adopted")
        #expect(seen["reply"] == "Otetaan käyttöön.")
        #expect(seen["repliedOn"] == "2026-06-30")
        #expect(try county.worker.command(on: made.path, "decline", ["reply": "x"], expecting: 409).code == "illegal_transition")
    }

    @Test("a client sees only the own ideas and answers none (S50)") func hidesOthers() throws {
        let county = try County.shared
        let client = try county.client(for: try county.newClient().id)
        let other = try county.client(for: try county.newClient().id)
        let made = try client.post(DevelopmentIdeaTests.path, DevelopmentIdeaTests.idea)
        try other.get(made.path, expecting: 404)
        #expect(try other.get(DevelopmentIdeaTests.path).items.isEmpty)
        #expect(try client.get(DevelopmentIdeaTests.path).items.count == 1)
        #expect(try client.command(on: made.path, "reply", ["reply": "x"], expecting: 403).code == "forbidden")
        #expect(try county.finance.get(made.path)["text"] == DevelopmentIdeaTests.idea["text"])
    }

    @Test("an idea is not part of the case: it shows no client, case or author, and the timeline leaves it out (S50, row 91)")
    func isApart()
        throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let client = try county.client(for: file["clientId"].string ?? "")
        let place = try Stored(database: county.service.database).column("SELECT max(sequence) FROM events")[0]
        let made = try client.post(DevelopmentIdeaTests.path, DevelopmentIdeaTests.idea)
        #expect(!made.text.contains(file.id))
        #expect(!made.text.contains(file["clientId"].string ?? "?"))
        #expect(!made.text.contains(client.userID))
        #expect(!(try county.worker.get("\(file.path)/timeline").text.contains(made.id)))
        let told = try county.worker.get("/v1/changes?after=\(place)&limit=1000").items.filter { $0["nounId"] == .string(made.id) }
        #expect(told.count == 1 && told[0]["userId"] == .null && told[0]["clientId"] == .null, "\(told)")
    }

    @Test("an unknown region and a national id are refused") func refuses() throws {
        let county = try County.shared
        let unknown = try county.worker.post(
            DevelopmentIdeaTests.path, DevelopmentIdeaTests.idea.with("regionalModelCode", "ei_ole"), expecting: 422)
        #expect(unknown.errors == ["/regionalModelCode": "unknown_model"])
        let named = try county.worker.post(
            DevelopmentIdeaTests.path, DevelopmentIdeaTests.idea.with("text", .string("Kuten \(county.newHetu()) sanoi")), expecting: 422)
        #expect(named.code == "third_person_data")
    }
}
