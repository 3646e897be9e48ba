import JSON
import Testing

/// The identity of a hidden client, wherever a request may carry one, is answered like an identity that nobody has (A18, JulkL 24 §). The
/// same holds for what belongs to another caller: cursors, idempotency keys, tags.
@Suite struct HiddenIdentityTests {
    private static let nobody = "0199a7f0-0000-7000-8000-0123456789ab"

    private func standing(_ scene: RightsScene, _ role: String, _ name: String) throws -> Standing {
        try #require(scene.standings.first { $0.role == role && $0.name == "\(role), \(name)" })
    }

    /// Everything in an answer but its time. The caller sets the request id, so it does not differ.
    private func whole(_ reply: Reply) -> [String] {
        ["\(reply.status)", reply.text] + reply.headers.lines.filter { $0.name.lowercased() != "date" }.map { "\($0.name): \($0.value)" }
    }

    private func ask(_ caller: Caller, _ method: String, _ path: String, _ body: JSONValue? = nil, _ more: [String: String] = [:]) throws
        -> Reply
    {
        var headers = ["X-Request-Id": "same"].merging(more) { $1 }
        if method != "GET" { headers["Prefer"] = "dry-run" }
        return try caller.send(method, path, body?.octets, expecting: nil, at: PeopledCounty.day, headers: headers)
    }

    /// Callers of every kind from whom the second client is hidden. Some have the extract of a decision, which does not show the client.
    private func blind(_ scene: RightsScene) -> [Standing] { scene.standings.filter { $0.relations[1].isSubset(of: ["extract"]) } }

    @Test("a hidden identity in a query is answered like an unknown one: filters and explanations (A18)") func inQueries() throws {
        let scene = try RightsScene.shared
        let hidden = scene.county.probes[1].clientID
        for standing in blind(scene) {
            var paths = ["/v1/access/explain?operation=findClient&clientId=", "/v1/access/explain?operation=readMoneyView&clientId="]
            if scene.grants[standing.role]?["listCases"] != nil { paths += ["/v1/cases?clientId=", "/v1/cases?count=exact&clientId="] }
            for path in paths {
                let told = try ask(standing.caller, "GET", path + hidden)
                let nowhere = try ask(standing.caller, "GET", path + Self.nobody)
                #expect(whole(told) == whole(nowhere), "\(standing.name), \(path)\n\(told)\n\(nowhere)")
            }
        }
    }

    @Test("a hidden identity in a body is answered like an unknown one: cases, intakes, memberships, ties and searches (A18)")
    func inBodies() throws {
        let scene = try RightsScene.shared
        let probe = scene.county.probes[1]
        let stored = Stored(database: scene.county.service.database)
        let keeper = try scene.county.caller("social_worker", for: nil)
        let number = try #require(try keeper.get("/v1/clients/\(probe.clientID)")["number"].string)
        let group = try stored.column("SELECT id FROM peer_groups LIMIT 1")[0]
        let opened: JSONValue = ["regionalModel": .null, "contactAt": "2026-06-29", "channel": "phone", "applicantRole": "client"]
        let orders: [(String, String, (String) -> JSONValue)] = [
            ("openCase", "/v1/cases", { opened.with("clientId", .string($0)) }),
            ("takeIntake", "/v1/intakes", { ["clientId": .string($0), "case": opened, "statements": []] }),
            ("joinPeerGroup", "/v1/peer-groups/\(group)/memberships", { ["clientId": .string($0), "optedIn": true] }),
            ("declareTie", "/v1/me/ties", { ["clientId": .string($0), "ground": "party"] }),
        ]
        var asked = 0
        for standing in blind(scene) {
            for (operation, path, body) in orders where scene.grants[standing.role]?[operation] != nil {
                asked += 1
                let told = try ask(standing.caller, "POST", path, body(probe.clientID))
                let nowhere = try ask(standing.caller, "POST", path, body(Self.nobody))
                #expect(whole(told) == whole(nowhere) && told.status >= 400, "\(standing.name), \(operation)\n\(told)\n\(nowhere)")
            }
            guard scene.grants[standing.role]?["searchClients"] != nil else { continue }
            asked += 1
            let told = try ask(standing.caller, "POST", "/v1/clients/search", ["number": .string(number)])
            let nowhere = try ask(standing.caller, "POST", "/v1/clients/search", ["number": "A-000000"])
            #expect(whole(told) == whole(nowhere) && told.items.isEmpty, "\(standing.name)\n\(told)\n\(nowhere)")
        }
        #expect(asked > 15)
        // A caller who may see the client finds it by the same requests.
        for (operation, path, body) in orders {
            let told = try ask(keeper, "POST", path, body(probe.clientID))
            #expect(told.errors["/clientId"] != "unknown_client", "\(operation): \(told)")
        }
        #expect(try ask(keeper, "POST", "/v1/clients/search", ["number": .string(number)]).items.count == 1)
    }

