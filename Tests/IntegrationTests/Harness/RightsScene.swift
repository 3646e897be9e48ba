import Foundation
import JSON
import Synchronization
import Testing

/// A synthetic county with somebody of every role in every relation to two clients: one with a decision before the deciders, one without.
final class RightsScene: Sendable {
    struct Asker: Sendable {
        let role: String
        let name: String
        let caller: Caller
        /// What holds between the caller and a client, by the client's name here.
        let relations: [String: Set<String>]
        /// The clients the caller's lists must show, as SQL; nil where that is not asked.
        var sees: String?
    }

    struct Probed: Sendable {
        let name: String
        let id: String
        let caseID: String
    }

    let county: PeopledCounty
    let clients: [Probed]
    let askers: [Asker]
    let nobody = Probed(
        name: "nobody", id: "00000000-0000-7000-8000-00000000000a", caseID: "00000000-0000-7000-8000-00000000000b")

    init() throws {
        let county = try PeopledCounty(clients: 60, seed: 12)
        self.county = county
        func rows(_ sql: String) throws -> [[String]] { try RightsScene.rows(sql, county) }
        let before =
            "SELECT c.client_id FROM decisions d JOIN cases c ON c.id = d.case_id WHERE d.state IN ('proposed', 'on_agenda', 'made', 'dispatched')"
        guard let agenda = try rows("\(before) AND c.state <> 'closed' LIMIT 1").first?[0],
            let plain = try rows("SELECT client_id FROM cases WHERE client_id NOT IN (\(before)) AND state = 'planning' LIMIT 1").first?[0]
        else { throw ProcessFault("the county has no such cases") }
        func probed(_ name: String, _ id: String) throws -> Probed {
            guard let file = try rows("SELECT id FROM cases WHERE client_id = '\(id)' ORDER BY id DESC LIMIT 1").first?[0] else {
                throw ProcessFault("no case")
            }
            return Probed(name: name, id: id, caseID: file)
        }
        let clients = [try probed("agenda", agenda), try probed("plain", plain)]
        self.clients = clients
        let (first, second) = (clients[0], clients[1])
        let own = try county.caller("social_worker", for: nil)

        func staff(_ role: String, _ name: String, unit: String = "Toinen yksikkö") throws -> Caller {
            var order: JSONValue = ["role": .string(role), "name": .string(name), "unit": .string(unit)]
            if role == "system" { order = order.with("sourceSystem", "effica_x") }
            return try county.admin.key(for: order)
        }
        func speaker(_ role: String, _ client: Probed, _ representative: JSONValue? = nil) throws -> Caller {
            let order: JSONValue = ["role": .string(role), "name": .string("\(role) \(client.name)"), "clientId": .string(client.id)]
            return try county.admin.key(for: order.with("representativeId", representative))
        }
        // The responsible worker of the plain client is of another unit, and so is who stands in.
        let responsible = try staff("social_worker", "Vastuullinen")
        try own.patch("/v1/cases/\(second.caseID)", ["responsibleWorkerId": .string(responsible.userID)], at: PeopledCounty.day)
        let deputy = try staff("service_coordinator", "Sijainen")
        let deputyship: JSONValue = [
            "absentId": .string(responsible.userID), "deputyId": .string(deputy.userID),
            "period": ["from": .string(PeopledCounty.day), "to": .string(PeopledCounty.day)],
        ]
        try county.admin.post("/v1/admin/deputyships", deputyship, at: PeopledCounty.day)
        let opener = try staff("social_worker", "Avaaja")
        let deciderWithGlass = try staff("decision_maker", "Avaava päättäjä")
        for caller in [opener, deciderWithGlass] {
            let opening: JSONValue = ["clientId": .string(second.id), "reason": "emergency", "explanation": "Hätä"]
            try caller.post("/v1/break-glass", opening, at: PeopledCounty.day)
        }
        let mandate: JSONValue = ["name": "Erkki", "kind": "guardian", "scope": "both", "validFrom": "2020-01-01"]
        let row = try own.post("/v1/clients/\(first.id)/representatives", mandate, at: PeopledCounty.day)

        let unit = "SELECT id FROM clients WHERE care_unit_id = (SELECT id FROM units WHERE name = '\(PeopledCounty.unit)')"
        let mine = "SELECT id FROM clients WHERE care_worker_id = '\(responsible.userID)'"
        let opened = "SELECT '\(second.id)'"
        let none = "SELECT id FROM clients WHERE 1 = 0"
        func asker(_ role: String, _ what: String, _ caller: Caller, _ one: Set<String>, _ two: Set<String>, sees: String? = nil) -> Asker {
            Asker(role: role, name: "\(role), \(what)", caller: caller, relations: ["agenda": one, "plain": two], sees: sees)
        }
        askers = [
            asker("social_worker", "unit", own, ["unit"], ["unit"], sees: unit),
            asker("social_worker", "caseload", responsible, [], ["caseload"], sees: mine),
            asker("social_worker", "break-glass", opener, [], ["break_glass"], sees: opened),
            asker("social_worker", "none", try staff("social_worker", "Ulkopuolinen"), [], [], sees: none),
            asker(
                "service_coordinator", "unit", try staff("service_coordinator", "Ohjaaja", unit: PeopledCounty.unit), ["unit"], ["unit"],
                sees: unit),
            asker("service_coordinator", "deputy", deputy, [], ["caseload"], sees: mine),
            asker("service_coordinator", "none", try staff("service_coordinator", "Ulkopuolinen ohjaaja"), [], [], sees: none),
            asker(
                "decision_maker", "unit", try staff("decision_maker", "Johtaja", unit: PeopledCounty.unit), ["unit", "agenda"], ["unit"],
                sees: "\(unit) UNION \(before)"),
            asker("decision_maker", "agenda", try staff("decision_maker", "Päättäjä"), ["agenda"], [], sees: before),
            asker("decision_maker", "break-glass", deciderWithGlass, ["agenda"], ["break_glass"], sees: "\(before) UNION \(opened)"),
            asker("body_secretary", "agenda", try staff("body_secretary", "Sihteeri"), ["agenda"], [], sees: before),
            asker("finance", "task", try staff("finance", "Talous"), [], []), asker("admin", "task", county.admin, [], []),
            asker("auditor", "task", try staff("auditor", "Tarkastaja"), [], []),
            asker("data_protection_officer", "task", try staff("data_protection_officer", "Tietosuoja"), [], []),
            asker("system", "task", try staff("system", "Effica"), [], []),
            asker("provider", "none", try staff("provider", "Tuottaja"), [], []),
            asker("researcher", "task", try staff("researcher", "Tutkija"), [], []),
            asker("client", "own", try speaker("client", first), ["own"], [], sees: "SELECT '\(first.id)'"),
            asker("client", "another", try speaker("client", second), [], ["own"], sees: "SELECT '\(second.id)'"),
            asker("representative", "mandate", try speaker("representative", first, row["id"]), ["mandate"], []),
            asker("hb_assistant", "without authorisation", try speaker("hb_assistant", first), ["authorisation"], []),
        ]
    }

