import JSON
import Testing

/// Readiness and actions agree with the calls: each call does what they announce.
@Suite struct ReadinessTests {
    private static func rules(_ chance: inout Chance) -> JSONValue {
        let deciders: [JSONValue] = ["body", "office_holder", "office_holder_then_body", "office_holder_then_body"]
        return [
            "decidingAuthority": chance.pick(deciders) ?? "body", "monitoringRequired": .bool(chance.isTrue(in: 2)),
            "carryOver": chance.isTrue(in: 2) ? "full" : "none",
        ]
    }

    private static func codes(_ blocks: JSONValue) -> [String] { blocks.array.compactMap { $0["code"].string } }

    @Test(
        "after the named remedies the step succeeds; a step that is not ready is refused for one of the named reasons", arguments: 1...8)
    func mending(number: Int) throws {
        var chance = Chance("readiness \(number)", salt: UInt64(number))
        let journey = try Journey(County.shared, rules: ReadinessTests.rules(&chance))
        var isClosed = false
        for _ in 0..<30 where !isClosed {
            for _ in 0..<chance.below(6) { try journey.disturb(&chance) }
            let reader = chance.pick(["social_worker", "service_coordinator", "decision_maker", "client"]) ?? ""
            let readiness = try journey.read(as: reader)
            #expect(readiness["state"] == (try journey.county.worker.get(journey.path))["state"])
            let steps = readiness["steps"].array
            isClosed = readiness["state"] == "closed"
            #expect(steps.isEmpty == isClosed)
            guard let step = ReadinessTests.step(of: steps, &chance) else { continue }
            try take(step, journey, &chance)
        }
    }

    /// Picks one of the steps. Picks steps that lead ahead more often than steps that end the matter.
    private static func step(of steps: [JSONValue], _ chance: inout Chance) -> JSONValue? {
        let away: Set<String> = ["close", "choose-other", "withdraw-choice", "end", "plan-again", "return-for-work", "reject", "suspend"]
        let ahead = steps.filter { !away.contains($0["step"].string ?? "") }
        return chance.isTrue(in: 7) ? chance.pick(steps) : chance.pick(ahead) ?? chance.pick(steps)
    }

    private func take(_ step: JSONValue, _ journey: Journey, _ chance: inout Chance) throws {
        let name = step["step"].string ?? ""
        let unmet = step["unmet"].array
        let told: Comment = "seed \(chance.seed), \(journey.path): \(String(decoding: step.octets, as: UTF8.self))"
        #expect(step["isReady"].bool == unmet.isEmpty, told)
        func taken(by roles: JSONValue) -> String? {
            chance.pick(roles.array.compactMap(\.string).filter { Journey.roles.contains($0) })
        }
        if !unmet.isEmpty {
            // A path with a gap leads to an item that does not exist yet, so there is nothing to try.
            if step["call"]["path"].string?.contains("{") == false, let role = taken(by: step["takenBy"]) {
                let refused = try #require(try journey.call(step["call"], as: role, taking: name), told)
                #expect((400..<500).contains(refused.status), told)
                #expect(ReadinessTests.codes(step["unmet"]).contains(refused.code ?? ""), "\(told) \(refused)")
            }
            for rule in unmet {
                // No call mends the rule: the case can continue only by another step.
                guard rule["mend"] != nil else { return }
                let role = try #require(taken(by: rule["mendedBy"]), told)
                let mended = try #require(try journey.call(rule["mend"], as: role, mending: rule, taking: name), told)
                #expect((200..<300).contains(mended.status), "\(told) mending \(rule["code"]): \(mended)")
            }
        }
        let role = try #require(taken(by: step["takenBy"]), told)
        let done = try #require(try journey.call(step["call"], as: role, taking: name), told)
        #expect((200..<300).contains(done.status), "\(told) \(done)")
        #expect(try journey.county.worker.get(journey.path)["state"] == step["to"], told)
    }

    /// The lists of a case whose items have states.
    private static let parts = [
        "support-plans", "decisions", "budgets", "agreements", "budget-calculations", "choices", "statements", "reviews", "forms",
        "research-consents", "diary-entries",
    ]

