import Foundation
import JSON
import Synchronization
import Testing

/// A service over a synthetic county with items in nearly every place of the operations table, and a key for every role. The tests over
/// all operations use it. Each suite has its own, because they change it.
final class PeopledCounty: Sendable {
    let service: ServiceProcess
    let contract: Contract
    let operations: [DescribedOperation]
    let admin: Caller
    private let curl = Curl()
    private let callers: Mutex<[String: Caller]>
    private let counter = Mutex(0)
    private let lists = Mutex<[String: [JSONValue]]>([:])
    private let pinned: Mutex<Probe?>
    /// The richest cases of `unit`, if any were requested.
    let probes: [Probe]

    static let day = "2026-06-30"
    /// The unit of the staff.
    static let unit = "Vammaispalvelut, itä"

    /// A client and the client's case, so that all questions are about the same client.
    struct Probe: Sendable, Equatable {
        let caseID: String
        let clientID: String
    }

    /// - Parameters:
    ///   - units: the number of units over which the clients are spread; staff made here belongs to the first.
    ///   - probes: the number of cases that need an item in nearly every place; nil for any case.
    ///   - plant: writes into the database what no operation makes, before the service starts.
    init(
        clients: Int = 40, seed: Int = 4, units: Int = 1, probes count: Int? = nil, plant: (Stored) throws -> Void = { _ in }
    ) throws {
        service = try ServiceProcess()
        let words = [
            "generate-county", "--database", service.database, "--clients", "\(clients)", "--seed", "\(seed)", "--today", PeopledCounty.day,
            "--units", "\(units)",
        ]
        let made = try ServiceProcess.run(words, withinSeconds: 120)
        guard made.status == 0 else { throw ProcessFault("generate-county: \(made.errors)") }
        let stored = Stored(database: service.database)
        probes = try count.map { try PeopledCounty.richest($0, in: stored) } ?? []
        pinned = Mutex(probes.first)
        try plant(stored)
        try stored.confirm()
        let token = try service.makeKey(role: "admin", name: "Anna Admin", unit: PeopledCounty.unit)
        try service.start()
        let admin = Caller(service: service, curl: curl, token: token, name: "admin")
        self.admin = admin
        callers = Mutex(["admin": admin])
        contract = try Contract.served(by: service, curl)
        operations = contract.all
        if probes.isEmpty {
            try people()
            try putBeforeBody()
        }
        for probe in probes {
            pin(probe)
            try people()
        }
    }

    /// Cases in use with service data, whose decision was dispatched and was before the body. Each also gets a transfer.
    private static func richest(_ count: Int, in stored: Stored) throws -> [Probe] {
        let found = try stored.rows(
            """
            SELECT c.id, c.client_id FROM cases c JOIN units u ON u.id = c.unit_id WHERE u.name = '\(unit)' AND c.state = 'active'
            AND EXISTS (SELECT 1 FROM actuals a WHERE a.case_id = c.id)
            AND EXISTS (SELECT 1 FROM decisions d JOIN body_handlings h ON h.decision_id = d.id WHERE d.case_id = c.id AND d.state = 'dispatched')
            ORDER BY c.id LIMIT \(count)
            """)
        guard found.count == count else { throw ProcessFault("the county has \(found.count) cases to probe, not \(count)") }
        // One row of service data of each client is held, and one that belongs to no client yet.
        try stored.write(
            """
            UPDATE actuals SET state = 'held', hold = 'no_agreement' WHERE id IN (SELECT max(id) FROM actuals GROUP BY case_id);
            UPDATE actuals SET client_id = NULL, case_id = NULL WHERE id = (SELECT max(id) FROM actuals);
            """)
        let probes = found.map { Probe(caseID: $0[0], clientID: $0[1]) }
        for (number, probe) in probes.enumerated() {
            try stored.write(
                """
                INSERT INTO transfers (id, created_at, updated_at, version, case_id, budget_id, from_line_id, to_line_id, amount_cents, reason) SELECT '00000000-0000-7000-8000-00000000000\(number)', created_at, created_at, 1, case_id, budget_id, id, id,
                100, 'Uinti' FROM budget_lines WHERE case_id = '\(probe.caseID)' LIMIT 1
                """)
        }
        return probes
    }

    /// From now on paths and bodies lead to this client and case, wherever they lead to a client.
    func pin(_ probe: Probe) {
        pinned.withLock { $0 = probe }
        forget()
    }