    @Test("a path from the own client or case to another's item is answered 404, for every operation (A18)") func inPaths() throws {
        let scene = try RightsScene.shared
        let county = scene.county
        // The worker cares for both clients, and still finds nothing of one below the other.
        let worker = try standing(scene, "social_worker", "of the unit").caller
        var asked: Set<String> = []
        for operation in county.operations {
            let segments = operation.path.split(separator: "/").map(String.init)
            guard segments.count > 4, ["{case}", "{client}"].contains(segments[2]), scene.grants["social_worker"]?[operation.id] != nil,
                let place = segments.indices.dropFirst(3).first(where: { segments[$0].hasPrefix("{") })
            else { continue }
            let theirs = try #require(scene.places[1][operation.id])
            var mixed = theirs.path.split(separator: "/").map(String.init)
            mixed[2] = segments[2] == "{case}" ? county.probes[0].caseID : county.probes[0].clientID
            var absent = mixed
            absent[place] = Self.nobody
            let body = theirs.body
            let headers = operation.needsMatch || operation.method == "PUT" ? ["If-Match": "*"] : [:]
            let told = try ask(worker, operation.method, "/" + mixed.joined(separator: "/"), body, headers)
            let nowhere = try ask(worker, operation.method, "/" + absent.joined(separator: "/"), body, headers)
            #expect(told.status == 404 && whole(told) == whole(nowhere), "\(operation.id)\n\(told)\n\(nowhere)")
            asked.insert(operation.id)
        }
        #expect(asked.count > 80, "\(asked.count)")
    }

    /// The table of each member that refers to an item of a case, or of a client where the text ends in client_id.
    private static let referred = [
        "closePersonIds": "close_persons WHERE client_id", "supportPlanId": "support_plans WHERE case_id",
        "budgetId": "budgets WHERE case_id",
        "decisionId": "decisions WHERE case_id", "currentServiceId": "current_services WHERE case_id", "needId": "statements WHERE case_id",
        "goalIds": "statements WHERE kind = 'goal' AND case_id", "statementId": "statements WHERE case_id",
        "calculationId": "budget_calculations WHERE case_id", "budgetLineId": "budget_lines WHERE case_id",
        "fromLineId": "budget_lines WHERE case_id", "toLineId": "budget_lines WHERE case_id", "agreementId": "agreements WHERE case_id",
        "userId": "users WHERE role = 'hb_assistant' AND client_id", "representativeId": "representatives WHERE client_id",
    ]

    @Test("a reference in a body to another case's item is answered like an unknown one, for every member (A18)") func inReferences() throws
    {
        let scene = try RightsScene.shared
        let probe = scene.county.probes[0]
        let stored = Stored(database: scene.county.service.database)
        let worker = try standing(scene, "social_worker", "of the unit").caller
        var asked: Set<String> = []
        var named: Set<String> = []
        for operation in scene.county.operations {
            let caller = scene.grants["social_worker"]?[operation.id] == nil ? scene.county.admin : worker
            guard caller.name != scene.county.admin.name || operation.id == "issueKey" else { continue }
            let place = try #require(scene.places[1][operation.id])
            guard var mine = place.body else { continue }
            if operation.id == "issueKey" {
                mine = [
                    "role": "representative", "name": "X", "clientId": .string(scene.county.probes[1].clientID), "representativeId": .null,
                ]
            }
            for (member, source) in Self.referred {
                let table = operation.id == "addExerciseResult" && member == "agreementId" ? "exercise_agreements WHERE case_id" : source
                let owner = table.hasSuffix("client_id") ? probe.clientID : probe.caseID
                let theirs = try stored.column("SELECT id FROM \(table) = '\(owner)' ORDER BY id LIMIT 1")
                guard let other = theirs.first, let body = mine.referring(member, to: other),
                    let absent = mine.referring(member, to: Self.nobody)
                else { continue }
                let headers = operation.needsMatch || operation.method == "PUT" ? ["If-Match": "*"] : [:]
                let told = try ask(caller, operation.method, place.path, body, headers)
                let nowhere = try ask(caller, operation.method, place.path, absent, headers)
                #expect(told.status >= 400 && whole(told) == whole(nowhere), "\(operation.id), \(member)\n\(told)\n\(nowhere)")
                asked.insert("\(operation.id).\(member)")
                if told.errors.keys.contains(where: { $0.contains("/\(member)") }) { named.insert("\(operation.id).\(member)") }
            }
        }
        print("\(asked.count) references asked about, \(named.count) refused by name; by the state: \(asked.subtracting(named).sorted())")
        #expect(asked.count >= 15 && named.count >= 8, "\(named.sorted())")
    }