    @Test("readiness is in the requested language, for callers who may read the file; a closed case has no step (row 80)")
    func tellsReadiness()
        throws
    {
        let county = try County.shared
        let file = try county.assessedCase()
        let path = "\(file.path)/readiness"
        let readiness = try county.worker.get(path)
        let step = readiness["steps"][0]
        #expect(readiness["steps"].array.map { $0["step"] } == ["present-alternatives", "close"])
        #expect(step["to"] == "alternatives")
        let noMembers: JSONValue = ["schema": "#/components/schemas/NoMembers", "required": [], "isOptional": true]
        #expect(
            step["call"] == [
                "operationId": "presentAlternatives", "method": "POST", "path": .string("\(file.path)/present-alternatives"),
                "body": noMembers,
            ])
        #expect(step["takenBy"] == ["social_worker", "service_coordinator"])
        let first = step["unmet"][0]
        #expect(first["code"] == "alternatives_missing")
        #expect(first["errors"][0]["code"] == "hb")
        #expect(first["mend"]["operationId"] == "addAlternative")
        #expect(first["mend"]["path"] == .string("\(file.path)/alternatives"))
        #expect(first["mend"]["body"]["required"].array.contains("form"))
        #expect(first["title"] == "Muita vaihtoehtoja ei ole esitelty")
        let languages = ["sv": "Inga andra alternativ har presenterats", "en": "No other alternatives presented"]
        for (language, title) in languages {
            let told = try county.worker.get(path, headers: ["Accept-Language": language])
            #expect(told["steps"][0]["unmet"][0]["title"].string == title)
        }
        // The command reports the same, all of it at once.
        let refused = try county.worker.command(on: file.path, "present-alternatives", expecting: 409)
        #expect(refused["unmet"].array.map { $0["detail"] } == step["unmet"].array.map { $0["detail"] })
        #expect(refused.faultCodes == ["hb", "other_than_hb"])
        #expect(try county.worker.send("HEAD", path, nil, expecting: 200).etag == readiness.etag)
        #expect(try county.client(for: file["clientId"].string ?? "").get(path).json == readiness.json)
        #expect(try county.finance.inEnglish.get(path, expecting: 403).text.contains("readiness:read"))
        let other = try county.client(for: county.newClient().id)
        #expect(try other.get(path, expecting: 404).code == "not_found")
        #expect(try county.worker.get("\(try county.closedCase().path)/readiness")["steps"] == [])
    }

    @Test("what the client has to do is mended by the client, the representative or the assistant alone (S19, S20)") func ownHand() throws {
        let county = try County.shared
        let scene = try PlanScene(county)
        let client = try county.client(for: scene.client.id)
        let plan = try client.post("\(scene.path)/support-plans", ["authoredBy": "client"])
        let steps = try county.worker.get("\(scene.path)/readiness")["steps"].array
        let propose = try #require(steps.first { $0["step"] == "propose-decision" })
        let answers = try #require(propose["unmet"].array.first { $0["code"] == "required_answers_missing" })
        #expect(answers["mendedBy"] == ["client", "representative", "hb_assistant"])
        #expect(answers["mend"]["path"].string == plan.path)
        #expect(answers["errors"].array.count == PlanScene.questions.count)
        // An item that does not exist yet has no identity in the path.
        #expect(propose["call"]["path"].string == "\(scene.path)/decisions/{decision}/propose")
        let submit = try #require(try county.worker.get(plan.path)["actions"].array.first { $0["command"] == "submit" })
        #expect(submit["blockedBy"] == [answers])
    }

    @Test("a caller without the right to a command sees which right is missing and which roles have it, and nothing of the file")
    func namesRight() throws {
        let county = try County.shared
        let file = try county.assessedCase()
        let seen = try county.decisionMaker.inEnglish.get(file.path)
        let action = try #require(seen["actions"].array.first { $0["command"] == "present-alternatives" })
        #expect(action["blockedBy"].array.map { $0["code"] } == ["forbidden"])
        #expect(action["blockedBy"][0]["detail"].string?.contains("cases:steer") == true)
        #expect(action["blockedBy"][0]["mendedBy"] == ["social_worker", "service_coordinator"])
        #expect(action["blockedBy"][0]["mend"] == nil)
        #expect(try county.decisionMaker.get("/v1/cases?clientId=\(file["clientId"].string ?? "")").items[0]["actions"] == [])
    }

    @Test("four eyes and the role's limit block the making of a decision and name the role that can make it (A15, S26, rows 25 and 72)")
    func deciders() throws {
        let county = try County.shared
        let decision = try PlanScene(county).proposedDecision(total: 1_000_001)
        func blocks(_ caller: Caller) throws -> [JSONValue] {
            try caller.get(decision.path)["actions"].array.first { $0["command"] == "make" }?["blockedBy"].array ?? []
        }
        #expect(try blocks(county.worker).map { $0["code"] } == ["four_eyes", "authority_exceeded"])
        #expect(try blocks(county.worker2).map { $0["code"] } == ["authority_exceeded"])
        #expect(try blocks(county.worker2).map { $0["mendedBy"] } == [["decision_maker"]])
        #expect(try blocks(county.decisionMaker) == [])
    }

    @Test("an action is allowed if and only if its call succeeds, for every role and in any situation", arguments: 1...4)
    func actions(number: Int) throws {
        var chance = Chance("actions \(number)", salt: UInt64(number))
        let journey = try Journey(County.shared, rules: ReadinessTests.rules(&chance))
        try journey.addSideMatters(&chance)
        for _ in 0..<12 {
            for _ in 0..<chance.below(3) { try journey.disturb(&chance) }
            try rehearse(journey.path, journey, &chance)
            for part in ReadinessTests.parts {
                let items = try journey.list(part)
                for item in items.suffix(2) {
                    let path = "\(journey.path)/\(part)/\(item["id"].string ?? "")"
                    let whole = try journey.county.worker.get(path)["actions"].array
                    #expect(item["actions"] == .array(whole.filter { $0["allowed"] == true }), "a list shows what is allowed: \(path)")
                    try rehearse(path, journey, &chance)
                }
            }
            let steps = try journey.read()["steps"].array
            if let step = ReadinessTests.step(of: steps, &chance) { try take(step, journey, &chance) }
        }
    }

    @Test("for registers, groups and ideas too an action is allowed if and only if its call succeeds, for every role") func registers()
        throws
    {
        let county = try County.shared
        var chance = Chance("registers")
        let journey = try Journey(county, rules: [:])
        let client = try county.client(for: journey.clientID)
        let model = try county.model()
        let group = try county.worker.post("/v1/peer-groups", ["name": "Ryhmä", "description": "Kokemuksia"])
        let idea = try client.post("/v1/development-ideas", ["regionalModelCode": .string(County.model), "text": "Iltaryhmä."])
        let item: JSONValue = [
            "title": "Uinti", "description": "Uimahalli.", "lifeArea": "leisure", "priceFromCents": 0, "priceToCents": 900,
            "language": "fi",
            "plainLanguage": false, "media": [],
        ]
        let authorisations = "/v1/clients/\(journey.clientID)/assistant-authorisations"
        let paths = [
            model.path.replacingOccurrences(of: "/bring-into-force", with: ""),
            // The next version of the model overlaps the one in force.
            try county.admin.post("/v1/regional-models", county.modelBody(code: model["code"].string)).path, group.path,
            try client.post("\(group.path)/memberships", [:]).path, idea.path,
            try county.admin.post("/v1/catalogue-items", item).path,
            "\(authorisations)/\(try county.worker.get(authorisations).items.first?["id"].string ?? "")",
        ]
        for path in paths { try rehearse(path, journey, &chance, as: Journey.roles) }
        try county.worker.command(on: group.path, "close")
        try county.worker.command(on: idea.path, "take-under-review")
        for path in [group.path, idea.path] { try rehearse(path, journey, &chance, as: Journey.roles) }
        let draft = try county.decisionMaker.get(paths[1])["actions"].array.first { $0["command"] == "bring-into-force" }
        #expect(draft?["blockedBy"][0]["code"] == "overlapping_validity")
        #expect(draft?["blockedBy"][0]["mend"]["path"].string == "\(paths[0])/withdraw")
    }

    /// Tries every action of an item as some roles, as a dry run.
    private func rehearse(_ path: String, _ journey: Journey, _ chance: inout Chance, as roles: [String]? = nil) throws {
        for role in roles ?? ["social_worker", chance.pick(Journey.roles) ?? ""] {
            let item = try #require(try journey.caller(role)).send("GET", path, nil, expecting: nil)
            if item.status == 403 || item.status == 404 { continue }
            let actions = item["actions"].array
            #expect(!actions.isEmpty, "\(item)")
            for action in actions {
                let told: Comment = "seed \(chance.seed) as \(role) \(item["state"]): \(String(decoding: action.octets, as: UTF8.self))"
                let command = action["command"].string ?? ""
                // The body's decision is a record below the decision.
                let isRecord = command == "handle"
                #expect(action["call"]["path"].string == "\(path)/\(isRecord ? "handlings" : command)", told)
                let reply = try #require(try journey.call(action["call"], as: role, isRehearsal: true), told)
                let codes = ReadinessTests.codes(action["blockedBy"])
                #expect(action["allowed"].bool == codes.isEmpty, told)
                if codes.isEmpty {
                    // A decision is sent to a recipient once. A second dispatch has to name another recipient.
                    let isForBody = command == "dispatch" && reply.status == 422
                    #expect(reply.status == (isRecord ? 201 : 200) || isForBody, "\(told) \(reply)")
                } else {
                    #expect(codes.contains(reply.code ?? ""), "\(told) \(reply)")
                }
            }
        }
    }
}
