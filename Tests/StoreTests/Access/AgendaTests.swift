import PersonalBudgeting
import SQL
import Testing

@testable import Store

/// The questions about deciders read a few rows, however large the county is (A28, A29).
struct AgendaTests {
    private let day = CalendarDate("2026-06-30") ?? .earliest

    /// The tables that a plan scans, and the lines of its searches.
    private func searches(_ sql: String) throws -> [String] {
        try StoredWork().plan(sql).filter { $0.contains("SEARCH") || $0.contains("SCAN") }
    }

    @Test("the clients on an agenda are found by the waiting states and by the notices of the last days (A28)") func agenda() throws {
        for role in [Role.decisionMaker, .bodySecretary] {
            let clause = try #require(AgendaClause.clients(Agenda(of: role.deciders, on: day)))
            let plan = try searches(clause.sql)
            #expect(plan.filter { $0.hasPrefix("SCAN") } == [], "\(plan)")
            // Decisions that went by letter years ago are not read: each method begins with the notices without a receipt.
            #expect(
                plan.filter { $0.hasPrefix("SEARCH n USING") && $0.contains("notices_without_receipt (method=?") }.count == 4, "\(plan)")
            #expect(plan.filter { $0.contains("(method=? AND sent_on>?)") }.count == 3, "\(plan)")
            #expect(plan.filter { $0.hasPrefix("SEARCH d USING INDEX decisions_by_state (state=?)") }.count == 1, "\(plan)")
            #expect(clause.values.count == 3)
        }
        #expect(AgendaClause.clients(Agenda(of: Role.finance.deciders, on: day)) == nil)
    }

    @Test("a client without decisions is on no agenda and in no extract (A18, A28, A29)") func oneClient() throws {
        let stored = try StoredWork()
        let file = try stored.openCase(monitoringRequired: false)
        let matter = Matter(caseID: file.id, decisionID: ID(high: 1, low: 2))
        let (day, deciders) = (day, Role.bodySecretary.deciders)
        let answers = try stored.work(on: "2026-06-30") { work -> [Bool] in
            let asked = work.repositories.deciders
            var answers: [Bool] = []
            for clientID in [file.clientID, work.newID()] {
                answers.append(try asked.isOnAgenda(clientID, Agenda(of: deciders, on: day)))
                for matter in [nil, matter] { answers.append(try asked.haveExtract(deciders, about: clientID, in: matter)) }
            }
            // A role that decides nothing has nothing before it.
            answers.append(try asked.isOnAgenda(file.clientID, Agenda(of: Role.finance.deciders, on: day)))
            answers.append(try asked.haveExtract(Role.client.deciders, about: file.clientID, in: nil))
            return answers
        }
        #expect(answers == Array(repeating: false, count: 8))
    }
}
