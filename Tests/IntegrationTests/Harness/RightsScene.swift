import JSON
import Testing

/// A county of two units with two clients, and a caller for every relation to them. The matrix of rights is checked in it.
///
/// The first client has a decision before the deciders, and the second has one that is served. Otherwise they are the same. Both are in the
/// care of one unit, and their responsible worker belongs to another.
final class RightsScene: Sendable {
    let county: PeopledCounty
    let standings: [Standing]
    /// A worker of the unit whose key gives the right to reports alone. It is made here, because tests that share the scene write nothing:
    /// the matrix compares the content before and after its questions, while other suites use the scene.
    let reporter: Caller
    /// The rights of every role as the service reports them, by role and operation.
    let grants: [String: [String: Grant]]
    /// The path of each operation for each of the two clients, and a body that fits; by the id of the operation.
    let places: [[String: Place]]

    struct Place: Sendable {
        let path: String
        let body: JSONValue?
    }

    struct Grant: Sendable {
        let right: String
        let relations: Set<String>
        let isBarredByTies: Bool
    }

    static let otherUnit = "Vammaispalvelut, länsi"

    /// The scene shared by all tests that change nothing.
    static var shared: RightsScene { get throws { try started.get() } }
    private static let started = Result { try RightsScene() }

    init() throws {
        let county = try PeopledCounty(units: 2, probes: 2)
        self.county = county
        let keeper = try county.caller("social_worker", for: nil)
        try county.sendAgain(county.probes[0], keeper)
        try RightsScene.serve(county, county.probes[1], keeper)
        standings = try RightsScene.people(county, keeper)
        reporter = try county.admin.key(
            for: [
                "role": "social_worker", "name": "Kaisa Karsittu", "unit": .string(PeopledCounty.unit), "scope": ["subject-report:read"],
            ])
        var grants: [String: [String: Grant]] = [:]
        for standing in standings where standing.scope == nil && grants[standing.role] == nil {
            grants[standing.role] = [:]
            for held in try standing.caller.get("/v1/me/rights", at: PeopledCounty.day)["rights"].array {
                let grant = Grant(
                    right: held["name"].string ?? "", relations: Set(held["relations"].array.compactMap(\.string)),
                    isBarredByTies: held["barredByTies"] == true)
                for operation in held["operations"].array.compactMap(\.string) { grants[standing.role]?[operation] = grant }
            }
        }
        self.grants = grants
        places = try county.probes.map { probe in
            county.pin(probe)
            // No separate list returns it.
            let actual = try Stored(database: county.service.database).column(
                "SELECT id FROM actuals WHERE client_id = '\(probe.clientID)' ORDER BY id LIMIT 1")[0]
            var places: [String: Place] = [:]
            for operation in county.operations {
                let path =
                    operation.path.contains("{actual}")
                    ? operation.path.replacing("{actual}", with: actual) : try county.path(of: operation)
                guard let path else { continue }
                places[operation.id] = Place(path: path, body: try county.body(of: operation, at: path))
            }
            return places
        }
    }

    /// Records the receipt of every decision, so that none is before the deciders.
    private static func serve(_ county: PeopledCounty, _ probe: PeopledCounty.Probe, _ keeper: Caller) throws {
        for decision in try keeper.all("/v1/cases/\(probe.caseID)/decisions") where decision["state"] == "dispatched" {
            let path = "/v1/cases/\(probe.caseID)/decisions/\(decision["id"].string ?? "")"
            for notice in try keeper.all("\(path)/notices") {
                let receipt: JSONValue = ["receivedOn": "2026-06-29", "evidence": "vastaanottotodistus"]
                try keeper.command(on: "\(path)/notices/\(notice["id"].string ?? "")", "record-receipt", receipt)
            }
        }
    }

