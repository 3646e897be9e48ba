import JSON
import Testing

/// Row 70 and 74: every operation, asked as every role in every relation to a client: as the rights table says, and hidden as if absent.
@Suite(.serialized) struct RightsMatrixTests {
    private static let started = Result { try RightsScene() }
    private var scene: RightsScene { get throws { try Self.started.get() } }

    @Test("every role, operation and relation: as the table of rights says") func matrix() throws {
        let scene = try scene
        var cells = 0
        for asker in scene.askers {
            let rights = try scene.rights(of: asker)
            for operation in scene.county.operations where !operation.isOpen {
                let relations = rights[operation.id]
                for client in operation.isBelowClient ? scene.clients : [scene.clients[0]] {
                    cells += 1
                    let reply = try scene.ask(operation, of: client, as: asker)
                    let what = "\(operation.id) as \(asker.name) on \(client.name): \(reply.status) \(reply.code ?? "")"
                    guard let relations else {
                        #expect(reply.status == 403 && reply.code == "forbidden", "\(what), without the right")
                        continue
                    }
                    let held = asker.relations[client.name] ?? []
                    if !operation.isBelowClient || relations.contains("task") || !relations.isDisjoint(with: held) {
                        #expect(reply.code != "forbidden" && !scene.isHidden(reply), "\(what), with the right")
                    } else {
                        let unknown = try scene.ask(operation, of: scene.nobody, as: asker)
                        #expect(scene.isHidden(reply), "\(what), without the relation")
                        #expect(scene.told(reply) == scene.told(unknown), "\(what): hidden is not as absent")
                    }
                }
            }
        }
        print("rights matrix: \(cells) cells")
        #expect(cells >= 5_000)
    }

    /// domain.md, section 5, in words of its own: what a role must never get, whatever the table says.
    private static let never: [(role: String, places: [String])] = [
        (
            "finance",
            ["support-plans", "statements", "assessments", "diary-entries", "meetings", "working-notes", "network-maps", "life-plan"]
        ),
        ("admin", ["/v1/clients", "/v1/cases"]), ("system", ["/v1/clients", "/v1/cases", "work-queue"]),
        ("researcher", ["/v1/clients", "/v1/cases", "work-queue", "/v1/users"]), ("provider", ["/v1/clients", "/v1/cases"]),
        ("auditor", ["support-plans", "statements", "assessments", "diary-entries", "meetings", "/v1/admin", "whereabouts"]),
        ("data_protection_officer", ["support-plans", "statements", "assessments", "meetings", "budgets", "whereabouts"]),
        ("client", ["working-notes", "/v1/admin", "work-queue", "whereabouts"]),
        ("hb_assistant", ["diary-entries", "access-log", "decisions", "whereabouts"]),
        ("body_secretary", ["whereabouts", "non-disclosure", "/v1/admin"]), ("social_worker", ["/v1/admin"]),
    ]

    @Test("no role has what section 5 of the domain keeps from it") func keepsApart() throws {
        let scene = try scene
        for (role, places) in Self.never {
            for asker in scene.askers where asker.role == role {
                let rights = try scene.rights(of: asker)
                for operation in scene.county.operations where places.contains(where: { operation.path.contains($0) }) {
                    // Meetings of a peer group are told of without clients.
                    if operation.path.contains("peer-groups") { continue }
                    // The client's own words are the client's to write down and the worker's to read, and so on: only what is told.
                    guard operation.method == "GET", !(role == "client" && operation.path.contains("working-notes")) else { continue }
                    #expect(rights[operation.id] == nil || operation.path.hasSuffix("/access-log"), "\(role) has \(operation.id)")
                }
            }
        }
    }

