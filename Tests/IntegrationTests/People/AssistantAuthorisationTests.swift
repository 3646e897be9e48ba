import JSON
import Testing

/// Row 37: assistants, possibly none, and what a client lets them see.
@Suite struct AssistantAuthorisationTests {
    private let county: County
    private let file: Reply
    private let client: Caller
    private let assistant: Caller

    init() throws {
        county = try County.shared
        file = try county.openCase()
        client = try county.client(for: file["clientId"].string ?? "")
        assistant = try county.speaker(for: file["clientId"].string ?? "", role: "hb_assistant")
    }

    private var path: String { "/v1/clients/\(file["clientId"].string ?? "")/assistant-authorisations" }

    private func authorisation(parts: JSONValue = ["plan"]) throws -> JSONValue {
        let registered = try county.registeredAssistant()
        return [
            "hbAssistantId": registered["id"], "userId": .string(assistant.userID), "parts": parts, "from": "2026-06-01",
            "to": "2026-07-31", "writtenOn": "2026-05-30",
        ]
    }

    @Test("without an authorisation an assistant sees nothing of the client") func refusesWithout() throws {
        for path in [file.path, "\(file.path)/meetings", "\(file.path)/timeline", "/v1/cases"] {
            let refused = try assistant.get(path, expecting: 403)
            #expect(["authorisation_missing", "forbidden"].contains(refused.code), "\(path)")
        }
        #expect(try assistant.get(file.path, expecting: 403).code == "authorisation_missing")
        // The catalogue holds nobody's data.
        try assistant.get("/v1/catalogue-items")
    }

    @Test("an authorisation opens its parts from its first day to its last") func opens() throws {
        let made = try client.post(path, try authorisation())
        #expect(made["isValid"] == true)
        try assistant.get(file.path, at: "2026-06-01")
        for path in ["support-plans", "statements", "working-notes", "dialogue-rounds"] {
            try assistant.get("\(file.path)/\(path)", at: "2026-07-31")
        }
        #expect(try assistant.get(file.path, expecting: 403, at: "2026-05-31").code == "authorisation_missing")
        #expect(try assistant.get(file.path, expecting: 403, at: "2026-08-01").code == "authorisation_missing")
        #expect(try client.get(made.path, at: "2026-08-01")["isValid"] == false)
        // What is no part of it stays closed.
        let client = "/v1/clients/\(file["clientId"].string ?? "")"
        for path in ["diary-entries", "meetings", "assessments", "life-plans", "network-maps", "service-plans", "suitability", "choices"] {
            #expect(try assistant.get("\(file.path)/\(path)", expecting: 403).code == "forbidden", "\(path)")
        }
        for path in [client, "\(client)/close-persons", "\(client)/representatives", "\(client)/network"] {
            #expect(try assistant.get(path, expecting: 403).code == "forbidden", "\(path)")
        }
        #expect(try assistant.get("\(file.path)/budgets", expecting: 403).code == "authorisation_missing")
        // Another client's file is as if it were not there.
        try assistant.get(try county.openCase().path, expecting: 404)
    }

    @Test("an authorisation for the budget alone does not open the plan") func opensPartOnly() throws {
        try client.post(path, try authorisation(parts: ["budget", "catalogue"]))
        try assistant.get(file.path)
        try assistant.get("\(file.path)/budgets")
        #expect(try assistant.get("\(file.path)/support-plans", expecting: 403).code == "authorisation_missing")
        // What services there are and what is said of them is more than the budget.
        for path in ["current-services", "budget-calculations", "agreements", "actuals"] {
            #expect(try assistant.get("\(file.path)/\(path)", expecting: 403).code == "forbidden", "\(path)")
        }
        // That there is a case and where it stands, and nothing that was said of it.
        try county.worker.patch(file.path, ["otherServices": ["Vammaisten kuljetus"]])
        let seen = try assistant.get(file.path)
        #expect(seen["otherServices"] == ["***"] && seen.headers["Withheld"]?.contains("otherServices") == true)
    }

    @Test("taken back, it is closed at once") func revokes() throws {
        let made = try county.worker.post(path, try authorisation())
        try assistant.get(file.path)
        #expect(try client.command(on: made.path, "revoke")["state"] == "revoked")
        #expect(try assistant.get(file.path, expecting: 403).code == "authorisation_missing")
        #expect(try client.command(on: made.path, "revoke", expecting: 409).code == "illegal_transition")
    }

    @Test("an authorisation for another user opens nothing; an assistant cannot write one") func bindsUser() throws {
        #expect(try assistant.post(path, try authorisation(), expecting: 403).code == "forbidden")
        try client.post(path, try authorisation().with("userId", nil))
        #expect(try assistant.get(file.path, expecting: 403).code == "authorisation_missing")
    }

    @Test("an unknown assistant, a user who is none, an end before the start and a signature to come are refused") func refuses() throws {
        let body = try authorisation().merged([
            "hbAssistantId": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "userId": .string(county.worker.userID), "to": "2026-05-31",
            "writtenOn": "2026-07-01",
        ])
        let faults = try client.post(path, body, expecting: 422).errors
        #expect(
            faults == [
                "/hbAssistantId": "unknown_assistant", "/userId": "unknown_user", "/to": "before_start", "/writtenOn": "in_the_future",
            ])
    }

    @Test("a stranger's assistant is no user for this client") func refusesStranger() throws {
        let stranger = try county.speaker(for: try county.newClient().id, role: "hb_assistant")
        let body = try authorisation().with("userId", .string(stranger.userID))
        #expect(try client.post(path, body, expecting: 422).errors == ["/userId": "unknown_user"])
    }
}
