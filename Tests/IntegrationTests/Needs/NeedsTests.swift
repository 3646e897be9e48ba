import JSON
import Testing

/// Rows 9 to 13: working notes, the life plan, assessments by method, the network map, exercises.
@Suite struct NeedsTests {
    // MARK: What works and what does not (row 9)

    private static let note: JSONValue = [
        "polarity": "works", "subject": "service", "serviceDescription": "Päivätoiminta ma–ke", "text": "Kaverit ovat siellä.",
    ]

    @Test("notes of what works and what does not are told apart by filters") func filtersNotes() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/working-notes"
        let works = try county.worker.post(path, NeedsTests.note)
        let client = try county.client(for: file["clientId"].string ?? "")
        let fails = try client.post(path, ["polarity": "does_not_work", "subject": "life", "text": "Illat ovat pitkiä."])
        #expect(try county.worker.get("\(path)?polarity=does_not_work").items.map { $0["id"] } == [fails["id"]])
        #expect(try county.worker.get("\(path)?subject=service").items.map { $0["id"] } == [works["id"]])
        #expect(try county.worker.get("\(path)?polarity=maybe", expecting: 400).errors == ["polarity": "bad_value"])
        let changed = try county.worker.patch(works.path, ["polarity": "does_not_work"])
        #expect(changed["polarity"] == "does_not_work")
        #expect(changed["text"] == NeedsTests.note["text"])
    }

    @Test("a note about life names no service") func refusesServiceOfLife() throws {
        let county = try County.shared
        let file = try county.openCase()
        let refused = try county.worker.post("\(file.path)/working-notes", NeedsTests.note.with("subject", "life"), expecting: 422)
        #expect(refused.errors == ["/serviceDescription": "not_about_service"])
        let closed = try county.closedCase()
        #expect(try county.worker.post("\(closed.path)/working-notes", NeedsTests.note, expecting: 409).code == "case_closed")
    }

    // MARK: Life plan (row 10)

    private static let plan: JSONValue = [
        "sections": [
            ["code": "home", "text": "Oma koti lähellä siskoa."], ["title": "Musiikki", "text": "Bändi torstaisin."],
            ["code": "health", "text": "Uinti."],
        ]
    ]

    @Test("a second version leaves the first as it was, and the difference is listed") func comparesVersions() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/life-plans"
        let client = try county.client(for: file["clientId"].string ?? "")
        let first = try client.post(path, NeedsTests.plan)
        #expect(first["number"] == 1)
        #expect(first["writtenBy"] == "client")
        let second = try county.worker.post(
            path,
            [
                "writtenBy": "worker_as_scribe",
                "sections": [
                    ["code": "home", "text": "Oma koti keskustassa."], ["title": "Musiikki", "text": "Bändi torstaisin."],
                    ["title": "Koira", "text": "Haluan koiran."],
                ],
            ])
        #expect(second["number"] == 2)
        #expect(second["writtenBy"] == "worker_as_scribe")
        #expect(try county.worker.get(first.path).body == first.body)
        let expected: JSONValue = [
            ["kind": "changed", "code": "home", "title": nil, "before": "Oma koti lähellä siskoa.", "after": "Oma koti keskustassa."],
            ["kind": "added", "code": nil, "title": "Koira", "before": nil, "after": "Haluan koiran."],
            ["kind": "removed", "code": "health", "title": nil, "before": "Uinti.", "after": nil],
        ]
        let difference = try county.worker.get("\(second.path)/changes?from=\(first.id)")
        #expect(difference["changes"] == expected)
        #expect(difference["fromNumber"] == 1)
        // The version before is what a version is compared with when none is named; the first has none before it.
        #expect(try county.worker.get("\(second.path)/changes").body == difference.body)
        let whole = try county.worker.get("\(first.path)/changes")
        #expect(whole["fromId"] == .null)
        #expect(whole["changes"].array.map { $0["kind"] } == ["added", "added", "added"])
        #expect(try county.worker.get("\(first.path)/changes?from=\(first.id)")["changes"] == [])
    }

    @Test("a life plan never changes and is written by nobody in another's name") func guardsLifePlan() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/life-plans"
        let clientID = file["clientId"].string ?? ""
        let made = try county.worker.post(path, NeedsTests.plan)
        #expect(made["writtenBy"] == "worker_as_scribe")
        let patched = try county.worker.send("PATCH", made.path, JSONValue.object([]).octets, expecting: 405)
        #expect(patched.headers["Allow"] == "GET, HEAD" || patched.headers["Allow"]?.contains("PATCH") == false)
        #expect(
            try county.worker.post(path, NeedsTests.plan.with("writtenBy", "client"), expecting: 422).errors
                == ["/writtenBy": "not_the_caller"])
        #expect(
            try county.client(for: clientID).post(path, NeedsTests.plan.with("writtenBy", "worker_as_scribe"), expecting: 422).errors
                == ["/writtenBy": "not_the_caller"])
        let assistant = try county.speaker(for: clientID, role: "hb_assistant").post(path, NeedsTests.plan, expecting: 403)
        #expect(assistant.code == "forbidden")
        let representative = try county.speaker(for: clientID, role: "representative").post(path, NeedsTests.plan)
        #expect(representative["writtenBy"] == "representative")
        let other = try county.openCase()
        try county.worker.get("\(other.path)/life-plans/\(made.id)", expecting: 404)
        let elsewhere = try county.worker.post("\(other.path)/life-plans", NeedsTests.plan)
        #expect(try county.worker.get("\(made.path)/changes?from=\(elsewhere.id)", expecting: 404).code == "not_found")
    }

    @Test("a section has either a code or a title, and no two have the same") func checksSections() throws {
        let county = try County.shared
        let file = try county.openCase()
        let refused = try county.worker.post(
            "\(file.path)/life-plans",
            [
                "sections": [
                    ["text": "a"], ["code": "home", "title": "Koti", "text": "b"], ["code": "home", "text": "c"],
                    ["code": "home", "text": "d"], ["title": "home", "text": "e"],
                ]
            ], expecting: 422)
        #expect(refused.errors == ["/sections/0": "one_of", "/sections/1": "one_of", "/sections/3/code": "duplicate"])
        let closed = try county.closedCase()
        #expect(try county.worker.post("\(closed.path)/life-plans", NeedsTests.plan, expecting: 409).code == "case_closed")
    }

    // MARK: Assessments (row 11)

    private func method(_ county: County, _ changes: JSONValue = [:]) throws -> String {
        let code = "menetelma_\(county.nextNumber())"
        let body: JSONValue = [
            "code": .string(code), "name": "Menetelmä", "resultKind": "score", "minimum": 0, "maximum": 10, "validFrom": "2026-01-01",
        ]
        _ = try county.admin.post("/v1/assessment-methods", body.merged(changes))
        return code
    }

    private func assessment(_ method: String) -> JSONValue {
        ["methodCode": .string(method), "assessedOn": "2026-03-12", "assessor": "Toimintaterapeutti", "score": 7, "clientView": "Pärjään."]
    }

    @Test("an assessment within the range is kept and listed in the case and over the client's cases") func keepsAssessment() throws {
        let county = try County.shared
        let client = try county.newClient()
        let code = try method(county)
        let first = try county.openCase(client: client)
        let made = try county.worker.post("\(first.path)/assessments", assessment(code))
        #expect(made["score"] == 7)
        #expect(made["clientView"] == "Pärjään.")
        try county.worker.command(on: first.path, "close", ["reason": "ei jatkotoimia"])
        let second = try county.openCase(client: client)
        let later = try county.worker.post("\(second.path)/assessments", assessment(code).with("score", 10))
        #expect(try county.worker.get("\(second.path)/assessments").items.map { $0["id"] } == [later["id"]])
        let all = try county.worker.get("\(client.path)/assessments?methodCode=\(code)").items
        #expect(all.map { $0["id"] } == [made["id"], later["id"]])
        #expect(try county.worker.get("\(try county.newClient().path)/assessments").items.isEmpty)
        #expect(try county.worker.post("\(first.path)/assessments", assessment(code), expecting: 409).code == "case_closed")
    }

    @Test("a score outside the range of the method is refused", arguments: [-1, 11]) func refusesOutOfRange(score: Int64) throws {
        let county = try County.shared
        let file = try county.openCase()
        let body = assessment(try method(county)).with("score", .integer(score))
        let refused = try county.worker.post("\(file.path)/assessments", body, expecting: 422)
        #expect(refused.errors == ["/score": "out_of_range"])
    }

    @Test("a method that is not in the list, or not valid on the day, is unknown") func refusesUnknownMethod() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/assessments"
        let unknown = try county.worker.post(path, assessment("arvaus"), expecting: 422)
        #expect(unknown.code == "unknown_method")
        #expect(unknown.errors == ["/methodCode": "unknown_method"])
        let ended = try method(county, ["validTo": "2026-03-11"])
        #expect(try county.worker.post(path, assessment(ended), expecting: 422).code == "unknown_method")
        let later = try method(county, ["validFrom": "2026-03-13"])
        #expect(try county.worker.post(path, assessment(later), expecting: 422).code == "unknown_method")
        try county.worker.post(path, assessment(later).with("assessedOn", "2026-03-13"))
        #expect(
            try county.worker.post(path, assessment(later).with("assessedOn", "2026-07-01"), expecting: 422).errors
                == ["/assessedOn": "in_the_future"])
    }

    @Test("the result is of the kind the method gives") func checksResultKind() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/assessments"
        let text = try method(county, ["resultKind": "text", "minimum": nil, "maximum": nil])
        #expect(try county.worker.post(path, assessment(text), expecting: 422).errors == ["/score": "not_for_text"])
        #expect(try county.worker.post(path, assessment(text).with("score", nil), expecting: 422).errors == ["/text": "required"])
        try county.worker.post(path, assessment(text).with("score", nil).with("text", "Kotikäynti: keittiö on ahdas."))
        let score = try method(county)
        #expect(try county.worker.post(path, assessment(score).with("score", nil), expecting: 422).errors == ["/score": "required"])
    }

    @Test("methods are kept by the administrator, with a range that fits and no overlap") func keepsMethods() throws {
        let county = try County.shared
        let path = "/v1/assessment-methods"
        let code = "asta_\(county.nextNumber())"
        let body: JSONValue = [
            "code": .string(code), "name": "ASTA", "resultKind": "score", "minimum": 1, "maximum": 5, "validFrom": "2026-01-01",
            "validTo": "2026-06-30",
        ]
        try county.worker.post(path, body, expecting: 403)
        #expect(try county.admin.post(path, body.with("maximum", 1), expecting: 422).errors == ["/maximum": "not_above_minimum"])
        #expect(
            try county.admin.post(path, body.with("minimum", nil).with("maximum", nil), expecting: 422).errors
                == ["/minimum": "required", "/maximum": "required"])
        #expect(
            try county.admin.post(path, body.with("resultKind", "text"), expecting: 422).errors
                == ["/minimum": "not_for_text", "/maximum": "not_for_text"])
        #expect(try county.admin.post(path, body.with("validTo", "2025-12-31"), expecting: 422).errors == ["/validTo": "before_start"])
        let first = try county.admin.post(path, body)
        #expect(
            try county.admin.post(path, body.merged(["validFrom": "2026-06-30", "validTo": nil]), expecting: 409).code
                == "overlapping_validity")
        let next = try county.admin.post(path, body.merged(["validFrom": "2026-07-01", "validTo": nil, "maximum": 7]))
        #expect(try county.worker.get("\(path)?code=\(code)&at=2026-06-30").items.map { $0["id"] } == [first["id"]])
        #expect(try county.worker.get("\(path)?code=\(code)&at=2026-07-01").items.map { $0["id"] } == [next["id"]])
        #expect(try county.admin.patch(first.path, ["validTo": "2026-07-01"], expecting: 409).code == "overlapping_validity")
        #expect(try county.admin.patch(first.path, ["maximum": 9], expecting: 422).errors == ["/maximum": "unknown_member"])
        #expect(try county.admin.patch(first.path, ["name": "ASTA-lomake"])["name"] == "ASTA-lomake")
    }

    // MARK: Network map (row 12)

    private static let map: JSONValue = [
        "nodes": [
            ["key": "sisko", "label": "Siiri", "sector": "family", "closeness": 1, "role": "sisko"],
            ["key": "ohjaaja", "label": "Matti", "sector": "professionals", "closeness": 2, "role": "mentori 2"],
        ],
        "edges": [["from": "sisko", "to": "ohjaaja", "kind": "tuntevat"]],
    ]

    @Test("a network map is kept version by version") func keepsMaps() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/network-maps"
        let first = try county.worker.post(path, NeedsTests.map)
        #expect(first["number"] == 1)
        #expect(first["nodes"] == NeedsTests.map["nodes"])
        #expect(first["edges"] == NeedsTests.map["edges"])
        let client = try county.client(for: file["clientId"].string ?? "")
        let second = try client.post(path, NeedsTests.map.with("edges", []))
        #expect(second["number"] == 2)
        #expect(try county.worker.get(first.path).body == first.body)
        #expect(try county.worker.get(path).items.map { $0["number"] } == [1, 2])
    }

    @Test(
        "a node that tells too much of a person is refused",
        arguments: [
            ("label", "Siiri 010190-999W", "national_id"), ("role", "sisko, 010594y9032", "national_id"),
            ("key", "010190-999W", "national_id"), ("label", "Siiri 010190–999W", "national_id"),
            ("role", "asuu: Testikatu 5 A 3", "address"), ("label", "Mannerheimintie 12", "address"), ("role", "Storgatan 3", "address"),
            ("role", "33100 Tampere", "address"),
        ])
    func refusesThirdPersonData(member: String, text: String, code: String) throws {
        let county = try County.shared
        let file = try county.openCase()
        let node = NeedsTests.map["nodes"][0].with(member, .string(text))
        let refused = try county.worker.post(
            "\(file.path)/network-maps", ["nodes": [NeedsTests.map["nodes"][1], node], "edges": []], expecting: 422)
        #expect(refused.code == "third_person_data")
        #expect(refused.errors == ["/nodes/1/\(member)": code])
        // The refusal does not repeat what should not have been sent.
        #expect(!refused.text.contains(text))
    }

    @Test("an edge goes between two nodes of the map, and keys are used once") func checksEdges() throws {
        let county = try County.shared
        let file = try county.openCase()
        let nodes = NeedsTests.map["nodes"].array
        let refused = try county.worker.post(
            "\(file.path)/network-maps",
            [
                "nodes": [nodes[0], nodes[1], nodes[0]],
                "edges": [["from": "sisko", "to": "veli"], ["from": "isa", "to": "sisko"], ["from": "sisko", "to": "sisko"]],
            ], expecting: 422)
        #expect(
            refused.errors == [
                "/nodes/2/key": "duplicate", "/edges/0/to": "unknown_node", "/edges/1/from": "unknown_node", "/edges/2/to": "same_node",
            ])
        let far = try county.worker.post(
            "\(file.path)/network-maps", ["nodes": [nodes[0].with("closeness", 4)], "edges": []], expecting: 422)
        #expect(far.errors == ["/nodes/0/closeness": "out_of_range"])
        let closed = try county.closedCase()
        #expect(try county.worker.post("\(closed.path)/network-maps", NeedsTests.map, expecting: 409).code == "case_closed")
    }

    // MARK: Exercises and tests (row 13)

    private static let agreement: JSONValue = [
        "kind": "exercise", "title": "Kaupassa käynti itse", "purpose": "Itsenäisyys", "manner": "kerran viikossa",
        "agreedOn": "2026-03-10",
    ]

    @Test("a result belongs to an exercise agreed in the same case") func keepsResult() throws {
        let county = try County.shared
        let file = try county.openCase()
        let agreement = try county.worker.post("\(file.path)/exercise-agreements", NeedsTests.agreement)
        #expect(try county.worker.get(agreement.path)["manner"] == "kerran viikossa")
        let path = "\(file.path)/exercise-results"
        let result: JSONValue = [
            "agreementId": agreement["id"], "doneOn": "2026-03-17", "text": "Onnistui.", "score": 3, "clientView": "Hyvä!",
        ]
        let client = try county.client(for: file["clientId"].string ?? "")
        let made = try client.post(path, result)
        #expect(try county.worker.get(made.path)["clientView"] == "Hyvä!")
        #expect(try county.worker.get("\(path)?agreementId=\(agreement.id.uppercased())").items.map { $0["id"] } == [made["id"]])
        #expect(
            try county.worker.post(path, result.with("doneOn", "2026-03-09"), expecting: 422).errors == ["/doneOn": "before_agreement"])
        #expect(try county.worker.post(path, result.with("doneOn", "2026-07-01"), expecting: 422).errors == ["/doneOn": "in_the_future"])
    }

    @Test("a result without an agreement of the case is refused") func refusesResult() throws {
        let county = try County.shared
        let file = try county.openCase()
        let other = try county.openCase()
        let elsewhere = try county.worker.post("\(other.path)/exercise-agreements", NeedsTests.agreement)
        for id in [elsewhere["id"], "0190a000-0000-7000-8000-000000000000"] {
            let refused = try county.worker.post(
                "\(file.path)/exercise-results", ["agreementId": id, "doneOn": "2026-03-17", "text": "x"], expecting: 409)
            #expect(refused.code == "agreement_missing")
            #expect(refused.errors == ["/agreementId": "agreement_missing"])
        }
        let closed = try county.closedCase()
        #expect(try county.worker.post("\(closed.path)/exercise-agreements", NeedsTests.agreement, expecting: 409).code == "case_closed")
        #expect(
            try county.worker.post(
                "\(closed.path)/exercise-results", ["agreementId": elsewhere["id"], "doneOn": "2026-03-17", "text": "x"], expecting: 409
            ).code == "case_closed")
    }
}
