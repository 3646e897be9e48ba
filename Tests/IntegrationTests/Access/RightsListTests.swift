import Foundation
import JSON
import Testing

/// A list across clients shows the clients to whom the caller has a relation that the right requires, and no others (A17). Each list is
/// compared with the database, from which the relations are computed again.
@Suite struct RightsListTests {
    private var scene: RightsScene { get throws { try RightsScene.shared } }
    private var stored: Stored { get throws { Stored(database: try scene.county.service.database) } }

    /// The callers who have the right to an operation, with the relations it requires; without callers outside their mandate.
    private func askers(of operation: String) throws -> [(standing: Standing, relations: Set<String>)] {
        let scene = try scene
        let found = scene.standings.compactMap { standing -> (Standing, Set<String>)? in
            guard let grant = scene.grants[standing.role]?[operation], standing.scope?.contains(grant.right) ?? true,
                standing.cover.covers(grant.right)
            else { return nil }
            return (standing, grant.relations)
        }
        #expect(found.count > 5, "\(operation)")
        return found
    }

    /// The clients to whom a caller has one of the relations, from the rows that make them: the newest case, deputyships, openings,
    /// decisions.
    private func clients(of standing: Standing, by relations: Set<String>) throws -> Set<String> {
        let user = standing.caller.userID
        let unit = "(SELECT unit_id FROM users WHERE id = '\(user)')"
        let newest = "FROM cases c WHERE c.client_id = k.id ORDER BY c.id DESC LIMIT 1"
        let taken = "SELECT u.unit_id FROM events e JOIN users u ON u.id = e.user_id WHERE e.client_id = k.id ORDER BY e.sequence LIMIT 1"
        let conditions = [
            "task": "1 = 1",
            "unit":
                "CASE WHEN EXISTS (SELECT 1 FROM cases c WHERE c.client_id = k.id) THEN (SELECT c.unit_id \(newest)) ELSE (\(taken)) END"
                + " IS \(unit)",
            "caseload":
                "(SELECT c.responsible_worker_id \(newest)) IN (SELECT '\(user)' UNION SELECT absent_id FROM deputyships"
                + " WHERE deputy_id = '\(user)' AND '\(PeopledCounty.day)' BETWEEN period_from AND period_to)",
            "break_glass":
                "k.id IN (SELECT client_id FROM break_glasses WHERE user_id = '\(user)'"
                + " AND ends_at > CAST(strftime('%s', '\(PeopledCounty.day) 09:00:00') AS INTEGER) * 1000000)",
            "agenda": "EXISTS (\(onAgenda) \(standing.role == "body_secretary" ? "AND d.authority = 'body'" : ""))",
        ]
        let speaks = "k.id = (SELECT client_id FROM users WHERE id = '\(user)')"
        let sql = relations.map { conditions[$0] ?? speaks }.joined(separator: " OR ")
        return Set(try stored.column("SELECT k.id FROM clients k WHERE \(sql)"))
    }

    /// The decisions about a client that are before the deciders: not sent yet, or on their way to somebody (A28, HL 59 to 61 §, SAL 19 §).
    private let onAgenda = """
        SELECT 1 FROM decisions d JOIN cases c ON c.id = d.case_id WHERE c.client_id = k.id
        AND (d.state IN ('proposed', 'on_agenda', 'made') OR d.state = 'dispatched' AND EXISTS
        (SELECT 1 FROM notices n WHERE n.decision_id = d.id AND n.received_on IS NULL AND '\(PeopledCounty.day)' < CASE n.method WHEN 'letter' THEN date(n.sent_on, '+7 days') WHEN 'verifiable' THEN '9999' ELSE date(n.sent_on, '+3 days') END))
        """

    private func at(_ caller: Caller, _ path: String) throws -> [JSONValue] { try caller.all(path, limit: 7, at: PeopledCounty.day) }

