import Foundation
import JSON
import Testing

/// Deciders read a client's file while a decision is before them, and afterwards the extract of the decision alone (A28, A29).
@Suite struct BeforeDecidersTests {
    // MARK: Whole counties

    /// A service over the county of `serve --demo`, with a decision maker and a secretary of a unit that cares for nobody.
    private struct Watched {
        let service: ServiceProcess
        let lookers: [(role: String, caller: Caller)]
        var stored: Stored { Stored(database: service.database) }

        static let day = "2026-06-30"

        init(clients: Int, units: Int, plant: (Stored) throws -> Void = { _ in }) throws {
            let service = try ServiceProcess()
            self.service = service
            let made = try ServiceProcess.run(
                [
                    "generate-county", "--database", service.database, "--clients", "\(clients)", "--seed", "1", "--today", Watched.day,
                    "--units", "\(units)",
                ], withinSeconds: 120)
            guard made.status == 0 else { throw ProcessFault("generate-county: \(made.errors)") }
            try plant(Stored(database: service.database))
            let tokens = try ["decision_maker", "body_secretary"].map { role in
                (role, try service.makeKey(role: role, name: "Muu \(role)", unit: "Muu yksikkö"))
            }
            try service.start()
            let curl = Curl()
            lookers = tokens.map { ($0.0, Caller(service: service, curl: curl, token: $0.1, name: $0.0)) }
        }

        func looks() throws -> [DecidersLook] {
            let model = try DecidersModel(stored)
            return lookers.map { DecidersLook(caller: $0.caller, role: $0.role, model: model) }
        }
    }

    @Test("in the demo county deciders of another unit read what the book says, in every list and at every address (A28, A29, A18)")
    func demoCounty() throws {
        let watched = try Watched(clients: 200, units: 2)
        let looks = try watched.looks()
        for look in looks {
            // The days around today, when some letters are on their way, and a day when all have come.
            for day in ["2026-06-24", "2026-06-27", Watched.day, "2026-07-03", "2026-09-01"] {
                try look.lists(on: day)
                let open = look.model.clients(for: look.role, on: day)
                #expect(try look.followed(on: day) == open, "\(look.role) on \(day)")
            }
            for client in Set(look.model.decisions.map(\.clientID)) { try look.reads(of: client, on: Watched.day) }
        }
        let secretary = try #require(looks.last).model
        let (both, body) = (
            secretary.clients(for: "decision_maker", on: Watched.day), secretary.clients(for: "body_secretary", on: Watched.day)
        )
        #expect(!body.isEmpty && body.isStrictSubset(of: both))
    }

    @Test("every state, authority, method of notice and day opens what the table says (A28, A29, D18, HL 59 to 61 §, SAL 19 §)")
    func everyKind() throws {
        let watched = try Watched(clients: 40, units: 1) { try Planting($0).plantAll() }
        let looks = try watched.looks()
        let planted = looks[0].model.decisions.filter { $0.clientID.hasPrefix(Planting.mark) }
        #expect(Set(planted.map(\.state)).count == 8 && planted.count == 64, "\(planted.count)")
        var seen: Set<String> = []
        for look in looks {
            for day in Planting.days {
                try look.lists(on: day)
                for client in Set(planted.map(\.clientID)) { try look.reads(of: client, on: day) }
                for decision in planted { seen.insert(DecidersModel.sight(of: decision, for: look.role, on: day).rawValue) }
            }
        }
        #expect(seen == ["file", "extract", "nothing"])
    }

    /// Plants clients who differ in their decisions only: copies of one client of the county with one case, beside the domain.
    private struct Planting {
        let stored: Stored
        static let mark = "0199a7f0-0000-7000-9"
        /// The day of sending of all planted notices, and days around each presumed day after it.
        static let sent = "2026-06-20"
        static let days = ["2026-06-20", "2026-06-22", "2026-06-23", "2026-06-26", "2026-06-27", "2026-08-01"]