    @Test("lists, counts, the search and the feed show the clients of the caller's relations and no other") func lists() throws {
        let scene = try scene
        for asker in scene.askers where asker.sees != nil {
            let expected = Set(try scene.identities(asker.sees ?? ""))
            let rights = try scene.rights(of: asker)
            if rights["listClients"] != nil {
                let seen = try asker.caller.all("/v1/clients", at: PeopledCounty.day).compactMap { $0["id"].string }
                #expect(seen.count == Set(seen).count && Set(seen) == expected, "\(asker.name): \(seen.count), not \(expected.count)")
                for order in ["familyName", "-familyName", "-createdAt"] {
                    let sorted = try asker.caller.all("/v1/clients?sort=\(order)", limit: 7, at: PeopledCounty.day)
                    #expect(sorted.compactMap { $0["id"].string }.sorted() == expected.sorted(), "\(asker.name) by \(order)")
                }
                #expect(try asker.caller.get("/v1/clients?count=exact&limit=1", at: PeopledCounty.day)["total"].int == expected.count)
                for letter in ["a", "m", "s", "v"] {
                    let page = try asker.caller.get("/v1/clients?name=\(letter)&limit=200&count=exact", at: PeopledCounty.day)
                    #expect(Set(page.items.compactMap { $0["id"].string }).isSubset(of: expected), "\(asker.name)")
                    #expect(page["total"].int == page.items.count)
                }
            }
            if rights["listCases"] != nil {
                let seen = try asker.caller.all("/v1/cases", at: PeopledCounty.day).compactMap { $0["clientId"].string }
                let cases = Set(try scene.identities("SELECT client_id FROM cases")).intersection(expected)
                #expect(Set(seen) == cases, "\(asker.name)")
                #expect(try asker.caller.get("/v1/cases?count=exact&limit=1", at: PeopledCounty.day)["total"].int == seen.count)
            }
            if rights["readWorkQueue"] != nil, asker.role != "finance" {
                let seen = try asker.caller.all("/v1/work-queue", at: PeopledCounty.day).compactMap { $0["clientId"].string }
                #expect(Set(seen).isSubset(of: expected), "\(asker.name)")
            }
            if rights["listChanges"] != nil, asker.role != "finance" {
                var place = "0"
                var seen: Set<String> = []
                while true {
                    let page = try asker.caller.get("/v1/changes?after=\(place)&limit=1000", at: PeopledCounty.day)
                    // An opening is told to whoever reviews it.
                    seen.formUnion(page.items.filter { $0["noun"] != "break_glass" }.compactMap { $0["clientId"].string })
                    place = page["next"].string ?? "0"
                    if page["hasMore"] == false { break }
                }
                #expect(seen.isSubset(of: expected), "\(asker.name) is told of \(seen.subtracting(expected).count) others")
                #expect(seen.isEmpty == expected.isEmpty, "\(asker.name)")
            }
        }
    }

    @Test("a client whom the caller may not see is unknown in bodies and filters too") func hidesInBodies() throws {
        let scene = try scene
        let stranger = try #require(scene.askers.first { $0.name == "social_worker, none" }).caller
        let hidden = scene.clients[1].id
        let unknown = "00000000-0000-7000-8000-000000000000"
        let bodies: [(String, (String) -> JSONValue)] = [
            (
                "/v1/cases",
                {
                    [
                        "clientId": .string($0), "contactAt": "2026-06-01", "channel": "phone", "applicantRole": "client",
                        "regionalModel": "avain",
                    ]
                }
            ),
            (
                "/v1/intakes",
                {
                    [
                        "clientId": .string($0),
                        "case": ["contactAt": "2026-06-01", "channel": "phone", "applicantRole": "client", "regionalModel": "avain"],
                    ]
                }
            ),
        ]
        for (path, body) in bodies {
            let one = try stranger.post(path, body(hidden), expecting: 422, at: PeopledCounty.day)
            let other = try stranger.post(path, body(unknown), expecting: 422, at: PeopledCounty.day)
            #expect(one.errors == ["/clientId": "unknown_client"] && scene.told(one) == scene.told(other))
        }
        for id in [hidden, unknown] {
            #expect(try stranger.get("/v1/cases?clientId=\(id)&count=exact", at: PeopledCounty.day)["total"] == 0)
            let explained = try stranger.get("/v1/access/explain?operation=findClient&clientId=\(id)", at: PeopledCounty.day)
            #expect(explained["rule"] == "relation_missing" && explained["allowed"] == false)
        }
    }

    @Test("who loses the client loses the answers kept for an idempotency key too") func losesReplays() throws {
        let scene = try scene
        let worker = try scene.asker("social_worker, unit").caller
        let admin = scene.county.admin
        let key = ["Idempotency-Key": "muutto-1"]
        let body: JSONValue = [
            "hetu": .string(County.hetu(number: 9_101, year: 50)), "givenNames": "Matti", "familyName": "Muuttaja", "language": "fi",
            "municipality": "837",
        ]
        let client = try worker.post("/v1/clients", body, at: PeopledCounty.day, headers: key)
        #expect(try worker.post("/v1/clients", body, at: PeopledCounty.day, headers: key).headers["Idempotency-Replayed"] == "true")
        let opened: JSONValue = [
            "clientId": client["id"], "contactAt": "2026-06-01", "channel": "phone", "applicantRole": "client", "regionalModel": "avain",
        ]
        let file = try worker.post("/v1/cases", opened, at: PeopledCounty.day)
        let other = try admin.post("/v1/units", ["name": "Muutettu yksikkö"], at: PeopledCounty.day)
        let mover = try scene.asker("social_worker, none")
        try worker.patch(file.path, ["unitId": other["id"], "responsibleWorkerId": .string(mover.caller.userID)], at: PeopledCounty.day)
        // The care has moved: at once nothing is left for the old unit.
        try worker.get("/v1/clients/\(client.id)", expecting: 404, at: PeopledCounty.day)
        try worker.get(file.path, expecting: 404, at: PeopledCounty.day)
        #expect(try worker.post("/v1/clients", body, expecting: 404, at: PeopledCounty.day, headers: key).code == "not_found")
        #expect(try worker.get("/v1/clients?name=Muuttaja", at: PeopledCounty.day).items.isEmpty)
        try mover.caller.get(file.path, at: PeopledCounty.day)
    }
}