    private func total(_ caller: Caller, _ path: String) throws -> JSONValue {
        try caller.get("\(path)\(path.contains("?") ? "&" : "?")limit=1&count=exact", at: PeopledCounty.day)["total"]
    }

    private func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }

    @Test("the register of clients, its orders and its count show exactly the visible clients (A17)") func register() throws {
        var sizes: Set<Int> = []
        for (standing, relations) in try askers(of: "listClients") {
            let mine = try clients(of: standing, by: relations)
            sizes.insert(mine.count)
            for order in ["/v1/clients", "/v1/clients?sort=familyName", "/v1/clients?sort=-familyName"] {
                let shown = try at(standing.caller, order).compactMap { $0["id"].string }
                #expect(shown.count == mine.count && Set(shown) == mine, "\(standing.name), \(order)")
            }
            #expect(try total(standing.caller, "/v1/clients") == count(mine.count), "\(standing.name)")
        }
        // Callers see one client, some, or nearly all; otherwise the test would prove little.
        #expect(sizes.isSuperset(of: [1]) && sizes.count > 4 && sizes.contains { $0 > 15 }, "\(sizes)")
    }

    @Test("the search by name and its count find exactly the visible clients (A17)") func search() throws {
        let scene = try scene
        var found = 0
        for name in try stored.column("SELECT DISTINCT family_name FROM clients ORDER BY 1 LIMIT 6") {
            let word = name.prefix(4).addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let path = "/v1/clients?name=\(word)"
            let all = try ["of the unit", "of another unit"].reduce(into: Set<String>()) { all, place in
                let worker = try #require(scene.standings.first { $0.role == "social_worker" && $0.name.hasSuffix(place) })
                all.formUnion(try at(worker.caller, path).compactMap { $0["id"].string })
            }
            for (standing, relations) in try askers(of: "listClients") {
                let mine = try clients(of: standing, by: relations).intersection(all)
                found += mine.count
                #expect(Set(try at(standing.caller, path).compactMap { $0["id"].string }) == mine, "\(standing.name), \(name)")
                #expect(try total(standing.caller, path) == count(mine.count), "\(standing.name), \(name)")
            }
        }
        #expect(found > 30)
    }

    @Test("the list of cases, its filters, orders and count show exactly those of visible clients (A17)") func cases() throws {
        let scene = try scene
        let strangers = try stored.rows("SELECT id, client_id, state FROM cases")
        for (standing, relations) in try askers(of: "listCases") {
            let mine = try clients(of: standing, by: relations)
            let theirs = Set(strangers.filter { mine.contains($0[1]) }.map { $0[0] })
            for order in ["/v1/cases", "/v1/cases?sort=decisionDue", "/v1/cases?sort=-contactAt"] {
                let shown = try at(standing.caller, order).compactMap { $0["id"].string }
                #expect(shown.count == theirs.count && Set(shown) == theirs, "\(standing.name), \(order)")
            }
            #expect(try total(standing.caller, "/v1/cases") == count(theirs.count), "\(standing.name)")
            let active = strangers.filter { mine.contains($0[1]) && $0[2] == "active" }.count
            #expect(try total(standing.caller, "/v1/cases?state=active") == count(active), "\(standing.name)")
            // The filter by a hidden client gives the same as the filter by an unknown one.
            for probe in scene.county.probes {
                let filter = "/v1/cases?clientId=\(probe.clientID)"
                #expect(try at(standing.caller, filter).isEmpty != mine.contains(probe.clientID), "\(standing.name)")
                #expect((try total(standing.caller, filter) == 0) != mine.contains(probe.clientID), "\(standing.name)")
            }
        }
    }

    @Test("the work queue and its counts show exactly the items of visible clients (A17)") func workQueue() throws {
        let scene = try scene
        func items(_ standing: Standing) throws -> [JSONValue] { try at(standing.caller, "/v1/work-queue") }
        let workers = scene.standings.filter { $0.role == "social_worker" }
        let all = try ["of the unit", "of another unit"].flatMap { place in
            try items(try #require(workers.first { $0.name.hasSuffix(place) }))
        }
        #expect(all.count > 20)
        for (standing, relations) in try askers(of: "readWorkQueue") {
            let shown = try items(standing)
            let counted = try standing.caller.get("/v1/work-queue/counts", at: PeopledCounty.day).json.array
            #expect(counted.reduce(0) { $0 + ($1["count"].int ?? 0) } == shown.count, "\(standing.name)")
            let mine = try clients(of: standing, by: relations)
            if standing.role == "finance" {
                #expect(Set(shown.compactMap { $0["kind"].string }).isSubset(of: ["actual_held", "budget_ending"]))
                #expect(shown.contains { $0["clientId"].isNull }, "finance sees the items of no client")
                continue
            }
            func key(_ item: JSONValue) -> String { "\(item["kind"].string ?? "") \(item["nounId"].string ?? "")" }
            let theirs = all.filter { mine.contains($0["clientId"].string ?? "") }
            #expect(shown.map(key).sorted() == theirs.map(key).sorted(), "\(standing.name)")
            // What waits for the caller and what is overdue are parts of the queue.
            for filter in ["mine=true", "overdue=true"] {
                let asked = try at(standing.caller, "/v1/work-queue?\(filter)").map(key)
                #expect(Set(asked).isSubset(of: theirs.map(key)) && Set(asked).count == asked.count, "\(standing.name), \(filter)")
            }
            // The filter by a hidden client gives the same as the filter by an unknown one.
            for probe in scene.county.probes where !mine.contains(probe.clientID) {
                #expect(try at(standing.caller, "/v1/work-queue?clientId=\(probe.clientID)").isEmpty, "\(standing.name)")
            }
            // The filter by another worker shows nothing more.
            for other in scene.standings.prefix(3) {
                let asked = try at(standing.caller, "/v1/work-queue?responsibleWorkerId=\(other.caller.userID)")
                #expect(asked.allSatisfy { mine.contains($0["clientId"].string ?? "") }, "\(standing.name)")
            }
        }
    }

    @Test("the list of held service data shows exactly the rows of visible clients (A17)") func held() throws {
        let rows = try stored.rows("SELECT id, coalesce(client_id, '') FROM actuals WHERE state = 'held'")
        #expect(rows.count > 5 && rows.contains { $0[1] == "" })
        for (standing, relations) in try askers(of: "listHeldActuals") {
            let mine = try clients(of: standing, by: relations)
            let theirs = rows.filter { relations == ["task"] || mine.contains($0[1]) }.map { $0[0] }
            #expect(Set(try at(standing.caller, "/v1/service-data/held").compactMap { $0["id"].string }) == Set(theirs), "\(standing.name)")
            #expect(try total(standing.caller, "/v1/service-data/held") == count(theirs.count), "\(standing.name)")
        }
    }

    @Test("the list of a peer group's members shows exactly the visible clients (A17)") func memberships() throws {
        let rows = try stored.rows("SELECT id, client_id, peer_group_id FROM peer_memberships")
        #expect(rows.count > 1)
        for (standing, relations) in try askers(of: "listPeerMemberships") {
            let mine = try clients(of: standing, by: relations)
            for group in Set(rows.map { $0[2] }) {
                let theirs = rows.filter { $0[2] == group && mine.contains($0[1]) }.map { $0[0] }
                let path = "/v1/peer-groups/\(group)/memberships"
                #expect(Set(try at(standing.caller, path).compactMap { $0["id"].string }) == Set(theirs), "\(standing.name)")
                #expect(try total(standing.caller, path) == count(theirs.count), "\(standing.name)")
            }
        }
    }

    @Test("the feed of changes shows exactly those of visible clients, as JSON and as a stream (A17)") func changes() throws {
        let scene = try scene
        func feed(_ caller: Caller) throws -> [JSONValue] {
            var items: [JSONValue] = []
            var place = "0"
            while true {
                let page = try caller.get("/v1/changes?limit=1000&after=\(place)", at: PeopledCounty.day)
                items += page.items
                place = page["next"].string ?? ""
                if page["hasMore"] == false { return items }
            }
        }
        // Changes of a client's file go to those who care for the client. Two nouns have rights of their own.
        let apart: Set<String> = ["break_glass", "non_disclosure"]
        func ofFiles(_ items: [JSONValue]) -> [JSONValue] {
            items.filter { !$0["clientId"].isNull && !apart.contains($0["noun"].string ?? "") }
        }
        let workers = scene.standings.filter { $0.role == "social_worker" }
        var all: [Int: JSONValue] = [:]
        for place in ["of the unit", "of another unit"] {
            let worker = try #require(workers.first { $0.name.hasSuffix(place) })
            for item in ofFiles(try feed(worker.caller)) { all[item["sequence"].int ?? 0] = item }
        }
        #expect(all.count > 500)
        for (standing, relations) in try askers(of: "listChanges") where relations != ["task"] {
            let mine = try clients(of: standing, by: relations)
            let theirs = all.filter { mine.contains($0.value["clientId"].string ?? "") }.keys.sorted()
            let told = try feed(standing.caller)
            #expect(ofFiles(told).compactMap { $0["sequence"].int } == theirs, "\(standing.name)")
            // Only the workers who care for the client see that there is an order.
            let protected = Set(told.filter { $0["noun"] == "non_disclosure" }.compactMap { $0["clientId"].string })
            let cared =
                ["social_worker", "service_coordinator"].contains(standing.role) ? relations.intersection(["unit", "caseload"]) : []
            #expect(protected.isSubset(of: cared.isEmpty ? [] : try clients(of: standing, by: cared)), "\(standing.name)")
            if standing.name.hasSuffix("opener") || standing.role == "body_secretary" {
                let stream = try EventStream(standing.caller, "/v1/changes?after=0")
                defer { stream.close() }
                #expect(stream.has(events: told.count), "\(standing.name)")
                #expect(stream.events.prefix(told.count).map(\.data) == told, "\(standing.name)")
            }
        }
        // A caller with a right by task sees only the nouns of that task.
        for (standing, relations) in try askers(of: "listChanges") where relations == ["task"] {
            let nouns = Set(try feed(standing.caller).compactMap { $0["noun"].string })
            let files: Set<String> = [
                "statement", "working_note", "support_plan", "meeting", "assessment", "diary_entry", "review", "client", "case",
                "close_person",
                "representative",
            ]
            #expect(nouns.isDisjoint(with: files), "\(standing.name): \(nouns)")
            if standing.role == "admin" {
                #expect(nouns.isDisjoint(with: ["budget", "agreement", "decision", "actual", "break_glass"]), "\(nouns)")
            }
        }
    }

    @Test("the list of users leaves out everybody who speaks for a client") func users() throws {
        let speakers = Set(try stored.column("SELECT id FROM users WHERE client_id IS NOT NULL"))
        #expect(speakers.count > 8)
        for (standing, _) in try askers(of: "listUsers") {
            #expect(speakers.isDisjoint(with: try at(standing.caller, "/v1/users").compactMap { $0["id"].string }), "\(standing.name)")
        }
    }

    @Test("a researcher sees pseudonyms and nothing else of anybody (A14)") func research() throws {
        let scene = try scene
        let researcher = try #require(scene.standings.first { $0.role == "researcher" }).caller
        let shown = try researcher.get("/v1/research/consented-cases", at: PeopledCounty.day)
        #expect(shown.items.count > 1)
        for row in try stored.rows("SELECT k.id, k.number, k.family_name, c.id FROM clients k LEFT JOIN cases c ON c.client_id = k.id") {
            for text in row where text.count > 3 { #expect(!shown.text.contains(text)) }
        }
    }
}