    var nobody: Caller { Caller(service: service, curl: curl, token: nil, name: "nobody") }

    /// A caller in a role. A caller who speaks for a client needs the client.
    func caller(_ role: String, for client: String?) throws -> Caller {
        let place = ["client", "representative", "hb_assistant"].contains(role) ? "\(role) \(client ?? "")" : role
        if let known = callers.withLock({ $0[place] }) { return known }
        var order: JSONValue = ["role": .string(role), "name": .string("Tero Testi \(place.count)"), "unit": .string(PeopledCounty.unit)]
        if role == "system" { order = order.with("sourceSystem", "effica_x") }
        if let client, place != role { order = order.with("clientId", .string(client)) }
        if role == "representative", let client { order = order.with("representativeId", try mandate(for: client)) }
        let made = try admin.key(for: order)
        callers.withLock { $0[place] = made }
        return made
    }

    /// A mandate in all matters, which a representative needs.
    private func mandate(for client: String) throws -> JSONValue {
        let mandate: JSONValue = ["name": "Erkki Edustaja", "kind": "guardian", "scope": "both", "validFrom": "2020-01-01"]
        return try caller("social_worker", for: nil).post("/v1/clients/\(client)/representatives", mandate, at: PeopledCounty.day)["id"]
    }

    /// A caller who may run an operation at a path.
    func caller(of operation: DescribedOperation, at path: String) throws -> Caller {
        if operation.isOpen { return nobody }
        // Finance declares the tie, because a tie would bar the social worker, who runs nearly all other operations.
        if operation.path.hasPrefix("/v1/me/ties") { return try caller("finance", for: nil) }
        // A caller who cares for the client has nothing to open.
        if operation.id == "breakGlass" { return try outsider() }
        let usual = ["social_worker", "finance", "admin", "decision_maker", "body_secretary", "system", "data_protection_officer"]
        let role = usual.first { operation.roles.contains($0) } ?? operation.roles.first ?? "admin"
        return try caller(role, for: try client(at: path))
    }

    /// A worker who cares for nobody here.
    private func outsider() throws -> Caller {
        if let known = callers.withLock({ $0["outsider"] }) { return known }
        let made = try admin.key(for: ["role": "social_worker", "name": "Ulla Ulkopuolinen", "unit": "Muu yksikkö"])
        callers.withLock { $0["outsider"] = made }
        return made
    }

    /// The client to whose file the path leads.
    func client(at path: String) throws -> String? {
        let parts = path.split(separator: "/").map(String.init)
        if parts.count > 2, parts[1] == "clients" { return parts[2].count == 36 ? parts[2] : nil }
        guard parts.count > 2, parts[1] == "cases" else { return nil }
        return try caller("social_worker", for: nil).get("/v1/cases/\(parts[2])")["clientId"].string
    }

    /// Brings one matter of the body before its secretary.
    private func putBeforeBody() throws {
        guard let handle = operations.first(where: { $0.id == "handleInBody" }), let path = try path(of: handle),
            let client = try client(at: path)
        else { return }
        let caseID = path.split(separator: "/").map(String.init)[2]
        try sendAgain(Probe(caseID: caseID, clientID: client), try caller("social_worker", for: nil))
        forget()
    }

    // MARK: - Places

    /// The path of an operation with an existing item in each place. For a command the item accepts the command now, if there is such an
    /// item. Nil if the county has no item.
    func path(of operation: DescribedOperation) throws -> String? { try paths(of: operation, atMost: 1).first }

    /// Several such paths.
    func paths(of operation: DescribedOperation, atMost count: Int) throws -> [String] {
        var found: [String] = []
        try fill(operation.path.split(separator: "/").map(String.init)[...], "", "", operation, count, &found)
        return found
    }

    /// Each operation with a path that leads to an item, and a caller who may run it there.
    func reached() throws -> [(operation: DescribedOperation, path: String, caller: Caller)] {
        try operations.compactMap { operation in
            guard let path = try path(of: operation) else { return nil }
            return (operation, path, try caller(of: operation, at: path))
        }
    }