        init(_ stored: Stored) { self.stored = stored }

        /// The notices of a decision: the method, and whether a receipt is recorded.
        private static let notices: [[(method: String, isReceived: Bool)]] = [
            [], [("letter", false)], [("letter", true)], [("electronic", false)], [("substitute", false)], [("verifiable", false)],
            [("verifiable", true)], [("letter", false), ("electronic", false)], [("letter", true), ("verifiable", false)],
            [("electronic", false), ("letter", true)],
        ]

        func plantAll() throws {
            let base = try stored.rows(
                "SELECT c.client_id, c.id, d.id FROM cases c JOIN decisions d ON d.case_id = c.id WHERE c.state = 'active' LIMIT 1"
            )[0]
            var script = ""
            var number = 0
            for state in ["drafting", "proposed", "on_agenda", "returned", "made", "dispatched", "served", "withdrawn"] {
                for authority in ["office_holder", "body"] {
                    // Only what is sent has notices.
                    for notices in ["dispatched", "served"].contains(state) ? Planting.notices : [[]] {
                        number += 1
                        script += client(number, base, isClosed: number % 5 == 0)
                        script += decision(number, 0, base, state: state, authority: authority, notices)
                    }
                }
            }
            // Several decisions of one case: an earlier one that is dealt with, and a later one in any state.
            for (earlier, later) in [
                (("served", "body"), ("drafting", "body")), (("served", "body"), ("proposed", "office_holder")),
                (("dispatched", "office_holder"), ("on_agenda", "body")), (("returned", "body"), ("withdrawn", "body")),
                (("returned", "office_holder"), ("dispatched", "body")), (("withdrawn", "body"), ("served", "office_holder")),
            ] {
                number += 1
                script += client(number, base, isClosed: false)
                let notices = [(method: "letter", isReceived: false)]
                script += decision(number, 0, base, state: earlier.0, authority: earlier.1, earlier.0 == "dispatched" ? notices : [])
                script += decision(number, 1, base, state: later.0, authority: later.1, later.0 == "dispatched" ? notices : [])
            }
            script +=
                "INSERT INTO client_names (word, client_id, name) SELECT n.word, c.id, n.name FROM client_names n, clients c"
                + " WHERE n.client_id = '\(base[0])' AND c.id LIKE '\(Planting.mark)%';"
            try stored.write("BEGIN; \(script) COMMIT;")
            let hetus = (1...number).map { (id($0, 0), County.hetu(number: $0, year: 30)) }
            try stored.confirm(hetus: Dictionary(uniqueKeysWithValues: hetus))
        }

        private func id(_ number: Int, _ kind: Int) -> String {
            let text = "\(number)"
            return "\(Planting.mark)\(kind)00-" + String(repeating: "0", count: 12 - text.count) + text
        }

        /// Copies a row with some other members.
        private func copy(_ table: String, _ old: String, _ changes: [String: String]) -> String {
            let set = changes.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
            return "CREATE TEMP TABLE copied AS SELECT * FROM main.\(table) WHERE id = '\(old)'; UPDATE copied SET \(set);"
                + " INSERT INTO main.\(table) SELECT * FROM copied; DROP TABLE copied;\n"
        }

        private func client(_ number: Int, _ base: [String], isClosed: Bool) -> String {
            let client = id(number, 0)
            return copy(
                "clients", base[0],
                ["id": "'\(client)'", "number": "'P-\(number)'", "hetu_mark": "lower(hex(randomblob(16)))", "is_protected": "0"])
                + copy(
                    "cases", base[1],
                    ["id": "'\(id(number, 1))'", "client_id": "'\(client)'"].merging(isClosed ? ["state": "'closed'"] : [:]) { $1 })
        }