    @Test("a batch row with another client's agreement is held like an unknown one; a source sees only its own batches (A9, A18)")
    func inBatches() throws {
        let scene = try RightsScene.shared
        let stored = Stored(database: scene.county.service.database)
        let source = try standing(scene, "system", "own source").caller
        let numbers = try scene.county.probes.map { try stored.column("SELECT number FROM clients WHERE id = '\($0.clientID)'")[0] }
        let rows = try stored.rows(
            "SELECT id, service_type_code FROM agreements WHERE case_id = '\(scene.county.probes[1].caseID)' ORDER BY id LIMIT 1")
        func verdict(_ agreement: String) throws -> JSONValue {
            let row: JSONValue = [
                "eventId": "rivi-1", "clientRef": ["clientNumber": .string(numbers[0])], "agreementId": .string(agreement),
                "serviceTypeCode": .string(rows[0][1]), "start": "2026-06-10", "quantityThousandths": 1000, "unit": "h", "status": "done",
            ]
            let told = try ask(source, "POST", "/v1/service-data/batches", ["items": [row]])
            #expect(told.status == 200, "\(told)")
            return told["items"][0].with("actualId", nil)
        }
        let (theirs, nobodys) = (try verdict(rows[0][0]), try verdict(Self.nobody))
        #expect(theirs == nobodys && theirs["outcome"] == "held", "\(theirs)\n\(nobodys)")
        let other = try standing(scene, "system", "another source").caller
        #expect(try source.all("/v1/service-data/batches", at: PeopledCounty.day).count > 0)
        #expect(try other.all("/v1/service-data/batches", at: PeopledCounty.day).isEmpty)
        #expect(try ask(other, "GET", "/v1/service-data/batches?count=exact")["total"] == 0)
    }

    @Test("a cursor works only for the caller who got it, on its list and with its filters") func cursors() throws {
        let scene = try RightsScene.shared
        let worker = try standing(scene, "social_worker", "of the unit").caller
        let others = try [
            standing(scene, "social_worker", "of another unit"), standing(scene, "service_coordinator", "of the unit"),
            standing(scene, "decision_maker", "of the unit"),
        ]
        for path in ["/v1/clients", "/v1/cases", "/v1/work-queue", "/v1/clients?name=a"] {
            let joined = path.contains("?") ? "&" : "?"
            let cursor = try #require(try worker.get("\(path)\(joined)limit=1", at: PeopledCounty.day)["next"].string, "\(path)")
            let made = "\(path)\(joined)limit=1&after=\(cursor)"
            try worker.get(made, at: PeopledCounty.day)
            for other in others {
                let refused = try ask(other.caller, "GET", made)
                #expect(refused.status == 400 && refused.errors == ["after": "bad_cursor"], "\(other.name), \(path)")
                // The answer is the same as for a forged cursor.
                let forged = try ask(other.caller, "GET", "\(path)\(joined)limit=1&after=\(String(cursor.reversed()))")
                #expect(whole(refused) == whole(forged), "\(other.name), \(path)")
            }
            #expect(try ask(worker, "GET", "/v1/regional-models?limit=1&after=\(cursor)").status == 400)
        }
    }