    private func fill(
        _ rest: ArraySlice<String>, _ prefix: String, _ template: String, _ operation: DescribedOperation, _ count: Int,
        _ found: inout [String]
    ) throws {
        guard found.count < count else { return }
        guard let segment = rest.first else { return found.append(prefix) }
        let remaining = rest.dropFirst()
        let named = ["{code}": "busy", "{list}": "CaseState"]
        guard segment.hasPrefix("{"), named[segment] == nil else {
            let filled = named[segment] ?? segment
            return try fill(remaining, "\(prefix)/\(filled)", "\(template)/\(segment)", operation, count, &found)
        }
        var items = try items(of: prefix, template)
        if let command = remaining.first, remaining.count == 1, operation.method == "POST" {
            func takes(_ item: JSONValue) -> Bool {
                item["actions"].array.contains { $0["command"] == .string(command) && $0["allowed"] == true }
            }
            items = items.filter(takes) + items.filter { !takes($0) }
        }
        switch operation.id {
        case "handleInBody" where template.hasSuffix("/decisions"):
            // The secretary has only the matters of the body before them (A4, A28).
            items = items.filter { $0["authority"] == "body" }
        case "revokeKey":
            // The first key is that of the administrator who asks.
            items.reverse()
        default: break
        }
        for item in items.prefix(60) {
            guard let id = item["id"].string ?? item["code"].string else { continue }
            try fill(remaining, "\(prefix)/\(id)", "\(template)/\(segment)", operation, count, &found)
        }
    }

    /// Adds an item to every place that is empty and accepts one.
    private func people() throws {
        // Twice, because some items need others.
        for _ in 0..<2 {
            forget()
            for operation in operations where operation.makes {
                guard let read = operations.first(where: { $0.method == "GET" && $0.path.hasPrefix(operation.path + "/{") }),
                    try path(of: read) == nil
                else { continue }
                for path in try paths(of: operation, atMost: 20) {
                    let body = try body(of: operation, at: path)
                    let caller = try caller(of: operation, at: path)
                    let reply = try caller.send("POST", path, body?.octets, expecting: nil, at: PeopledCounty.day)
                    // A backup goes on after its answer.
                    if reply.status == 201, operation.id == "makeBackup" { _ = try caller.ended(reply) }
                    if reply.status == 201 { break }
                }
            }
        }
        // A sub-document without a list: one client becomes protected.
        if let protect = operations.first(where: { $0.id == "protectClient" }) {
            for path in try paths(of: protect, atMost: 3) {
                let body = try body(of: protect, at: path)
                _ = try caller(of: protect, at: path).send("PUT", path, body?.octets, expecting: 201, at: PeopledCounty.day)
            }
        }
        forget()
    }

    /// Sends every decision to one more recipient, so that it is before its deciders: the letters to the client came weeks ago.
    func sendAgain(_ probe: Probe, _ keeper: Caller) throws {
        let guardian = try keeper.post(
            "/v1/clients/\(probe.clientID)/representatives",
            ["name": "Elli Edunvalvoja", "kind": "guardian", "scope": "both", "validFrom": "2025-01-01"], at: PeopledCounty.day)
        let order: JSONValue = ["method": "letter", "sentOn": .string(PeopledCounty.day), "recipients": [.string(guardian.id)]]
        for decision in try keeper.all("/v1/cases/\(probe.caseID)/decisions") where decision["state"] == "dispatched" {
            try keeper.command(on: "/v1/cases/\(probe.caseID)/decisions/\(decision["id"].string ?? "")", "dispatch", order)
        }
    }

    /// The items of a list, read once.
    func items(of path: String, _ template: String) throws -> [JSONValue] {
        if let known = lists.withLock({ $0[path] }) { return known }
        guard let list = operations.first(where: { $0.method == "GET" && $0.path == template && $0.isList }) else { return [] }
        var items = try caller(of: list, at: path).get("\(path)?limit=200").items
        // Staff does not see what the client has not shared.
        if items.isEmpty, list.roles.contains("client"), let client = try client(at: path) {
            items = try caller("client", for: client).get("\(path)?limit=200").items
        }
        if let probe = pinned.withLock({ $0 }) {
            items = items.filter { item in
                switch template {
                case "/v1/clients": item["id"] == .string(probe.clientID)
                case "/v1/cases": item["id"] == .string(probe.caseID)
                default: item["clientId"].isNull || item["clientId"] == .string(probe.clientID)
                }
            }
        }
        lists.withLock { $0[path] = items }
        return items
    }

    /// Forgets the items of all lists.
    func forget() { lists.withLock { $0 = [:] } }

    // MARK: - Bodies

