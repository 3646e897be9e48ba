import JSON
import Testing

/// Row 37: HB assistants, and what a client lets them see (S32, A12).
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

    @Test("an assistant without an authorisation sees nothing of the client (A12, S32, row 37)") func refusesWithout() throws {
        for path in [file.path, "\(file.path)/meetings", "\(file.path)/timeline", "/v1/cases"] {
            let refused = try assistant.get(path, expecting: 403)
            #expect(["authorisation_missing", "forbidden"].contains(refused.code), "\(path)")
        }
        #expect(try assistant.get(file.path, expecting: 403).code == "authorisation_missing")
        // The catalogue holds no client data.
        try assistant.get("/v1/catalogue-items")
    }

    @Test("an authorisation opens its parts from its first day to its last, and nothing else (A12, S32, row 37)") func opens() throws {
        let made = try client.post(path, try authorisation())
        #expect(made["isValid"] == true)
        try assistant.get(file.path, at: "2026-06-01")
        for path in ["support-plans", "statements", "working-notes", "dialogue-rounds"] {
            try assistant.get("\(file.path)/\(path)", at: "2026-07-31")
        }
        #expect(try assistant.get(file.path, expecting: 403, at: "2026-05-31").code == "authorisation_missing")
        #expect(try assistant.get(file.path, expecting: 403, at: "2026-08-01").code == "authorisation_missing")
        #expect(try client.get(made.path, at: "2026-08-01")["isValid"] == false)
        // Everything else stays closed.
        let client = "/v1/clients/\(file["clientId"].string ?? "")"
        for path in ["diary-entries", "meetings", "assessments", "life-plans", "network-maps", "service-plans", "suitability", "choices"] {
            #expect(try assistant.get("\(file.path)/\(path)", expecting: 403).code == "forbidden", "\(path)")
        }
        for path in [client, "\(client)/close-persons", "\(client)/representatives", "\(client)/network"] {
            #expect(try assistant.get(path, expecting: 403).code == "forbidden", "\(path)")
        }
        #expect(try assistant.get("\(file.path)/budgets", expecting: 403).code == "authorisation_missing")
        // Another client's case does not exist for the assistant.
        try assistant.get(try county.openCase().path, expecting: 404)
    }

    @Test("an authorisation for the budget alone does not open the plan (A12)") func opensPartOnly() throws {
        try client.post(path, try authorisation(parts: ["budget", "catalogue"]))
        try assistant.get(file.path)
        try assistant.get("\(file.path)/budgets")
        #expect(try assistant.get("\(file.path)/support-plans", expecting: 403).code == "authorisation_missing")
        // The services and the texts about them are more than the budget.
        for path in ["current-services", "budget-calculations", "agreements", "actuals"] {
            #expect(try assistant.get("\(file.path)/\(path)", expecting: 403).code == "forbidden", "\(path)")
        }
        // The assistant sees that there is a case and its state, and no text about it.
        try county.worker.patch(file.path, ["otherServices": ["Vammaisten kuljetus"]])
        let seen = try assistant.get(file.path)
        #expect(seen["otherServices"] == ["***"] && seen.headers["Withheld"]?.contains("otherServices") == true)
    }

    @Test("a revoked authorisation closes the file at once (S32)") func revokes() throws {
        let made = try county.worker.post(path, try authorisation())
        try assistant.get(file.path)
        #expect(try client.command(on: made.path, "revoke")["state"] == "revoked")
        #expect(try assistant.get(file.path, expecting: 403).code == "authorisation_missing")
        #expect(try client.command(on: made.path, "revoke", expecting: 409).code == "illegal_transition")
    }

    @Test("an authorisation for another user opens nothing, and an assistant cannot write one (S32)") func bindsUser() throws {
        #expect(try assistant.post(path, try authorisation(), expecting: 403).code == "forbidden")
        try client.post(path, try authorisation().with("userId", nil))
        #expect(try assistant.get(file.path, expecting: 403).code == "authorisation_missing")
    }

    @Test("an unknown assistant, a user who is no assistant, an end before the start and a future signature are refused") func refuses()
        throws
    {
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

    @Test("the user of another client's assistant is unknown for this client") func refusesStranger() throws {
        let stranger = try county.speaker(for: try county.newClient().id, role: "hb_assistant")
        let body = try authorisation().with("userId", .string(stranger.userID))
        #expect(try client.post(path, body, expecting: 422).errors == ["/userId": "unknown_user"])
    }
}
