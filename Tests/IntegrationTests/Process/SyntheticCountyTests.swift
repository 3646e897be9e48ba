import Foundation
import JSON
import Testing

/// `avain generate-county` (G18) goes through the domain and gives the same county for the same seed.
@Suite struct SyntheticCountyTests {
    private func generate(_ database: String, seed: Int, clients: Int = 120) throws {
        let words = ["generate-county", "--database", database, "--clients", "\(clients)", "--seed", "\(seed)", "--today", "2026-06-30"]
        let finished = try ServiceProcess.run(words, withinSeconds: 120)
        #expect(finished.status == 0, "\(finished.errors)")
    }

    /// Everything in the database except what always differs: the secret of the cursors, the seals of national ids, and salts with all
    /// that is made with them.
    private func dump(_ database: String) throws -> String {
        let stored = Stored(database: database)
        let digested = try stored.column("SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'row_digest'")
        let keeping = try stored.column("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        let script =
            keeping.map { "DROP TRIGGER \($0);" } + digested.map { "UPDATE \($0) SET row_digest = NULL;" }
            + [
                "UPDATE clients SET hetu_sealed = x'';", "UPDATE log_texts SET salt = x'';", "DELETE FROM row_digests;",
                "UPDATE anchors SET line = 0, text = NULL;",
            ]
            + ["UPDATE events SET reason_digest = x'', hash = x'';", "UPDATE ledger_entries SET reason_digest = x'', hash = x'';"]
        let finished = try ServiceProcess.run(program: "/usr/bin/sqlite3", [database, script.joined(), ".dump"])
        return finished.output.split(separator: "\n").filter { !$0.contains("INSERT INTO secrets") }.joined(separator: "\n")
    }

    @Test("the same seed gives the same county, and another seed another one (G18)") func isDeterministic() throws {
        let place = try ServiceProcess()
        let (one, other, third) = ("\(place.folder)/1.sqlite", "\(place.folder)/2.sqlite", "\(place.folder)/3.sqlite")
        try generate(one, seed: 7, clients: 40)
        // The marks by which national ids are found follow from the key.
        for database in [other, third] { try FileManager.default.copyItem(atPath: one + ".keys", toPath: database + ".keys") }
        try generate(other, seed: 7, clients: 40)
        try generate(third, seed: 8, clients: 40)
        let again = try ServiceProcess.run(["generate-county", "--database", one, "--clients", "1"])
        #expect(again.status == 73, "a county is generated into an empty database only")
        let first = try dump(one)
        let isSame = try dump(other) == first
        let isOther = try dump(third) != first
        #expect(isSame && isOther)
    }

    @Test("the county has cases in every state and artificial people only, its budgets add up and its chains hold (G18, M5)") func isWhole()
        throws
    {
        let service = try ServiceProcess()
        try generate(service.database, seed: 1, clients: 300)
        func query(_ sql: String) throws -> String {
            try ServiceProcess.run(program: "/usr/bin/sqlite3", [service.database, sql]).output.trimmingCharacters(
                in: .whitespacesAndNewlines)
        }
        let states = Set(try query("SELECT DISTINCT state FROM cases").split(separator: "\n").map(String.init))
        let wanted: Set = [
            "opened", "assessing", "alternatives", "hb_chosen", "planning", "decision_pending", "decided_approved", "decided_rejected",
            "active", "suspended",
            "ending", "closed",
        ]
        #expect(wanted.isSubset(of: states), "missing: \(wanted.subtracting(states))")
        #expect(try query("SELECT count(*) FROM clients") == "300")
        // The figures of a budget add up: nothing is committed or used beyond the allocation.
        let token = try service.makeKey(role: "finance", name: "Tuula Talous", unit: "Vammaispalvelut, itä")
        let workerToken = try service.makeKey(role: "social_worker", name: "Sari", unit: "Vammaispalvelut, itä")
        #expect(try ServiceProcess.run(["verify", "--database", service.database]).status == 0)
        try service.start()
        // National ids cannot be read. Each of some clients is found by one of the artificial numbers of its day of birth.
        let worker = Caller(service: service, curl: Curl(), token: workerToken, name: "Sari")
        for client in try worker.get("/v1/clients?limit=8").items {
            let day = String(client["hetuMasked"].string?.prefix(6) ?? "")
            let sign = String(client["hetuMasked"].string?.dropFirst(6).prefix(1) ?? "")
            let table = Array("0123456789ABCDEFHJKLMNPRSTUVWXY")
            let found = try (900...999).flatMap { number in
                let hetu = "\(day)\(sign)\(number)\(table[(Int("\(day)\(number)") ?? 0) % 31])"
                return try worker.post("/v1/clients/search", ["hetu": .string(hetu)], expecting: 200).items
            }
            #expect(found.map { $0["id"].string }.contains(client["id"].string))
        }
        let finance = Caller(service: service, curl: Curl(), token: token, name: "Tuula Talous")
        let ids = try query("SELECT case_id || '/budgets/' || id FROM budgets WHERE state = 'effective'").split(separator: "\n")
        #expect(ids.count > 20)
        for id in ids {
            let budget = try finance.get("/v1/cases/\(id)", at: "2026-06-30")
            let parts = ["committedCents", "usedCents", "availableCents"].compactMap { budget[$0].int }
            #expect(parts.reduce(0, +) == budget["allocatedCents"].int)
            #expect(budget["totalCents"] == budget["allocatedCents"])
        }
    }
}