    private static func people(_ county: PeopledCounty, _ keeper: Caller) throws -> [Standing] {
        let admin = county.admin
        let clients = county.probes.map(\.clientID)
        var found: [Standing] = []
        func staff(_ role: String, _ name: String, _ unit: String? = otherUnit, _ more: JSONValue = [:]) throws -> Caller {
            let order: JSONValue = ["role": .string(role), "name": .string("\(role) \(name)")]
            return try admin.key(for: order.with("unit", unit.map { .string($0) }).merged(more))
        }
        func stand(
            _ name: String, _ role: String, _ caller: Caller, _ first: Set<String>, _ second: Set<String>, _ cover: Standing.Cover = .all,
            ties: Set<Int> = [], scope: Set<String>? = nil
        ) {
            found.append(
                Standing(
                    name: "\(role), \(name)", role: role, caller: caller, relations: [first, second], cover: cover, ties: ties, scope: scope
                )
            )
        }
        func breakGlass(_ caller: Caller) throws {
            for client in clients {
                let opening: JSONValue = ["clientId": .string(client), "reason": "emergency", "explanation": "Asiakas ei pääse kotiin"]
                try caller.post("/v1/break-glass", opening)
            }
        }

        // The responsible worker and the deputies belong to another unit.
        let responsible = try staff("social_worker", "responsible")
        for probe in county.probes {
            try keeper.patch("/v1/cases/\(probe.caseID)", ["responsibleWorkerId": .string(responsible.userID)])
        }
        stand("responsible", "social_worker", responsible, ["caseload"], ["caseload"])
        for role in ["social_worker", "service_coordinator"] {
            stand("of the unit", role, try staff(role, "of the unit", PeopledCounty.unit), ["unit"], ["unit"])
            for (name, isOver) in [("deputy", false), ("deputy until yesterday", role == "social_worker")]
            where isOver == (name != "deputy") {
                let deputy = try staff(role, name)
                let deputyship = try admin.post(
                    "/v1/admin/deputyships",
                    [
                        "absentId": .string(responsible.userID), "deputyId": .string(deputy.userID),
                        "period": ["from": "2026-06-01", "to": "2026-06-30"],
                    ])
                if isOver { try admin.patch(deputyship.path, ["period": ["from": "2026-06-01", "to": "2026-06-29"]]) }
                stand(name, role, deputy, isOver ? [] : ["caseload"], isOver ? [] : ["caseload"])
            }
            let opener = try staff(role, "opener")
            try breakGlass(opener)
            stand("opener", role, opener, ["break_glass"], ["break_glass"])
            stand("of another unit", role, try staff(role, "stranger"), [], [])
        }
        stand("of no unit", "social_worker", try staff("social_worker", "unitless", nil), [], [])
        stand(
            "of the unit", "decision_maker", try staff("decision_maker", "unit", PeopledCounty.unit), ["unit", "agenda", "extract"],
            ["unit", "extract"])
        let opener = try staff("decision_maker", "opener")
        try breakGlass(opener)
        stand("opener", "decision_maker", opener, ["agenda", "break_glass", "extract"], ["break_glass", "extract"])
        let (before, served): (Set<String>, Set<String>) = (["agenda", "extract"], ["extract"])
        stand("of another unit", "decision_maker", try staff("decision_maker", "stranger"), before, served)
        stand("of another unit", "body_secretary", try staff("body_secretary", "stranger"), before, served)
        stand("of the unit", "body_secretary", try staff("body_secretary", "unit", PeopledCounty.unit), before, served)

        for role in ["finance", "admin", "auditor", "data_protection_officer", "provider", "researcher"] {
            stand("whoever the client", role, try staff(role, "task"), ["task"], ["task"])
        }
        stand("own source", "system", try staff("system", "own", nil, ["sourceSystem": "effica_x"]), ["task"], ["task"])
        stand("another source", "system", try staff("system", "other", nil, ["sourceSystem": "lifecare"]), ["task"], ["task"])
        let scope: Set<String> = ["clients:read", "registers:read"]
        stand(
            "with a key cut to reading clients", "social_worker",
            try staff("social_worker", "cut", PeopledCounty.unit, ["scope": .array(scope.sorted().map { .string($0) })]), ["unit"],
            ["unit"],
            scope: scope)

        // Callers who prepare, decide or pay, with a tie to one of the clients.
        let tied: [(String, Int, Set<String>, Set<String>)] = [
            ("social_worker", 0, ["unit"], ["unit"]), ("social_worker", 1, ["unit"], ["unit"]),
            ("service_coordinator", 0, ["unit"], ["unit"]),
            ("decision_maker", 0, before.union(["unit"]), ["unit", "extract"]), ("body_secretary", 0, before, served),
            ("finance", 0, ["task"], ["task"]),
        ]
        for (role, number, first, second) in tied {
            let key = try staff(role, "tied to \(number)", PeopledCounty.unit)
            try key.post("/v1/me/ties", ["clientId": .string(clients[number]), "ground": "interest"])
            stand("tied to client \(number)", role, key, first, second, ties: [number])
        }

        for (number, client) in clients.enumerated() {
            let key = try staff("client", "client \(number)", nil, ["clientId": .string(client)])
            stand("client \(number)", "client", key, number == 0 ? ["own"] : [], number == 1 ? ["own"] : [])
        }
        let mandates: [(String, String, JSONValue, Set<String>)] = [
            ("in all", "both", nil, ["person", "economy"]), ("in matters of the person", "person", nil, ["person"]),
            ("in matters of economy", "economy", nil, ["economy"]), ("until yesterday", "both", "2026-06-29", []),
        ]
        for (name, scope, last, matters) in mandates {
            let mandate: JSONValue = [
                "name": .string(name), "kind": "guardian", "scope": .string(scope), "validFrom": "2020-01-01", "validTo": last,
            ]
            let row = try keeper.post("/v1/clients/\(clients[0])/representatives", mandate)
            let key = try staff("representative", name, nil, ["clientId": .string(clients[0]), "representativeId": row["id"]])
            stand(name, "representative", key, ["mandate"], [], .mandate(matters))
        }
        let assistant: JSONValue = try keeper.get("/v1/hb-assistants").json["items"][0]["id"]
        let authorisations: [(String, JSONValue, String, Set<String>)] = [
            ("for the plan", ["plan"], "2026-12-31", ["plan"]), ("for the budget", ["budget"], "2026-06-30", ["budget"]),
            ("for the catalogue", ["catalogue"], "2026-12-31", []), ("until yesterday", ["plan", "budget"], "2026-06-29", []),
        ]
        for (name, parts, last, covered) in authorisations {
            let key = try staff("hb_assistant", name, nil, ["clientId": .string(clients[0])])
            try keeper.post(
                "/v1/clients/\(clients[0])/assistant-authorisations",
                [
                    "hbAssistantId": assistant, "userId": .string(key.userID), "parts": parts, "from": "2026-01-01", "to": .string(last),
                    "writtenOn": "2026-01-01",
                ])
            stand(name, "hb_assistant", key, ["authorisation"], [], .parts(covered))
        }
        let unauthorised = try staff("hb_assistant", "without an authorisation", nil, ["clientId": .string(clients[0])])
        stand("without an authorisation", "hb_assistant", unauthorised, ["authorisation"], [], .parts([]))
        // The second client gets one too, so that the place is not empty.
        try keeper.post(
            "/v1/clients/\(clients[1])/assistant-authorisations",
            ["hbAssistantId": assistant, "parts": ["plan"], "from": "2026-01-01", "to": "2026-12-31", "writtenOn": "2026-01-01"])
        county.forget()
        return found
    }
}