        private func decision(
            _ number: Int, _ place: Int, _ base: [String], state: String, authority: String, _ notices: [(method: String, isReceived: Bool)]
        ) -> String {
            let caseID = "'\(id(number, 1))'"
            let (plan, budget, decision) = (id(number, 2 + place * 3), id(number, 3 + place * 3), id(number, 4 + place * 3))
            var script = ""
            for (table, new) in [("support_plans", plan), ("budgets", budget)] {
                let column = table == "budgets" ? "budget_id" : "support_plan_id"
                script +=
                    "CREATE TEMP TABLE copied AS SELECT * FROM main.\(table)"
                    + " WHERE id = (SELECT \(column) FROM decisions WHERE id = '\(base[2])');"
                script +=
                    " UPDATE copied SET id = '\(new)', case_id = \(caseID)"
                    + (table == "support_plans" ? ", number = \(place + 1), state = 'superseded'" : ", decision_id = NULL")
                script += "; INSERT INTO main.\(table) SELECT * FROM copied; DROP TABLE copied;\n"
            }
            script += copy(
                "decisions", base[2],
                [
                    "id": "'\(decision)'", "case_id": caseID, "support_plan_id": "'\(plan)'", "budget_id": "'\(budget)'",
                    "state": "'\(state)'", "authority": "'\(authority)'",
                ])
            for (index, notice) in notices.enumerated() {
                let received = notice.isReceived ? "'\(Planting.sent)'" : "NULL"
                script +=
                    "INSERT INTO notices (id, created_at, updated_at, version, case_id, decision_id, method, sent_on, received_on) VALUES"
                    + " ('\(id(number, 8 + index))', 1, 1, 1, \(caseID), '\(decision)', '\(notice.method)', '\(Planting.sent)',"
                    + " \(received));\n"
            }
            return script
        }
    }

