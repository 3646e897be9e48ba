import Foundation
import JSON
import Testing

/// Checks what every list promises, for every list of the document over a synthetic county. New lists and filters are included.
@Suite(.serialized) struct ListTests {
    /// One list of the served document.
    private struct Served {
        let id: String
        /// The path with identities of the county.
        let path: String
        let parameters: [(name: String, schema: JSONValue)]
        let caller: Caller

        var sorts: [String] { schema(of: "sort")?["enum"].array.compactMap(\.string) ?? [] }
        var isCounted: Bool { schema(of: "count") != nil }
        var filters: [(name: String, schema: JSONValue)] {
            parameters.filter { !["limit", "after", "count", "sort", "include"].contains($0.name) }
        }
        private func schema(of name: String) -> JSONValue? { parameters.first { $0.name == name }?.schema }
    }

    /// A county with items in every list, and its lists. It is made once.
    private struct Scene {
        let service: ServiceProcess
        let lists: [Served]
        let second: [String: Caller]
    }

    private static let scene = Result { try make() }

    private static func make() throws -> Scene {
        let service = try ServiceProcess()
        let made = try ServiceProcess.run(
            ["generate-county", "--database", service.database, "--clients", "150", "--today", "2026-06-30"], withinSeconds: 120)
        guard made.status == 0 else { throw ProcessFault("no county: \(made.errors)") }
        func identity(_ sql: String) throws -> String {
            try ServiceProcess.run(program: "/usr/bin/sqlite3", [service.database, sql]).output
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let curl = Curl()
        var tokens: [String: Caller] = [:]
        var second: [String: Caller] = [:]
        for role in [
            "social_worker", "service_coordinator", "decision_maker", "finance", "admin", "auditor", "data_protection_officer",
            "researcher", "system",
        ] {
            for (number, name) in ["Ensi", "Toinen"].enumerated() {
                let token = try service.makeKey(
                    role: role, name: "\(name) \(role)", unit: role == "researcher" ? nil : "Vammaispalvelut, itä",
                    source: role == "system" ? "effica_x" : nil)
                let caller = Caller(service: service, curl: curl, token: token, name: role)
                if number == 0 { tokens[role] = caller } else { second[role] = caller }
            }
        }
        // The case with the most service data, and its items.
        let caseID = try identity(
            "SELECT c.id FROM cases c JOIN actuals a ON a.case_id = c.id WHERE c.state = 'active' AND c.care_unit_id = (SELECT id FROM units WHERE name LIKE '%itä') GROUP BY c.id ORDER BY count(*) DESC, c.id LIMIT 1"
        )
        var places = [
            "case": caseID, "client": try identity("SELECT client_id FROM cases WHERE id = '\(caseID)'"),
            "budget": try identity("SELECT id FROM budgets WHERE case_id = '\(caseID)'"),
            "supportPlan": try identity("SELECT id FROM support_plans WHERE case_id = '\(caseID)'"),
            "decision": try identity("SELECT id FROM decisions WHERE case_id = '\(caseID)'"),
            "user": try identity("SELECT id FROM users WHERE role = 'social_worker' ORDER BY id LIMIT 1"),
            "batch": try identity("SELECT batch_id FROM service_data_items GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"),
        ]
        try service.start()
        guard let admin = tokens["admin"], let worker = tokens["social_worker"] else { throw ProcessFault("no callers") }
        try fill(places, admin: admin, worker: worker)
        places["peerGroup"] = try worker.get("/v1/peer-groups").json["items"][0]["id"].string ?? ""
        let document = try admin.get("/openapi.json").json
        guard case .object(let paths) = document["paths"] else { throw ProcessFault("no document") }
        var lists: [Served] = []
        for path in paths {
            let operation: JSONValue = path.value["get"]
            let parameters = operation["parameters"].array.filter { $0["in"] == "query" }
            guard parameters.contains(where: { $0["name"] == "limit" }), path.name != "/v1/changes" else { continue }
            let filled = path.name.split(separator: "/").map { part in
                part.hasPrefix("{") ? places[String(part.dropFirst().dropLast())] ?? String(part) : String(part)
            }
            let roles = operation["x-roles"].array.compactMap(\.string)
            guard let role = roles.first(where: { tokens[$0] != nil && $0 != "system" }) ?? roles.first, let caller = tokens[role] else {
                throw ProcessFault("nobody may read \(path.name): \(roles)")
            }
            lists.append(
                Served(
                    id: operation["operationId"].string ?? "", path: "/" + filled.joined(separator: "/"),
                    parameters: parameters.map { parameter in
                        // A parameter that takes one code or several is tried with one.
                        let schema = parameter["schema"].schema(in: document)
                        return (parameter["name"].string ?? "", (schema["anyOf"].array.first ?? schema).schema(in: document))
                    }, caller: caller))
        }
        return Scene(service: service, lists: lists, second: second)
    }

    /// Adds what the generated county does not have.
    private static func fill(_ places: [String: String], admin: Caller, worker: Caller) throws {
        let caseFile = "/v1/cases/\(places["case"] ?? "")"
        let client = "/v1/clients/\(places["client"] ?? "")"
        for number in 1...3 {
            try worker.post("/v1/peer-groups", ["name": .string("Ryhmä \(number)"), "description": "Vertaisia"])
            try worker.post("\(client)/close-persons", ["name": .string("Läheinen \(number)"), "relation": "sibling"])
            try worker.post(
                "\(client)/representatives",
                ["name": .string("Edustaja \(number)"), "kind": "guardian", "scope": "both", "validFrom": .string("2026-01-0\(number)")])
            try worker.post(
                "\(caseFile)/guidance-events",
                ["topic": "hb", "to": number == 1 ? "client" : "network", "at": "2026-06-01", "materials": []])
            try admin.post(
                "/v1/catalogue-items",
                [
                    "title": .string("Esimerkki \(number)"), "description": "Uimahallin kortti", "lifeArea": "leisure", "language": "fi",
                    "media": [],
                ])
        }
    }

    private func totals(_ list: Served, _ query: String) throws -> Int {
        try list.caller.get("\(list.path)?limit=1&count=exact\(query)")["total"].int ?? -1
    }

    private func all(_ list: Served, _ query: String, limit: Int) throws -> [JSONValue] {
        try list.caller.all(query.isEmpty ? list.path : "\(list.path)?\(query)", limit: limit)
    }

    @Test("in every order the pages together are the list, each row once, and the count agrees; the opposite order is the reverse")
    func sorts() throws {
        let scene = try ListTests.scene.get()
        #expect(scene.lists.count > 55)
        var filled = 0
        for list in scene.lists {
            let plain = try all(list, "", limit: 200)
            if plain.count > 1 { filled += 1 }
            if list.isCounted { #expect(try totals(list, "") == plain.count, "\(list.id)") }
            // At most sixty pages, because the list may grow with the county.
            let limit = max(1, plain.count / 60, min(7, plain.count / 3))
            for sort in list.sorts {
                let items = try all(list, "sort=\(sort)", limit: limit)
                #expect(items.count == plain.count, "\(list.id) \(sort)")
                let isWhole = Set(items.map(\.octets)) == Set(plain.map(\.octets))
                #expect(isWhole, "\(list.id) \(sort)")
                guard !sort.hasPrefix("-") else { continue }
                let isReversed = try all(list, "sort=-\(sort)", limit: 200) == items.reversed()
                #expect(isReversed, "\(list.id) \(sort)")
                let keys = items.map { $0[sort] }
                // Names have an order of their own, and periods are returned as one member.
                if keys.contains(where: { $0 != .null }), !["familyName", "name"].contains(sort) {
                    #expect(zip(keys, keys.dropFirst()).allSatisfy(ListTests.isInOrder), "\(list.id) \(sort)")
                }
            }
            if !list.sorts.isEmpty { #expect(list.sorts.contains { !$0.hasPrefix("-") } && list.sorts.contains { $0.hasPrefix("-") }) }
        }
        // The check proves something only where there are rows.
        #expect(filled >= 30)
    }

    private static func isInOrder(_ one: JSONValue, _ other: JSONValue) -> Bool {
        if let first = one.int, let second = other.int { return first <= second }
        return !(other.string ?? "").utf8.lexicographicallyPrecedes((one.string ?? "").utf8)
    }

    @Test("every filter works: a value that matches nothing gives nothing, and the parts of a split add up") func filters() throws {
        let scene = try ListTests.scene.get()
        var tried = 0
        // The access log grows with each reading, and needs a reason for old days: see `AccessLogTests`.
        for list in scene.lists where list.id != "readAccessLog" {
            let all = try list.isCounted ? totals(list, "") : self.all(list, "", limit: 200).count
            func count(_ query: String) throws -> Int {
                try list.isCounted ? totals(list, "&\(query)") : self.all(list, query, limit: 200).count
            }
            for filter in list.filters {
                let name = "\(list.id) \(filter.name)"
                tried += 1
                let codes = filter.schema["enum"].array.compactMap(\.string)
                if !codes.isEmpty {
                    let counts = try codes.map { try count("\(filter.name)=\($0)") }
                    #expect(counts.reduce(0, +) <= all, "\(name) counts rows twice")
                    if all > 0, codes.count > 1 { #expect(counts.contains { $0 != all }, "\(name) changes nothing") }
                    continue
                }
                switch (filter.schema["type"].string, filter.schema["format"].string) {
                case ("boolean", _):
                    let (yes, no) = (try count("\(filter.name)=true"), try count("\(filter.name)=false"))
                    if filter.name == "mine" { #expect(yes <= all && no == all, "\(name)") } else { #expect(yes + no == all, "\(name)") }
                case (_, "uuid"), (_, "uuid-list"):
                    #expect(try count("\(filter.name)=0199a7f0-0000-7000-8000-0123456789ab") == 0, "\(name)")
                case (_, "date"):
                    let (early, late) = (try count("\(filter.name)=1900-01-01"), try count("\(filter.name)=2026-06-30"))
                    if all > 0 { #expect(early == 0 && late <= all, "\(name): \(early) and \(late) of \(all)") }
                default:
                    let nothing = filter.name == "businessId" ? "9999999-2" : filter.name == "regionalModel" ? "" : "qqqqqqqq"
                    if !nothing.isEmpty { #expect(try count("\(filter.name)=\(nothing)") == 0, "\(name)") }
                }
            }
        }
        #expect(tried > 50)
    }

    @Test("an unknown parameter is refused with the nearest name, and a wrong limit, sort, count or cursor is refused") func refuses()
        throws
    {
        for list in try ListTests.scene.get().lists {
            let unknown = try list.caller.inEnglish.get("\(list.path)?limitt=5", expecting: 400)
            #expect(unknown.errors == ["limitt": "unknown_parameter"], "\(list.id)")
            #expect(unknown["errors"][0]["detail"].string?.contains("nearest: limit") == true, "\(list.id)")
            for wrong in ["limit=0", "limit=201", "limit=abc", "sort=nosuch", "sort=", "sort=--createdAt", "count=about", "after=abc"] {
                let name = String(wrong.prefix { $0 != "=" })
                let refused = try list.caller.get("\(list.path)?\(wrong)", expecting: 400)
                let code = list.parameters.contains { $0.name == name } ? name == "after" ? "bad_cursor" : "bad_value" : "unknown_parameter"
                #expect(refused.errors == [name: code], "\(list.id) \(wrong)")
            }
        }
    }

    @Test("a cursor works only for its caller, list, order and filter") func bindsCursors() throws {
        let scene = try ListTests.scene.get()
        var tried = 0
        for list in scene.lists {
            guard let cursor = try list.caller.get("\(list.path)?limit=1")["next"].string else { continue }
            tried += 1
            func refused(_ path: String, _ caller: Caller) throws {
                #expect(try caller.get(path, expecting: 400).errors == ["after": "bad_cursor"], "\(list.id) \(path)")
            }
            try list.caller.get("\(list.path)?limit=3&pretty&after=\(cursor)")
            if let other = scene.second[list.caller.name] { try refused("\(list.path)?limit=1&after=\(cursor)", other) }
            for sort in list.sorts { try refused("\(list.path)?sort=\(sort)&after=\(cursor)", list.caller) }
            if let filter = list.filters.first(where: { !$0.schema["enum"].array.isEmpty }), let code = filter.schema["enum"][0].string {
                try refused("\(list.path)?\(filter.name)=\(code)&after=\(cursor)", list.caller)
            }
            try refused("\(list.path)?after=\(cursor.dropLast(2))", list.caller)
        }
        #expect(tried >= 30)
    }
}
