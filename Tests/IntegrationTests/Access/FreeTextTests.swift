import Foundation
import JSON
import Testing

/// Finance reads no free text about a person, and the auditor reads it only in decisions (A5, A7).
@Suite struct FreeTextTests {
    private static let mark = "Sanottuhan"

    /// Writes a marked word into every column of free text, after dropping the triggers that protect it.
    private static func plant(in stored: Stored) throws {
        let columns: [String: [String]] = [
            "current_services": ["description"], "agreements": ["close_person_reason", "client_opinion"],
            "decisions": ["parties", "entitlements", "reasons", "provisions", "contact", "appeal_instructions", "fixed_term_reason"],
            "body_handlings": ["reasons", "questions"], "notices": ["evidence"],
        ]
        for (table, names) in columns {
            for trigger in try stored.column("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '\(table)'") {
                try stored.write("DROP TRIGGER \(trigger)")
            }
            let values = names.map { "\($0) = '\(mark) \(table) \($0)'" }
            try stored.write("UPDATE \(table) SET \(values.joined(separator: ", "))")
        }
        try stored.write("UPDATE body_handlings SET recusals = 'Liisa' || char(31) || '\(mark) recusal'")
        // A notice with evidence needs a receipt.
        try stored.write("UPDATE notices SET received_on = coalesce(received_on, sent_on)")
    }

    @Test("finance reads no free text in any operation, the auditor that of decisions, a worker who cares for the client all (A5, A7)")
    func tellsSums()
        throws
    {
        let county = try PeopledCounty(clients: 60, seed: 4, units: 2, probes: 1, plant: FreeTextTests.plant)
        func words(_ role: String) throws -> Set<String> {
            let caller = try county.caller(role, for: nil)
            var found: Set<String> = []
            for operation in county.operations where operation.roles.contains(role) {
                for path in try county.paths(of: operation, atMost: 3) {
                    var headers = operation.rehearsing
                    headers["X-Purpose"] = "tarkastus"
                    let body = operation.method == "GET" ? nil : try county.body(of: operation, at: path)?.octets
                    let reply = try caller.send(
                        operation.method, path, body, expecting: nil, at: PeopledCounty.day, headers: headers, isJudged: false)
                    let told = reply.text.matches(of: /Sanottuhan ([a-z_ ]+)/).map { String($0.1) }
                    found.formUnion(told)
                }
            }
            return found
        }
        let decisions = Set(
            ["parties", "entitlements", "reasons", "provisions", "contact", "appeal_instructions", "fixed_term_reason"]
                .map { "decisions \($0)" } + ["body_handlings reasons", "body_handlings questions", "recusal", "notices evidence"])
        let money: Set<String> = ["current_services description", "agreements close_person_reason", "agreements client_opinion"]
        #expect(try words("social_worker") == decisions.union(money))
        #expect(try words("finance") == [])
        // The header names the members that are withheld.
        let finance = try county.caller("finance", for: nil)
        let path = "/v1/cases/\(county.probes[0].caseID)"
        let withheld = try finance.get("\(path)/decisions", at: PeopledCounty.day).headers["Withheld"]
        #expect(withheld == "appealInstructions, contact, entitlements, fixedTermReason, parties, provisions, reasons")
        #expect(try finance.get("\(path)/budgets", at: PeopledCounty.day).headers["Withheld"] == nil)
        #expect(try words("auditor") == decisions)
    }

    @Test("the auditor reads the steps of a case without their reasons (A7)") func tellsSteps() throws {
        let county = try County.shared
        let file = try county.openCase()
        try county.worker.command(on: file.path, "close", ["reason": "Muutti tyttärensä luo"])
        for (caller, reason) in [(county.worker, "Muutti tyttärensä luo" as JSONValue), (county.auditor, .null)] {
            let step = try #require(try caller.get("\(file.path)/timeline").items.first { $0["verb"] == "close" })
            #expect(step["toState"] == "closed" && step["reason"] == reason, "\(step)")
        }
    }
}