    private let known = Mutex<[String: [String: Set<String>]]>([:])

    /// What a caller is told of the own rights: the relations by operation.
    func rights(of asker: Asker) throws -> [String: Set<String>] {
        if let rights = known.withLock({ $0[asker.name] }) { return rights }
        var rights: [String: Set<String>] = [:]
        for right in try asker.caller.get("/v1/me/rights", at: PeopledCounty.day)["rights"].array {
            for operation in right["operations"].array.compactMap(\.string) {
                rights[operation] = Set(right["relations"].array.compactMap(\.string))
            }
        }
        known.withLock { $0[asker.name] = rights }
        return rights
    }

    func asker(_ name: String) throws -> Asker {
        guard let asker = askers.first(where: { $0.name == name }) else { throw ProcessFault("there is no \(name)") }
        return asker
    }

    /// Asks an operation about a client; writes are rehearsed. What stands below the client need not be there: access is decided before.
    func ask(_ operation: DescribedOperation, of client: Probed, as asker: Asker) throws -> Reply {
        var path = operation.path.split(separator: "/").map { segment -> String in
            switch segment {
            case "{client}": client.id
            case "{case}": client.caseID
            case let other where other.hasPrefix("{"): "00000000-0000-7000-8000-00000000000c"
            default: String(segment)
            }
        }.reduce("") { "\($0)/\($1)" }
        let required = operation.described["parameters"].array.filter { $0["required"] == true && $0["in"] == "query" }
        let values = required.compactMap { parameter -> String? in
            guard let name = parameter["name"].string else { return nil }
            return "\(name)=\(parameter["schema"]["format"] == "date" ? "2026-06-30" : "findClient")"
        }
        if !values.isEmpty { path += "?\(values.joined(separator: "&"))" }
        var headers: [String: String] = [:]
        if operation.id == "readWhereabouts" { headers["X-Purpose"] = "koe" }
        if operation.takesDryRun { headers["Prefer"] = "dry-run" }
        if operation.needsMatch { headers["If-Match"] = "*" }
        if let type = operation.requestTypes.first { headers["Content-Type"] = type }
        let body = operation.method == "GET" ? nil : Array("{}".utf8)
        return try asker.caller.send(operation.method, path, body, expecting: nil, at: PeopledCounty.day, headers: headers)
    }

    /// Whether the answer is that there is no such client or case.
    func isHidden(_ reply: Reply) -> Bool {
        reply.status == 404 && ["there is no such client", "there is no such case"].contains(reply["detail"].string ?? "")
    }

    /// A problem without what is of this request alone.
    func told(_ reply: Reply) -> String {
        let instance = reply["instance"].string ?? "-"
        let fields = reply.headers.lines.filter { !["date", "x-request-id"].contains($0.name.lowercased()) }
        return fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n") + reply.text.replacing(instance, with: "")
    }

    func identities(_ sql: String) throws -> [String] { try RightsScene.rows(sql, county).map { $0[0] } }

    private static func rows(_ sql: String, _ county: PeopledCounty) throws -> [[String]] {
        let done = try ServiceProcess.run(program: "/usr/bin/sqlite3", ["-readonly", county.service.database, sql])
        guard done.status == 0 else { throw ProcessFault("sqlite3: \(done.errors)") }
        return done.output.split(separator: "\n").map { $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
    }
}

extension DescribedOperation {
    /// Whether the path leads to a client.
    var isBelowClient: Bool { path.contains("{client}") || path.contains("{case}") }
}
