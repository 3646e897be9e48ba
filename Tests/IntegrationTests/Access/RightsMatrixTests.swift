import JSON
import Synchronization
import Testing

/// Calls every operation of the document as every kind of caller, and compares the answer with the table of rights and with
/// Docs/domain/access.md. New routes and rights are included, because both are read from the service.
@Suite struct RightsMatrixTests {
    /// One operation at one path: the question of a cell.
    private struct Question: Sendable {
        let operation: DescribedOperation
        let path: String
        /// The same path with an identity that nobody has, in place of the client or of the owned item.
        let absent: String?
        let body: [UInt8]?
        /// The probed client to which the path leads; nil if there is none.
        let probe: Int?
    }

    /// The answer that the table of rights gives for a cell.
    private enum Expectation: Equatable {
        case unauthorised
        case forbidden(String)
        case uncovered, hidden, disqualified, allowed
    }

    @Test("every role, operation and relation is answered as the table says, and hidden items like absent ones (A17, A18, L71, row 70)")
    func matrix() throws {
        let scene = try RightsScene.shared
        let questions = try questions(scene)
        // The first use of each key is written now, so that it does not fall between the cells. The dry run waits for these writes.
        for standing in scene.standings { try standing.caller.get("/v1/me", at: PeopledCounty.day) }
        let nothing: JSONValue = ["name": "Ei kukaan"]
        try scene.county.admin.post("/v1/units", nothing, at: PeopledCounty.day, headers: ["Prefer": "dry-run"])
        let before = try scene.county.content()
        let tally = Mutex(Tally())
        let nobody = Standing(name: "nobody", role: "", caller: scene.county.nobody, relations: [[], []])
        let everybody = scene.standings + [nobody]
        _ = try concurrently(2) { half in
            for (number, question) in questions.enumerated() where number % 2 == half {
                for standing in everybody {
                    let found = try ask(question, standing, expectation(of: question, standing, scene.grants))
                    tally.withLock { $0.note(question.operation.id, found) }
                }
            }
        }
        let told = tally.withLock { $0 }
        print("the matrix of rights: \(told.cells) cells, \(told.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" })")
        #expect(told.cells >= 5_000)
        // An allowed call finds an item, except what is hidden in addition: unshared diary entries and drafts of the catalogue.
        let hidden = told.missing.intersection(told.found)
        #expect(hidden.isSubset(of: ["findDiaryEntry", "findCatalogueItem"]), "404 to an allowed caller: \(hidden.sorted())")
        // A plan with one revision has no changes to show, and there is no form of the requested instrument.
        #expect(told.missing.subtracting(told.found) == ["listSupportPlanChanges", "compareForms"])
        #expect(try scene.county.content() == before, "the questions have changed the database")
    }

    private struct Tally: Sendable {
        var cells = 0
        var counts: [String: Int] = [:]
        /// Operations that have answered an allowed caller with 404, and those that have answered with an item.
        var missing: Set<String> = []
        var found: Set<String> = []

        mutating func note(_ operation: String, _ status: Int) {
            cells += 1
            let isAllowed = ![401, 403, 404].contains(status)
            counts[isAllowed ? "allowed" : "\(status)", default: 0] += 1
            if status == -404 { missing.insert(operation) } else if isAllowed { found.insert(operation) }
        }
    }

    /// Asks the question of a cell.
    /// - Returns: the status; -404 if an allowed caller got 404.
    private func ask(_ question: Question, _ standing: Standing, _ expected: Expectation) throws -> Int {
        let operation = question.operation
        let cell: Comment = "\(operation.id) by \(standing.name), client \(question.probe.map { "\($0)" } ?? "-")"
        let reply = try send(question, question.path, standing, operation.method)
        switch expected {
        case .unauthorised: #expect(reply.status == 401, cell)
        case .forbidden(let right):
            #expect(reply.status == 403 && reply.code == "forbidden", cell)
            #expect(reply["detail"].string?.contains("needs the right \(right)") == true, cell)
        case .uncovered: #expect(reply.status == 403 && reply.code == "authorisation_missing", cell)
        case .hidden:
            #expect(reply.status == 404, cell)
            guard let absent = question.absent else { break }
            let nowhere = try send(question, absent, standing, operation.method)
            #expect(alike(reply, nowhere), "\(cell)\n\(reply)\n\(nowhere)")
            if operation.method == "GET" {
                let head = try send(question, question.path, standing, "HEAD")
                #expect(head.status == 404 && head.body.isEmpty && fields(head) == fields(reply), cell)
            }
        case .disqualified: #expect(reply.status == 409 && reply.code == "disqualified", "\(cell): \(reply)")
        case .allowed:
            let isRefused = ["forbidden", "authorisation_missing", "disqualified"].contains(reply.code ?? "")
            #expect(reply.status != 401 && !isRefused, "\(cell): \(reply)")
            if reply.status == 404 { return -404 }
        }
        return reply.status
    }

    /// Both requests carry the same id, so that the answers may not differ at all.
    private func send(_ question: Question, _ path: String, _ standing: Standing, _ method: String) throws -> Reply {
        let operation = question.operation
        return try standing.caller.inEnglish.send(
            method, path + operation.leastQuery, question.body, expecting: nil, at: PeopledCounty.day,
            headers: operation.rehearsing.merging(["X-Request-Id": "cell"]) { $1 })
    }

    private func alike(_ one: Reply, _ other: Reply) -> Bool {
        one.status == other.status && one.body == other.body && fields(one) == fields(other)
    }

    /// All header fields but the time of the answer.
    private func fields(_ reply: Reply) -> [String] {
        reply.headers.lines.filter { $0.name.lowercased() != "date" }.map { "\($0.name.lowercased()): \($0.value)" }
    }

    /// The expected answer of a cell, from the table of rights and the caller's relations.
    private func expectation(of question: Question, _ standing: Standing, _ grants: [String: [String: RightsScene.Grant]]) -> Expectation {
        let operation = question.operation
        if operation.isOpen { return .allowed }
        if standing.role.isEmpty { return .unauthorised }
        let right = operation.described["x-right"].string ?? ""
        guard let grant = grants[standing.role]?[operation.id] else { return .forbidden(right) }
        if let scope = standing.scope, right != "signed-in", !scope.contains(right) { return .forbidden(right) }
        // A call across clients checks whether the mandate of a caller who speaks for a client covers the right.
        let across = [
            "listClients", "listCases", "listPeerMemberships", "joinPeerGroup", "listDevelopmentIdeas", "findDevelopmentIdea",
            "submitDevelopmentIdea",
        ]
        if across.contains(operation.id), !standing.cover.covers(right), standing.relations[0] != [] { return .uncovered }
        if isAnothers(operation, standing) { return .hidden }
        guard let probe = question.probe else {
            // The body names the first client.
            let isNamed = ["openCase", "joinPeerGroup"].contains(operation.id)
            return isNamed && grant.isBarredByTies && standing.ties.contains(0) ? .disqualified : .allowed
        }
        if grant.relations.isDisjoint(with: standing.relations[probe]), !grant.relations.contains("task") {
            // A caller who may see the client, or has the extract of the decision in the path, gets the name of the missing right.
            let extract: Set<String> = operation.path.contains("{case}") ? ["extract"] : []
            let seen = (grants[standing.role]?["findClient"]?.relations ?? []).union(extract)
            return seen.isDisjoint(with: standing.relations[probe]) ? .hidden : .forbidden(right)
        }
        if grant.isBarredByTies, standing.ties.contains(probe) { return .disqualified }
        return grant.relations.contains("task") || standing.cover.covers(right) ? .allowed : .uncovered
    }

    /// Whether the item belongs to one user: a tie to the user who declared it, an idea to staff and its author, a batch to its source
    /// and finance.
    private func isAnothers(_ operation: DescribedOperation, _ standing: Standing) -> Bool {
        if operation.path.contains("{tie}") { return true }
        if operation.path.contains("{batch}") { return standing.role == "system" && standing.name.hasSuffix("another source") }
        return operation.path.contains("{developmentIdea}") && ["client", "representative"].contains(standing.role)
    }

    // MARK: - Places

    private func questions(_ scene: RightsScene) throws -> [Question] {
        var questions: [Question] = []
        for (number, places) in scene.places.enumerated() {
            for operation in scene.county.operations {
                let owned = RightsMatrixTests.ofOneClient.first { operation.path.contains($0) }
                if owned == nil, number > 0 { continue }
                let place = try #require(places[operation.id], "the county has no place for \(operation.id)")
                let belongs = owned ?? RightsMatrixTests.ofOneUser.first { operation.path.contains($0) }
                questions.append(
                    Question(
                        operation: operation, path: place.path, absent: belongs.map { absent(operation.path, place.path, $0) },
                        body: place.body?.octets, probe: owned == nil ? nil : number))
            }
        }
        return questions
    }

    /// The path parameters that name the owner of the data. The first one that is present counts.
    private static let ofOneClient = ["{client}", "{case}", "{membership}", "{actual}", "{breakGlass}"]
    private static let ofOneUser = ["{tie}", "{developmentIdea}", "{batch}"]

    private func absent(_ template: String, _ path: String, _ name: String) -> String {
        let pairs = zip(template.split(separator: "/"), path.split(separator: "/"))
        return "/" + pairs.map { $0 == name ? "0199a7f0-0000-7000-8000-0123456789ab" : $1 }.joined(separator: "/")
    }

    // MARK: - The table of roles

    /// The column "may not" of Docs/domain/access.md, written down again: what no right may ever give to a role. Each item is part of a
    /// path. With a method in front it holds for that method only.
    private static let never: [String: [String]] = {
        let words = [
            "/statements", "/working-notes", "/life-plans", "/assessments", "/network", "/exercise", "/suitability", "/alternatives",
            "/choices", "{case}/meetings", "/support-plans", "/dialogue-rounds", "/service-plans", "/guidance-events", "/readiness",
        ]
        let follow = [
            "/diary-entries", "/efforts", "/effort-summary", "/forms", "/form-comparison", "/reviews", "/monitoring-agreements",
            "/goal-trends",
            "/research-consents", "/assistant-authorisations",
        ]
        let persons = ["/close-persons", "/representatives", "/v1/clients/{client}"]
        let file = ["/v1/clients", "/v1/cases", "/v1/intakes", "/work-queue", "/memberships", "/service-data", "/consented-cases"]
        let writes = ["POST /v1/cases/{case}", "PATCH /v1/cases", "PUT /v1/cases", "POST /v1/clients", "PATCH /v1/clients"]
        return [
            // Finance sees client numbers, amounts and service types.
            "finance": words + follow + persons + ["/timeline", "/consented-cases", "/v1/admin"],
            // Technical administration gives no access to client data.
            "admin": file + ["/access-log", "/break-glass"],
            "auditor": words + follow + writes + ["/v1/clients/{client}/close-persons", "/v1/admin", "/service-data", "/intakes"],
            "data_protection_officer": words + follow + writes + ["/v1/cases", "/v1/admin", "/decisions", "/budgets"],
            "system": [
                "/v1/clients", "/v1/cases", "/work-queue", "/memberships", "/v1/changes", "/actuals", "/held", "/v1/users", "/v1/admin",
            ],
            "provider": file + ["/v1/changes", "/v1/users", "/v1/admin", "/access-log"],
            "researcher": file.filter { $0 != "/consented-cases" } + ["/v1/changes", "/v1/users", "/v1/units", "/v1/admin", "/access-log"],
            "body_secretary": writes.filter { !$0.hasPrefix("POST /v1/cases") } + [
                "/service-data", "/intakes", "/v1/admin", "/access-log",
            ],
            // A coordinator does not grant or recover.
            "service_coordinator": [
                "POST /v1/cases/{case}/decisions/{decision}/make", "POST /v1/service-data", "/v1/admin", "/access-log",
            ],
            "social_worker": ["/v1/admin", "/access-log", "POST /v1/cases/{case}/decisions/{decision}/handlings"],
            "decision_maker": writes.filter { !$0.hasPrefix("POST /v1/cases") } + ["/v1/admin", "/access-log", "/intakes"],
            // An assistant sees the plan, the catalogue and the budget view: no unshared diary, no decisions, nothing with a national id.
            "hb_assistant": [
                "/decisions", "/v1/clients/{client}/access-log", "/v1/clients", "/timeline", "/readiness", "/actuals/", "/network-maps",
                "/exercise", "/suitability", "/alternatives", "/choices", "{case}/meetings", "/life-plans", "/assessments",
                "/service-plans",
                "/guidance-events", "/current-services", "/agreements", "/budget-calculations", "/actuals",
            ] + follow,
            "client": ["/v1/admin", "/v1/changes", "/work-queue", "/service-data", "/v1/users", "POST /v1/break-glass", "/worker-views"],
            "representative": ["/v1/admin", "/v1/changes", "/work-queue", "/service-data", "/v1/users", "POST /v1/break-glass"],
        ]
    }()

    /// Exceptions that Docs/domain/access.md itself makes.
    private static let nevertheless: [String: Set<String>] = [
        "data_protection_officer": ["listConsentedCases"]
    ]

    @Test("no role has a right that the table of roles denies it (A1 to A14, row 70)")
    func neverHeld() throws {
        let scene = try RightsScene.shared
        #expect(Set(Self.never.keys) == Set(scene.grants.keys))
        for (role, places) in Self.never {
            for operation in scene.county.operations where scene.grants[role]?[operation.id] != nil {
                if Self.nevertheless[role]?.contains(operation.id) == true { continue }
                let place = places.first { "\(operation.method) \(operation.path)".contains($0) }
                #expect(place == nil, "\(role) may \(operation.id): \(operation.method) \(operation.path)")
            }
        }
    }

    @Test("a tie bars staff from every act in a client's matters and from protected whereabouts, and from nothing else (A16, row 73)")
    func barredByTies() throws {
        let scene = try RightsScene.shared
        // The client whom the body names, or a group with its members.
        let others = ["openCase", "takeIntake", "joinPeerGroup", "addGroupDiscussion", "foundPeerGroup"]
        // Opening a file is not barred, because the file is opened to be read.
        for (role, operations) in scene.grants where !["client", "representative", "hb_assistant"].contains(role) {
            for operation in scene.county.operations {
                guard let grant = operations[operation.id] else { continue }
                let isOfOne = (Self.ofOneClient + ["{peerGroup}", "{groupDiscussion}"]).contains { operation.path.contains($0) }
                let isPart = operation.method != "GET" && (isOfOne || others.contains(operation.id))
                let isBarred = isPart || operation.path.contains("/service-data/held/") || operation.id == "readWhereabouts"
                #expect(grant.isBarredByTies == isBarred, "\(role), \(operation.method) \(operation.path)")
            }
        }
    }

    @Test("every relation that a right accepts is one that the book names for the role (A17)")
    func relationsHeld() throws {
        let scene = try RightsScene.shared
        let allowed: [String: Set<String>] = [
            "social_worker": ["caseload", "unit", "break_glass"], "service_coordinator": ["caseload", "unit", "break_glass"],
            "decision_maker": ["caseload", "unit", "agenda", "break_glass", "extract"], "body_secretary": ["agenda", "extract"],
            "client": ["own"],
            "representative": ["mandate"], "hb_assistant": ["authorisation"],
        ]
        for (role, operations) in scene.grants {
            for operation in scene.county.operations {
                guard let grant = operations[operation.id], Self.ofOneClient.contains(where: { operation.path.contains($0) }) else {
                    continue
                }
                // By task alone: the organiser's money, decisions and logs, for the roles that look after them.
                if grant.relations == ["task"] {
                    let isTask = ["finance", "auditor", "data_protection_officer"].contains(role)
                    #expect(isTask, "\(role) may \(operation.id) for every client by task alone")
                } else {
                    #expect(grant.relations.isSubset(of: allowed[role] ?? []), "\(role), \(operation.id): \(grant.relations)")
                }
            }
        }
        // A file opened with a reason is for reading and for a first contact, not for decisions and money.
        for role in ["social_worker", "service_coordinator", "decision_maker"] {
            for operation in scene.county.operations where operation.method != "GET" {
                guard let grant = scene.grants[role]?[operation.id], grant.relations.contains("break_glass") else { continue }
                for place in ["/decisions", "/budgets", "/budget-calculations", "/agreements", "/transfers", "/service-data"] {
                    #expect(!operation.path.contains(place), "\(role) may \(operation.id) by break-glass")
                }
                // A first contact is a case, a meeting, guidance and notes, and nothing else.
                let first = ["openCase", "takeIntake", "addMeeting", "addGuidanceEvent", "addStatement", "addWorkingNote"]
                let registering = ["registerClient", "searchClients"]
                #expect((first + registering).contains(operation.id), "\(role) may \(operation.id) by break-glass")
            }
        }
    }
}
