import JSON
import Testing

/// Row 8: goals, wishes and needs in the client's own words, with the workers' views beside them (S8).
@Suite struct StatementTests {
    private static let goal: JSONValue = [
        "kind": "goal", "statedBy": "client", "inOwnWords": "Haluan muuttaa omaan kotiin.", "supportedBy": ["sisar", "vertaisryhmä"],
        "lifeArea": "asuminen", "priority": 1,
    ]

    private func statement(_ county: County) throws -> (file: Reply, statement: Reply) {
        let file = try county.openCase()
        return (file, try county.worker.post("\(file.path)/statements", StatementTests.goal))
    }

    /// An assistant whom the client has authorised to help with the plan.
    private func authorisedAssistant(_ county: County, of clientID: String) throws -> Caller {
        let assistant = try county.speaker(for: clientID, role: "hb_assistant")
        let entry = try county.admin.post(
            "/v1/hb-assistants",
            ["name": "Aulis Avustaja", "contact": "aulis@example.com", "trainedOn": "2026-01-15", "languages": ["fi"]])
        _ = try county.client(for: clientID).post(
            "/v1/clients/\(clientID)/assistant-authorisations",
            [
                "hbAssistantId": entry["id"], "userId": .string(assistant.userID), "parts": ["plan"], "from": "2026-06-01",
                "to": "2026-07-31", "writtenOn": "2026-05-29",
            ])
        return assistant
    }

    @Test("a worker writes down what the client said; the words and their speaker are kept (S8, row 8)") func keepsWords() throws {
        let county = try County.shared
        let (file, made) = try statement(county)
        let read = try county.worker.get(made.path)
        #expect(read["inOwnWords"] == "Haluan muuttaa omaan kotiin.")
        #expect(read["statedBy"] == "client")
        #expect(read["supportedBy"] == ["sisar", "vertaisryhmä"])
        #expect(read["priority"] == 1)
        #expect(read["state"] == "open")
        #expect(read["wordings"].array.map { $0["text"] } == ["Haluan muuttaa omaan kotiin."])
        #expect(read["wordings"][0]["userId"].string == county.worker.userID)
        let wish = try county.worker.post(
            "\(file.path)/statements", ["kind": "wish", "statedBy": "together", "inOwnWords": "Koira"])
        #expect(wish["priority"] == 3)
        #expect(try county.worker.get("\(file.path)/statements?kind=wish").items.map { $0["id"] } == [wish["id"]])
        let wrong = try county.worker.post(
            "\(file.path)/statements", StatementTests.goal.merged(["priority": 6, "kind": "dream"]), expecting: 422)
        #expect(wrong.errors == ["/priority": "out_of_range", "/kind": "unknown_code"])
    }

    @Test("only the client changes the words (S8, row 8)", arguments: ["worker", "hb_assistant"]) func refusesOthersWords(who: String)
        throws
    {
        let county = try County.shared
        let (file, made) = try statement(county)
        let caller = try who == "worker" ? county.worker : authorisedAssistant(county, of: file["clientId"].string ?? "")
        let refused = try caller.patch(made.path, ["inOwnWords": "Haluaa palveluasumista."], expecting: 403)
        #expect(refused.code == "own_words_only")
        #expect(refused.errors == ["/inOwnWords": "own_words_only"])
        let read = try county.worker.get(made.path)
        #expect(read.etag == made.etag)
        #expect(read["inOwnWords"] == "Haluan muuttaa omaan kotiin.")
        // The other members may be changed, also when the same words are sent along.
        let changed = try caller.patch(made.path, ["priority": 2, "inOwnWords": "Haluan muuttaa omaan kotiin."])
        #expect(changed["priority"] == 2)
        #expect(changed["wordings"].array.count == 1)
    }