    @Test("on random journeys the service and the model agree after every step (A28, A29)", arguments: 1...4)
    func journeys(number: Int) throws {
        var chance = Chance("before the deciders \(number)", salt: UInt64(number))
        let county = try County.shared
        let authority: JSONValue = chance.pick(["body", "office_holder", "office_holder_then_body"]) ?? "body"
        let journey = try Journey(county, rules: ["decidingAuthority": authority])
        let stored = Stored(database: county.service.database)
        let unit = "Muu yksikkö \(county.nextNumber())"
        let strangers = try ["decision_maker", "body_secretary"].map { ($0, try county.staff($0, unit)) }
        func agree() throws {
            let model = try DecidersModel(stored)
            for (role, caller) in strangers {
                let look = DecidersLook(caller: caller, role: role, model: model)
                for day in ["2026-06-30", "2026-07-02", "2026-07-03", "2026-07-07", "2026-07-30"] {
                    try look.reads(of: journey.clientID, on: day)
                    let listed = try caller.all("/v1/clients", at: day).contains { $0["id"].string == journey.clientID }
                    #expect(
                        listed == model.clients(for: role, on: day).contains(journey.clientID), "seed \(chance.seed), \(role) on \(day)")
                }
            }
        }
        for _ in 0..<24 {
            try journey.proceed(&chance)
            try agree()
        }
    }

    // MARK: One matter

    private static let letter: JSONValue = ["method": "letter", "sentOn": "2026-05-13", "recipients": ["client"]]

    /// A decision maker and a secretary of a unit that cares for nobody.
    private func strangers(_ county: County) throws -> (decider: Caller, secretary: Caller) {
        let unit = "Muu yksikkö \(county.nextNumber())"
        return (try county.staff("decision_maker", unit), try county.staff("body_secretary", unit))
    }

    /// What a caller reads at a moment: `file`, `extract` or `nothing`.
    private func sight(_ caller: Caller, _ scene: PlanScene, _ decision: Reply, at moment: String) throws -> String {
        let file = try caller.send("GET", scene.client.path, nil, expecting: nil, at: moment).status
        let item = try caller.send("GET", decision.path, nil, expecting: nil, at: moment).status
        let listed = try caller.all("/v1/clients", at: moment).contains { $0["id"].string == scene.client.id }
        #expect(listed == (file == 200), "the list and the client differ")
        return file == 200 ? "file" : item == 200 ? "extract" : "nothing"
    }

    @Test(
        "the file closes at midnight in Helsinki on the presumed day of service, whatever the method (A28, D18, HL 59 and 61 §, SAL 19 §)",
        arguments: [("letter", "2026-05-20"), ("electronic", "2026-05-16"), ("substitute", "2026-05-16")])
    func presumed(method: String, served: String) throws {
        let county = try County.shared
        let (decider, secretary) = try strangers(county)
        let scene = try PlanScene(county)
        let made = try scene.approvedDecision()
        #expect(try sight(decider, scene, made, at: "2026-05-13") == "file")
        try scene.worker.command(on: made.path, "dispatch", BeforeDecidersTests.letter.with("method", .string(method)), at: "2026-05-13")
        // Helsinki is three hours ahead of UTC in May.
        let eve = DecidersModel.day(served, plus: -1)
        for (moment, expected) in [
            ("2026-05-13", "file"), ("\(eve)T20:59:59Z", "file"), ("\(eve)T21:00:00Z", "extract"), (served, "extract"),
            ("2027-05-13", "extract"),
        ] {
            #expect(try sight(decider, scene, made, at: moment) == expected, "\(moment)")
            #expect(try sight(secretary, scene, made, at: moment) == "nothing", "an office holder decided, \(moment)")
        }
        // The own unit reads on, by the care.
        #expect(try sight(county.decisionMaker, scene, made, at: "2027-05-13") == "file")
    }

    @Test("a verifiable notice keeps the matter before the deciders until its receipt is recorded (A28, HL 60 §)") func verifiable() throws
    {
        let county = try County.shared
        let (decider, _) = try strangers(county)
        let scene = try PlanScene(county)
        let made = try scene.approvedDecision()
        try scene.worker.command(on: made.path, "dispatch", BeforeDecidersTests.letter.with("method", "verifiable"), at: "2026-05-13")
        for day in ["2026-05-13", "2026-05-20", "2026-12-01"] { #expect(try sight(decider, scene, made, at: day) == "file", "\(day)") }
        let notice = try #require(try decider.get("\(made.path)/notices").items.first?["id"].string)
        try decider.command(on: "\(made.path)/notices/\(notice)", "record-receipt", ["receivedOn": "2026-05-20"])
        #expect(try sight(decider, scene, made, at: "2026-06-30") == "extract")
        // Who served the decision records no more: the file is closed, though the notice is on the screen.
        let again = try decider.inEnglish.command(
            on: "\(made.path)/notices/\(notice)", "record-receipt", ["receivedOn": "2026-05-20"], expecting: 403)
        #expect(again["detail"].string?.contains("needs the right decisions:dispatch and one of these relations") == true, "\(again)")
    }

    @Test("with several recipients the last one counts, and a recipient who was left out opens the file again (A28, HL 56 §, P13)")
    func recipients() throws {
        let county = try County.shared
        let (decider, _) = try strangers(county)
        let scene = try PlanScene(county)
        let made = try scene.approvedDecision()
        try scene.worker.command(on: made.path, "dispatch", BeforeDecidersTests.letter, at: "2026-05-13")
        #expect(try sight(decider, scene, made, at: "2026-05-20") == "extract")
        let guardian = try county.worker.post(
            "\(scene.client.path)/representatives",
            ["name": "Elli Edunvalvoja", "kind": "guardian", "scope": "both", "validFrom": "2025-01-01"])
        let order: JSONValue = ["method": "electronic", "sentOn": "2026-06-01", "recipients": [.string(guardian.id)]]
        try scene.worker.command(on: made.path, "dispatch", order, at: "2026-06-01")
        for (day, expected) in [("2026-06-01", "file"), ("2026-06-03", "file"), ("2026-06-04", "extract")] {
            #expect(try sight(decider, scene, made, at: day) == expected, "\(day)")
        }
        // One receipt of two does not end it, both do.
        let notices = try scene.worker.get("\(made.path)/notices").items.compactMap { $0["id"].string }
        for (index, notice) in notices.enumerated() {
            let receipt: JSONValue = ["receivedOn": "2026-06-02", "evidence": "allekirjoitus"]
            try scene.worker.command(on: "\(made.path)/notices/\(notice)", "record-receipt", receipt, at: "2026-06-02")
            #expect(try sight(decider, scene, made, at: "2026-06-02") == (index == 0 ? "file" : "extract"))
        }
    }

    @Test(
        "a matter of the body is before the secretary from the proposal on; a return ends it at once and leaves the extract (A4, A28, A29)")
    func returned() throws {
        let county = try County.shared
        let (decider, secretary) = try strangers(county)
        let scene = try PlanScene(county)
        let draft = try scene.draftedDecision(total: 2_500_000)
        for caller in [decider, secretary] { #expect(try sight(caller, scene, draft, at: "2026-04-20") == "nothing") }
        try scene.worker.command(on: draft.path, "propose", at: "2026-04-20")
        for caller in [decider, secretary] { #expect(try sight(caller, scene, draft, at: "2026-04-20") == "file") }
        try secretary.command(on: draft.path, "put-on-agenda", at: "2026-04-21")
        for caller in [decider, secretary] { #expect(try sight(caller, scene, draft, at: "2026-04-21") == "file") }
        let returning = BodyHandlingTests.handling.merged([
            "outcome": "returned_for_work", "reasons": "Avoin kysymys.", "questions": ["Kuka vastaa?"], "dueOn": "2026-07-31",
        ])
        // The answer to the secretary is lost. The same request gets it again, although the file is closed now (row 86).
        let key = ["Idempotency-Key": "palautus-\(county.nextNumber())"]
        let handling = try secretary.post("\(draft.path)/handlings", returning, at: "2026-05-12", headers: key)
        let again = try secretary.post("\(draft.path)/handlings", returning, at: "2026-05-12", headers: key)
        #expect(again.headers["Idempotency-Replayed"] == "true" && again.body == handling.body)
        for caller in [decider, secretary] {
            #expect(try sight(caller, scene, draft, at: "2026-05-12") == "extract")
            #expect(try caller.get("\(draft.path)/handlings", at: "2026-05-12").items.map { $0["questions"] } == [["Kuka vastaa?"]])
        }
    }

    @Test("a withdrawn proposal is nobody's among the deciders, and an earlier answer about it is not given again (A28)") func withdrawn()
        throws
    {
        let county = try County.shared
        let (decider, secretary) = try strangers(county)
        let scene = try PlanScene(county)
        let proposed = try scene.proposedDecision(total: 2_500_000)
        let headers = ["Idempotency-Key": "esityslista-\(county.nextNumber())", "If-Match": proposed.etag ?? ""]
        let path = "\(proposed.path)/put-on-agenda"
        try secretary.post(path, [:], expecting: 200, headers: headers)
        #expect(try secretary.post(path, [:], expecting: 200, headers: headers).headers["Idempotency-Replayed"] == "true")
        try scene.worker.command(on: proposed.path, "withdraw", ["reason": "Budjetti tarkistetaan"])
        for caller in [decider, secretary] { #expect(try sight(caller, scene, proposed, at: "2026-06-30") == "nothing") }
        let refused = try secretary.post(path, [:], expecting: 404, headers: headers)
        #expect(refused.headers["Idempotency-Replayed"] == nil)
    }

    @Test("the secretary never sees or sends a matter that an office holder decides, not even of a client whose file is open (A4, A28)")
    func officeHolders() throws {
        let county = try County.shared
        let (decider, secretary) = try strangers(county)
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 960_000, by: county.coordinator)
        #expect(try sight(secretary, scene, decision, at: "2026-04-20") == "nothing")
        #expect(try sight(decider, scene, decision, at: "2026-04-20") == "file")
        try decider.command(on: decision.path, "make", ["outcome": "approved"], at: "2026-05-04")
        try secretary.command(on: decision.path, "dispatch", BeforeDecidersTests.letter, expecting: 404, at: "2026-05-13", etag: "*")
        #expect(try sight(secretary, scene, decision, at: "2026-05-04") == "nothing")
        // A later matter of the same case goes to the body, so the file is open to the secretary. The earlier decision is still not the
        // body's.
        try scene.worker.command(on: scene.path, "plan-again", ["reason": "Tarve on kasvanut"], at: "2026-05-05")
        let plan = try scene.submittedPlan(at: "2026-05-06")
        let calculation = try scene.calculation(total: 2_500_000, at: "2026-05-06")
        try scene.dialogue(on: plan, at: "2026-05-07")
        let budget = try scene.budget(total: 2_500_000, of: calculation, at: "2026-05-07")
        let second = try scene.worker.post("\(scene.path)/decisions", PlanScene.decisionBody(plan, budget), at: "2026-05-08")
        try scene.worker.command(on: second.path, "propose", at: "2026-05-08")
        #expect(try sight(secretary, scene, decision, at: "2026-05-08") == "file")
        let wrong = try secretary.command(on: decision.path, "dispatch", BeforeDecidersTests.letter, expecting: 409, at: "2026-05-13")
        #expect(wrong.code == "wrong_authority")
        let blocked = try secretary.get(decision.path, at: "2026-05-13")["actions"].array.first { $0["command"] == "dispatch" }
        #expect(blocked?["blockedBy"].array.map { $0["code"] } == ["wrong_authority"], "\(String(describing: blocked))")
        try decider.command(on: decision.path, "dispatch", BeforeDecidersTests.letter, at: "2026-05-13")
        let notice = try #require(try secretary.get("\(decision.path)/notices", at: "2026-05-13").items.first?["id"].string)
        let receipt = try secretary.command(
            on: "\(decision.path)/notices/\(notice)", "record-receipt", ["receivedOn": "2026-05-13"], expecting: 409, at: "2026-05-13")
        #expect(receipt.code == "wrong_authority")
        // The body's matter is rejected and served: the extract shows the secretary that decision alone.
        try secretary.command(on: second.path, "put-on-agenda", at: "2026-05-13")
        let rejection = BodyHandlingTests.handling.merged(["outcome": "rejected", "reasons": "Ei perustetta.", "meetingDate": "2026-05-13"])
        try secretary.post("\(second.path)/handlings", rejection, at: "2026-05-13")
        try secretary.command(on: second.path, "dispatch", BeforeDecidersTests.letter, at: "2026-05-13")
        let (mine, all) = (try secretary.get("\(scene.path)/decisions?count=exact"), try decider.get("\(scene.path)/decisions?count=exact"))
        #expect(mine.items.compactMap { $0["id"].string } == [second.id] && mine["total"] == 1)
        #expect(Set(all.items.compactMap { $0["id"].string }) == [decision.id, second.id])
        try secretary.get(decision.path, expecting: 404)
        #expect(try secretary.get(second.path)["reasons"] == "Ei perustetta.")
    }

    @Test("with the extract alone the rest of the file is refused, and the client learns what was read (A20, A21, A29)") func extract()
        throws
    {
        let county = try County.shared
        let (decider, _) = try strangers(county)
        let scene = try PlanScene(county)
        let made = try scene.approvedDecision()
        try scene.worker.command(on: made.path, "dispatch", BeforeDecidersTests.letter, at: "2026-05-13")
        let decision = try decider.get(made.path)
        #expect(decision["reasons"] == made["reasons"] && decision.headers["Withheld"] == nil)
        #expect(decision["actions"].array.allSatisfy { $0["allowed"] == false })
        for part in ["", "/support-plans", "/budgets", "/statements", "/readiness", "/timeline"] {
            let refused = try decider.inEnglish.get(scene.path + part, expecting: 403)
            #expect(refused["detail"].string?.contains("unit") == true, "\(refused)")
        }
        for part in ["", "/close-persons", "/subject-report", "/access-log"] {
            #expect([403, 404].contains(try decider.send("GET", scene.client.path + part, nil, expecting: nil).status), "\(part)")
        }
        try decider.get(scene.client.path, expecting: 404)
        let explained = try decider.get("/v1/access/explain?operation=findDecision&clientId=\(scene.client.id)")
        #expect(explained["rule"] == "relation_held" && explained["relationHeld"] == "extract")
        let other = try decider.get("/v1/access/explain?operation=listSupportPlans&clientId=\(scene.client.id)")
        #expect(other["rule"] == "relation_missing" && other["relationHeld"] == .null && !other["relationsAsked"].array.contains("extract"))
        // The changes of the decision are not followed by the extract.
        let place = try Stored(database: county.service.database).column("SELECT max(sequence) FROM events")[0]
        let guardian = try county.worker.post(
            "\(scene.client.path)/representatives",
            ["name": "Elli", "kind": "guardian", "scope": "both", "validFrom": "2025-01-01"])
        let order: JSONValue = ["method": "letter", "sentOn": "2026-06-01", "recipients": [.string(guardian.id)]]
        try scene.worker.command(on: made.path, "dispatch", order)
        let changes = try decider.get("/v1/changes?after=\(place)&limit=1000")
        #expect(!changes.items.contains { $0["clientId"].string == scene.client.id })
        let log = try county.client(for: scene.client.id).all("\(scene.client.path)/access-log")
        let mine = log.filter { $0["userId"] == .string(decider.userID) }
        let read = try #require(mine.first { $0["operation"] == "findDecision" })
        #expect(read["relation"] == "extract" && read["why"] == "päätöksenteko asiakkaan asiassa: vain päätös ja sen käsittely", "\(read)")
        #expect(mine.contains { $0["operation"] == "findCase" && $0["status"] == 403 && $0["relation"] == .null })
    }

    @Test("a file opened with a reason is open to a decider whatever the decision, and a deputy keeps the clients of the absent (A17, A28)")
    func othersUnaffected() throws {
        let county = try County.shared
        let (decider, _) = try strangers(county)
        let scene = try PlanScene(county)
        let made = try scene.approvedDecision()
        try scene.worker.command(on: made.path, "dispatch", BeforeDecidersTests.letter, at: "2026-05-13")
        let (absent, deputy) = (try county.staff("social_worker", "Toinen yksikkö"), try county.staff("social_worker", "Kolmas yksikkö"))
        try scene.worker.patch(scene.path, ["responsibleWorkerId": .string(absent.userID)])
        try county.admin.post(
            "/v1/admin/deputyships",
            [
                "absentId": .string(absent.userID), "deputyId": .string(deputy.userID),
                "period": ["from": "2026-05-01", "to": "2026-07-31"],
            ])
        for day in ["2026-05-13", "2026-05-20", "2026-06-30"] { #expect(try sight(deputy, scene, made, at: day) == "file", "\(day)") }
        #expect(try sight(decider, scene, made, at: "2026-06-30") == "extract")
        try decider.post(
            "/v1/break-glass", ["clientId": .string(scene.client.id), "reason": "inquiry", "explanation": "Kantelu aluehallintovirastolle"])
        #expect(try sight(decider, scene, made, at: "2026-06-30") == "file")
        #expect(try decider.get("\(scene.path)/decisions").items.count == 1)
        #expect(try sight(decider, scene, made, at: "2026-07-01") == "extract")
    }

    @Test("a closed case keeps its extract, and a new case of the client opens the file only for its own decision (A28, A29)")
    func closedCase() throws {
        let county = try County.shared
        let (decider, secretary) = try strangers(county)
        let scene = try PlanScene(county)
        let decision = try scene.proposedDecision(total: 2_500_000)
        try secretary.command(on: decision.path, "put-on-agenda", at: "2026-05-04")
        let rejection = BodyHandlingTests.handling.merged(["outcome": "rejected", "reasons": "Ei perustetta."])
        try secretary.post("\(decision.path)/handlings", rejection, at: "2026-05-12")
        try scene.worker.command(on: scene.path, "close", ["reason": "Hylätty"], at: "2026-05-12")
        // Closing the case does not serve the decision.
        for caller in [decider, secretary] { #expect(try sight(caller, scene, decision, at: "2026-05-12") == "file") }
        try secretary.command(on: decision.path, "dispatch", BeforeDecidersTests.letter, at: "2026-05-13")
        for caller in [decider, secretary] {
            #expect(try sight(caller, scene, decision, at: "2026-05-19") == "file")
            #expect(try sight(caller, scene, decision, at: "2026-05-20") == "extract")
        }
        let next = try county.openCase(client: scene.client, contactAt: "2026-06-01")
        for caller in [decider, secretary] {
            #expect(try sight(caller, scene, decision, at: "2026-06-01") == "extract")
            try caller.get(next.path, expecting: 404)
            try caller.get("\(next.path)/decisions", expecting: 404)
        }
    }
}

extension Journey {
    /// Takes a random step: one that readiness names with what it needs, a sending, a receipt, or something half done. Refusals are
    /// accepted.
    fileprivate func proceed(_ chance: inout Chance) throws {
        switch chance.below(6) {
        case 0: try disturb(&chance)
        case 1, 2: try sendOrServe(&chance)
        default:
            let away: Set<String> = ["close", "choose-other", "withdraw-choice", "end", "suspend"]
            let steps = try read()["steps"].array
            let ahead = steps.filter { !away.contains($0["step"].string ?? "") }
            guard let step = chance.isTrue(in: 8) ? chance.pick(steps) : chance.pick(ahead) else { return }
            let name = step["step"].string ?? ""
            func call(_ link: JSONValue, by roles: JSONValue, mending rule: JSONValue) throws {
                let able = roles.array.compactMap(\.string).filter { Journey.roles.contains($0) }
                guard !link.isNull, let role = chance.pick(able) else { return }
                if let reply = try self.call(link, as: role, mending: rule, taking: name) { #expect(reply.status < 500, "\(reply)") }
            }
            for rule in step["unmet"].array { try call(rule["mend"], by: rule["mendedBy"], mending: rule) }
            try call(step["call"], by: step["takenBy"], mending: nil)
        }
    }

    /// Sends a made decision to somebody by some method, or records a receipt.
    private func sendOrServe(_ chance: inout Chance) throws {
        let sent = try list("decisions").filter { ["made", "dispatched"].contains($0["state"].string ?? "") }
        guard let decision = chance.pick(sent)?["id"].string else { return }
        let place = "\(path)/decisions/\(decision)"
        let notices = try county.worker.get("\(place)/notices").items.filter { $0["receivedOn"].isNull }
        if let notice = chance.pick(notices)?["id"].string, chance.isTrue(in: 2) {
            let item = "\(place)/notices/\(notice)"
            try county.worker.command(on: item, "record-receipt", ["receivedOn": "2026-06-30", "evidence": "allekirjoitus"])
            return
        }
        _ = try county.speaker(for: clientID, role: "representative")
        let guardian = try county.worker.get("/v1/clients/\(clientID)/representatives").items.first?["id"] ?? "client"
        let order: JSONValue = [
            "method": .string(chance.pick(["letter", "electronic", "verifiable", "substitute"]) ?? "letter"), "sentOn": "2026-06-30",
            "recipients": [chance.isTrue(in: 2) ? guardian : "client"],
        ]
        let tag = try county.worker.get(place).etag ?? ""
        let reply = try county.worker.send("POST", "\(place)/dispatch", order.octets, expecting: nil, headers: ["If-Match": tag])
        #expect(reply.status < 500, "\(reply)")
    }
}