    @Test("the tag of a hidden item reveals no more than any other tag (A18)") func tags() throws {
        let scene = try RightsScene.shared
        let probe = scene.county.probes[1]
        let worker = try standing(scene, "social_worker", "of the unit").caller
        for path in ["/v1/clients/\(probe.clientID)", "/v1/cases/\(probe.caseID)", "/v1/cases/\(probe.caseID)/statements"] {
            let tag = try #require(try worker.get(path, at: PeopledCounty.day).etag)
            try worker.get(path, expecting: 304, at: PeopledCounty.day, headers: ["If-None-Match": tag])
            for standing in blind(scene) {
                let right = try ask(standing.caller, "GET", path, nil, ["If-None-Match": tag])
                let wrong = try ask(standing.caller, "GET", path, nil, ["If-None-Match": #""1.0""#])
                #expect(right.status >= 403 && whole(right) == whole(wrong), "\(standing.name), \(path)")
                for match in [tag, #""1.0""#, "*", ""] {
                    let patch = try ask(standing.caller, "PATCH", path.replacing("/statements", with: ""), [:], ["If-Match": match])
                    #expect(
                        patch.status >= 403 && (match == "" ? [428, 403, 404] : [403, 404]).contains(patch.status), "\(standing.name)")
                }
            }
        }
    }
}

/// An idempotency key opens nothing that its caller may not see now.
@Suite struct ForeignKeyTests {
    @Test("another caller's key counts as unused; an answer is not replayed to a caller who may no longer see it")
    func idempotency() throws {
        let county = try County.shared
        func worker(_ name: String, _ unit: String) throws -> Caller {
            try county.admin.key(for: ["role": "social_worker", "name": .string("\(name) \(county.nextNumber())"), "unit": .string(unit)])
        }
        let number = county.nextNumber()
        let (mine, theirs) = (try worker("Avain", "Avainyksikkö \(number)"), try worker("Toinen", "Toinen yksikkö \(number)"))
        // The path names no client, but the answer does.
        let (registration, registered) = (county.clientBody(), ["Idempotency-Key": "r-\(number)"])
        let client = try mine.post("/v1/clients", registration, headers: registered)
        #expect(try mine.post("/v1/clients", registration, headers: registered).headers["Idempotency-Replayed"] == "true")
        let file = try mine.post("/v1/cases", county.caseBody(client: client.id), at: "2026-03-02")
        let meeting: JSONValue = ["kind": "needs_talk", "heldOn": "2026-03-05", "place": "koti", "placeChosenBy": "client"]
        let key = ["Idempotency-Key": "k-\(number)"]
        let first = try mine.post("\(file.path)/meetings", meeting, headers: key)
        let again = try mine.post("\(file.path)/meetings", meeting, headers: key)
        #expect(again.headers["Idempotency-Replayed"] == "true" && again.body == first.body)
        // The same request and key of another caller belong to that caller.
        let stranger = try theirs.post("\(file.path)/meetings", meeting, expecting: 404, headers: key)
        #expect(stranger.headers["Idempotency-Replayed"] == nil && !stranger.text.contains(first.id))
        // After the client's care moves, the earlier answer is not replayed.
        try mine.patch(file.path, ["unitId": try theirs.get("/v1/me")["unitId"], "responsibleWorkerId": .null])
        let gone = try mine.post("\(file.path)/meetings", meeting, expecting: 404, headers: key)
        #expect(gone.headers["Idempotency-Replayed"] == nil && !gone.text.contains(first.id))
        let unregistered = try mine.post("/v1/clients", registration, expecting: 404, headers: registered)
        #expect(unregistered.code == "not_found" && !unregistered.text.contains(client.id))
        // The answer is not replayed to a key with a narrower scope either.
        let made = try county.admin.post(
            "/v1/admin/keys",
            ["userId": .string(mine.userID), "scope": ["clients:read"]])
        #expect(made["userId"] == .string(mine.userID))
        let cut = try county.caller(token: made["token"].string).post("\(file.path)/meetings", meeting, expecting: 403, headers: key)
        #expect(cut.code == "forbidden" && !cut.text.contains(first.id))
    }
}

extension JSONValue {
    /// A copy with an identity in every member of that name; nil if there is no such member.
    fileprivate func referring(_ name: String, to id: String) -> JSONValue? {
        var isThere = false
        func replaced(_ value: JSONValue) -> JSONValue {
            switch value {
            case .array(let items): return .array(items.map(replaced))
            case .object(let members):
                return .object(
                    members.map { member in
                        guard member.name == name else { return JSONMember(name: member.name, value: replaced(member.value)) }
                        isThere = true
                        return JSONMember(name: name, value: name.hasSuffix("Ids") ? [.string(id)] : .string(id))
                    })
            default: return value
            }
        }
        let made = replaced(self)
        // `nil` would be a JSON value here.
        return isThere ? made : Optional.none
    }
}