    @Test("the client's new wording replaces the old one, which stays in the history (S8, row 8)") func restates() throws {
        let county = try County.shared
        let (file, made) = try statement(county)
        let client = try county.client(for: file["clientId"].string ?? "")
        let restated = try client.patch(made.path, ["inOwnWords": "Haluan muuttaa kaverin kanssa."])
        #expect(restated["inOwnWords"] == "Haluan muuttaa kaverin kanssa.")
        let read = try county.worker.get(made.path)
        #expect(read["wordings"].array.map { $0["text"] } == ["Haluan muuttaa omaan kotiin.", "Haluan muuttaa kaverin kanssa."])
        #expect(read["wordings"][1]["userId"].string == client.userID)
    }

    @Test("workers' views are kept beside the words, in order of arrival (S8, row 8)") func addsViews() throws {
        let county = try County.shared
        let (file, made) = try statement(county)
        let path = "\(made.path)/worker-views"
        let viewed = try county.worker.post(path, ["text": "Tarvitsee tukea öisin."])
        #expect(viewed.headers["Location"] == made.path)
        #expect(viewed["inOwnWords"] == "Haluan muuttaa omaan kotiin.")
        _ = try county.coordinator.post(path, ["text": "Tuettu asuminen\nriittänee alussa."])
        let views = try county.worker.get(made.path)["workerViews"].array
        #expect(views.map { $0["text"] } == ["Tarvitsee tukea öisin.", "Tuettu asuminen\nriittänee alussa."])
        #expect(views.map { $0["userId"].string } == [county.worker.userID, county.coordinator.userID])
        #expect(views[0]["at"] == "2026-06-30T09:00:00Z")
        let client = try county.client(for: file["clientId"].string ?? "")
        try client.post(path, ["text": "x"], expecting: 403)
        #expect(try county.worker.post(path, ["text": " "], expecting: 422).errors == ["/text": "blank"])
    }

    @Test("a goal is started and then achieved; a goal that is not started cannot be achieved (S8)") func takesSteps() throws {
        let county = try County.shared
        let (file, made) = try statement(county)
        let refused = try county.worker.command(on: made.path, "achieve", expecting: 409)
        #expect(refused.code == "illegal_transition")
        #expect(refused.allowed == ["start", "drop"])
        // The action names the one step that opens it, and who may take it.
        let blocked = try #require(try county.worker.get(made.path)["actions"].array.first { $0["command"] == "achieve" })
        #expect(blocked["blockedBy"][0]["mend"]["path"] == .string("\(made.path)/start"))
        #expect(blocked["blockedBy"][0]["mendedBy"].array.contains("social_worker"))
        #expect(try county.worker.command(on: made.path, "start")["state"] == "in_progress")
        #expect(try county.worker.command(on: made.path, "achieve")["state"] == "achieved")
        #expect(try county.worker.command(on: made.path, "drop", ["reason": "ei enää"], expecting: 409).allowed == [])
        let wish = try county.worker.post("\(file.path)/statements", StatementTests.goal)
        #expect(try county.worker.command(on: wish.path, "drop", [:], expecting: 422).errors == ["/reason": "required"])
        #expect(try county.worker.command(on: wish.path, "drop", ["reason": "mieli muuttui"])["state"] == "dropped")
        #expect(try county.worker.patch(wish.path, ["state": "open"], expecting: 422).errors == ["/state": "unknown_member"])
        #expect(try county.worker.get("\(file.path)/statements?state=achieved").items.map { $0["id"] } == [made["id"]])
    }

    @Test("a closed case takes no new statements, views or steps") func refusesClosed() throws {
        let county = try County.shared
        let (file, made) = try statement(county)
        try county.worker.command(on: file.path, "close", ["reason": "ei jatkotoimia"])
        #expect(try county.worker.post("\(file.path)/statements", StatementTests.goal, expecting: 409).code == "case_closed")
        #expect(try county.worker.patch(made.path, ["priority": 4], expecting: 409).code == "case_closed")
        #expect(try county.worker.post("\(made.path)/worker-views", ["text": "x"], expecting: 409).code == "case_closed")
        #expect(try county.worker.command(on: made.path, "start", expecting: 409).code == "case_closed")
    }
}