    /// A body that fits the operation at the path: its example, with references to items of the same case or of the registers.
    func body(of operation: DescribedOperation, at path: String) throws -> JSONValue? {
        guard let example = operation.example else { return nil }
        let number = counter.withLock { number in
            number += 1
            return number
        }
        return try referred(example, at: path).merged(PeopledCounty.said(number)[operation.id] ?? [:])
    }

    /// The members that must differ from one body to the next, or fit the county's rules.
    private static func said(_ number: Int) -> [String: JSONValue] {
        let hetu = County.hetu(number: number, year: 10)
        let nobody: JSONValue = ["responsibleWorkerId": .null]
        return [
            "arrangeCase": nobody, "openCase": nobody, "addMeeting": ["closePersonIds": []], "changeMeeting": ["closePersonIds": []],
            "addWorkingNote": ["serviceDescription": .null], "changeWorkingNote": ["serviceDescription": .null],
            "drawNetworkMap": ["edges": []], "joinPeerGroup": ["optedIn": true],
            "protectClient": ["householdClientIds": []],
            "writeLifePlan": ["writtenBy": .null, "sections": [["title": "Musiikki \(number)", "text": "Bändi torstaisin"]]],
            "writeDiaryEntry": ["text": "Uinnissa \(number)"],
            "registerClient": ["hetu": .string(hetu)], "addServiceType": ["code": "palvelu_\(number)"],
            "addPlanQuestion": ["regionalModel": .null, "validFrom": "2026-08-01", "validTo": .null],
            "addPrice": ["providerId": .null, "validFrom": "2030-01-01", "validTo": .null],
        ]
    }

    private func referred(_ value: JSONValue, at path: String) throws -> JSONValue {
        switch value {
        case .object(let members):
            return .object(
                try members.map { member in
                    if let other = try reference(member.name, at: path) { return JSONMember(name: member.name, value: other) }
                    return JSONMember(name: member.name, value: try referred(member.value, at: path))
                })
        case .array(let items): return .array(try items.map { try referred($0, at: path) })
        default: return value
        }
    }

    /// The item to which a member named after a noun refers: the first one there is.
    private func reference(_ name: String, at path: String) throws -> JSONValue? {
        var roots = [
            "calculationId": "budgetCalculation", "responsibleWorkerId": "user", "absentId": "user", "deputyId": "user",
        ]
        if path.hasSuffix("/exercise-results") { roots["agreementId"] = "exerciseAgreement" }
        if name.hasSuffix("Id") {
            let noun = roots[name] ?? String(name.dropLast(2))
            for operation in operations where operation.method == "GET" && operation.path.hasSuffix("/{\(noun)}") {
                let collection = operation.path.split(separator: "/").dropLast().map(String.init)
                let there = path.split(separator: "/").map(String.init)
                var filled: [String] = []
                for (index, segment) in collection.enumerated() {
                    if segment.hasPrefix("{") {
                        guard index < there.count, index > 0, there[index - 1] == collection[index - 1] else { break }
                        filled.append(there[index])
                    } else {
                        filled.append(segment)
                    }
                }
                guard filled.count == collection.count else { continue }
                let items = try items(of: "/" + filled.joined(separator: "/"), "/" + collection.joined(separator: "/"))
                // The deputy must be another user than the absent worker.
                if let id = (name == "deputyId" ? items.dropFirst() : items[...]).first?["id"] { return id }
            }
            return nil
        }
        let registers = [
            "serviceTypeCode": "/v1/service-types", "instrumentCode": "/v1/form-instruments", "regionalModel": "/v1/regional-models",
            "regionalModelCode": "/v1/regional-models", "methodCode": "/v1/assessment-methods",
            "questionCode": "/v1/support-plan-questions",
            "serviceType": "/v1/service-types",
        ]
        guard let register = registers[name] else { return nil }
        return try items(of: register, register).first?["code"]
    }

    // MARK: - Content

    /// A digest of the whole content without the access log, its texts and the newest anchor. They are written even if nothing else is.
    func content() throws -> String {
        let leftOut = #"INTO access_log\|INTO log_texts VALUES('access_log'\|INTO anchors"#
        let script = #"sqlite3 -readonly "$1" .dump | grep -v "\#(leftOut)" | sha256sum"#
        return try ServiceProcess.run(program: "/bin/sh", ["-c", script, "content", service.database]).output
    }
}
