import JSON
import Testing

/// The first contact in one request: all of it is kept, or nothing (S1, S2).
@Suite struct IntakeTests {
    private static let path = "/v1/intakes"

    private static func intake(_ county: County, hetu: String? = nil) -> JSONValue {
        [
            "client": county.clientBody(hetu: hetu),
            "closePersons": [["name": "Veera Ystävä", "relation": "friend"], ["name": "Äiti", "relation": "parent"]],
            "case": [
                "regionalModel": .string(County.model), "contactAt": "2026-03-02", "channel": "phone", "applicantRole": "client",
            ],
            "statements": [["kind": "wish", "statedBy": "client", "inOwnWords": "Haluan asua itse.", "lifeArea": "home"]],
            "firstMeeting": [
                "details": [
                    "kind": "needs_talk", "heldOn": "2026-03-05", "place": "koti", "placeChosenBy": "client",
                    "inviteesChosenByClient": true,
                ],
                "invited": [1],
            ],
        ]
    }

    @Test("one request makes the client, close persons, the case, the wishes and the first meeting (S1, S2, S8)") func makesAll() throws {
        let county = try County.shared
        let made = try county.worker.post(IntakeTests.path, IntakeTests.intake(county))
        let casePath = try #require(made.headers["Location"])
        let client = "/v1/clients/\(made["client"]["id"].string ?? "")"
        #expect(try county.worker.get(client).json == made["client"])
        #expect(try county.worker.get(casePath).json == made["case"])
        #expect(made["case"]["clientId"].string == made["client"]["id"].string)
        #expect(try county.worker.get("\(client)/close-persons").items == made["closePersons"].array)
        let statements = try county.worker.get("\(casePath)/statements").items.map {
            try county.worker.get("\(casePath)/statements/\($0["id"].string ?? "")").json
        }
        #expect(statements == made["statements"].array)
        #expect(try county.worker.get("\(casePath)/meetings").items == [made["firstMeeting"]])
        #expect(made["firstMeeting"]["closePersonIds"].array.map(\.string) == [made["closePersons"][1]["id"].string])
    }

    @Test("a known client is taken in by identity, and the request needs only the case") func takesKnown() throws {
        let county = try County.shared
        let client = try county.newClient()
        let body: JSONValue = ["clientId": client["id"], "case": IntakeTests.intake(county)["case"]]
        let made = try county.worker.post(IntakeTests.path, body)
        #expect(made["client"]["id"].string == client.id)
        #expect(made["closePersons"] == [])
        #expect(made["firstMeeting"] == .null)
        // The second request finds an open case.
        let second = try county.worker.post(IntakeTests.path, body, expecting: 409)
        #expect(second.code == "second_open_case")
        // The request names the client beside the case.
        #expect(second.errors == ["/clientId": "second_open_case"])
    }

    @Test("every fault of the body is reported at once, each at its place in the request") func tellsFaults() throws {
        let county = try County.shared
        let body = IntakeTests.intake(county)
        let refused = try county.worker.post(
            IntakeTests.path,
            body.with("closePersons", [["name": "", "relation": "friend"]]).with("case", body["case"].with("channel", "smoke"))
                .with("statements", [["kind": "wish"]]).with("firstMeeting", ["details": [:], "invited": [50]]), expecting: 422)
        #expect(refused.errors["/closePersons/0/name"] == "too_short")
        #expect(refused.errors["/case/channel"] == "unknown_code")
        #expect(refused.errors["/statements/0/inOwnWords"] == "required")
        #expect(refused.errors["/firstMeeting/details/place"] == "required")
        #expect(refused.errors["/firstMeeting/invited/0"] == "out_of_range")
        for body in [body.with("clientId", "01943a69-cd80-7000-8000-00105fad57ab"), body.with("client", nil)] {
            #expect(try county.worker.post(IntakeTests.path, body, expecting: 422).errors == ["": "one_of"])
        }
    }

    @Test(
        "a rule that refuses a part is reported at its place, and nothing of the request is kept",
        arguments: ["case", "statement", "meeting"])
    func leavesNothing(part: String) throws {
        let county = try County.shared
        let hetu = county.newHetu()
        var body = IntakeTests.intake(county, hetu: hetu)
        let wanted: [String: String]
        switch part {
        case "case":
            body = body.with("case", body["case"].with("unitId", "01943a69-cd80-7000-8000-00105fad57ab"))
            wanted = ["/case/unitId": "unknown_unit"]
        case "statement":
            body = body.with("case", body["case"].with("contactAt", "2999-01-01"))
            wanted = ["/case/contactAt": "in_the_future"]
        default:
            body = body.with("firstMeeting", body["firstMeeting"].with("invited", [0, 2]))
            wanted = ["/firstMeeting/invited/1": "unknown_close_person"]
        }
        let refused = try county.worker.post(IntakeTests.path, body, expecting: 422)
        #expect(refused.errors == wanted)
        // The same person is no duplicate afterwards.
        try county.worker.post(IntakeTests.path, IntakeTests.intake(county, hetu: hetu))
        let again = try county.worker.post(IntakeTests.path, IntakeTests.intake(county, hetu: hetu), expecting: 409)
        #expect(again.errors == ["/client/hetu": "duplicate_hetu"])
    }

    @Test("an invitee who may not be contacted or is unknown is reported at the place in the request (S2)") func tellsInvitees() throws {
        let county = try County.shared
        let body = IntakeTests.intake(county)
        let forbidden = body.with(
            "closePersons", [["name": "Veera", "relation": "friend"], ["name": "Ei", "relation": "sibling", "contactForbidden": true]]
        ).with("firstMeeting", body["firstMeeting"].with("invited", [0, 1]))
        #expect(
            try county.worker.post(IntakeTests.path, forbidden, expecting: 422).errors == ["/firstMeeting/invited/1": "contact_forbidden"])
        let details = body["firstMeeting"]["details"].with("closePersonIds", ["01943a69-cd80-7000-8000-00105fad57ab"])
        let unknown = body.with("firstMeeting", body["firstMeeting"].with("details", details))
        #expect(
            try county.worker.post(IntakeTests.path, unknown, expecting: 422).errors
                == ["/firstMeeting/details/closePersonIds/0": "unknown_close_person"])
    }

    @Test("a dry run makes nothing; two requests with the same key make everything once") func rehearsesAndReplays() throws {
        let county = try County.shared
        let body = IntakeTests.intake(county)
        try county.worker.post(IntakeTests.path, body, headers: ["Prefer": "dry-run"])
        let key = ["Idempotency-Key": "intake-\(county.nextNumber())"]
        let made = try county.worker.post(IntakeTests.path, body, headers: key)
        let again = try county.worker.post(IntakeTests.path, body, headers: key)
        #expect(again.headers["Idempotency-Replayed"] == "true")
        #expect(again.body == made.body)
        try county.finance.post(IntakeTests.path, body, expecting: 403)
    }
}
