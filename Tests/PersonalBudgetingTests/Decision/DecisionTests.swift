import PersonalBudgeting
import Testing

@Suite("Decisions")
struct DecisionTests {
    private func rules(_ authority: RegionalModel.DecidingAuthority, limit: Int64, fourEyes: Int64) throws -> RegionalModel.Rules {
        RegionalModel.Rules(
            decidingAuthority: authority, authorityName: "Jaosto", officeHolderLimit: try #require(Money(cents: limit)),
            fourEyesAbove: try #require(Money(cents: fourEyes)), allowedBases: [.entitlement], allowedServiceTypes: [],
            excludedPurposes: [], carryOver: .none, carryOverValue: 0, tolerancePercent: 0, reallocationPercent: 0, trialMaximumDays: 90,
            reviewIntervalMonths: 6, monitoringRequired: false, administrationModes: [.countyManaged], requiredForms: [])
    }

    @Test(
        "the regional model and the sum determine who decides (K2, S26, row 25)",
        arguments: [
            (RegionalModel.DecidingAuthority.body, Int64(1), Decision.Authority.body), (.body, 5_000_000, .body),
            (.officeHolder, 1, .officeHolder), (.officeHolder, 5_000_000, .officeHolder), (.officeHolderThenBody, 1, .officeHolder),
            (.officeHolderThenBody, 2_000_000, .officeHolder), (.officeHolderThenBody, 2_000_001, .body),
        ])
    func authority(model: RegionalModel.DecidingAuthority, total: Int64, expected: Decision.Authority) throws {
        let rules = try rules(model, limit: 2_000_000, fourEyes: 1_000_000)
        #expect(Decision.authority(for: try #require(Money(cents: total)), under: rules) == expected)
    }

    @Test(
        "a role decides up to its euro limit; most roles cannot decide (S26, A1 to A3)",
        arguments: [
            (Role.decisionMaker, Int64(2_000_000), Int64(1_000_000), Int64?(2_000_000)),
            (.socialWorker, 2_000_000, 1_000_000, 1_000_000), (.socialWorker, 500_000, 1_000_000, 500_000),
            (.serviceCoordinator, 2_000_000, 1_000_000, nil), (.finance, 2_000_000, 1_000_000, nil),
            (.bodySecretary, 2_000_000, 1_000_000, nil), (.client, 2_000_000, 1_000_000, nil),
        ])
    func limits(role: Role, limit: Int64, fourEyes: Int64, expected: Int64?) throws {
        #expect(Decision.limit(of: role, under: try rules(.officeHolder, limit: limit, fourEyes: fourEyes))?.cents == expected)
    }

    private let whole = Decision.Content(
        parties: ["Asiakas"], entitlements: ["Henkilökohtainen budjetti"], reasons: "Tarve", provisions: ["VPL 9 §"], contact: "Sari",
        appealInstructions: "30 päivää", validFrom: nil, validTo: nil, fixedTermReason: nil)

    @Test("a decision with all mandatory parts has no missing parts (W1)") func complete() {
        for outcome in Decision.Outcome.allCases { #expect(whole.missingParts(for: outcome).isEmpty) }
    }

    /// The parts that a decision must have (HL 44 to 46 §), and the reason for a fixed term (SHL 38 §).
    @Test("each missing part is named, and all missing parts are named at once (W1, S27, J10, row 27)") func missingParts() throws {
        let removals: [(String, @Sendable (inout Decision.Content) -> Void)] = [
            ("/parties", { $0.parties = [] }), ("/reasons", { $0.reasons = nil }), ("/reasons", { $0.reasons = " \n" }),
            ("/entitlements", { $0.entitlements = [] }), ("/provisions", { $0.provisions = [] }), ("/contact", { $0.contact = nil }),
            ("/appealInstructions", { $0.appealInstructions = nil }), ("/fixedTermReason", { $0.validTo = .latest }),
        ]
        var everything = whole
        for (pointer, remove) in removals {
            var content = whole
            remove(&content)
            #expect(content.missingParts(for: .approved).map(\.pointer) == [pointer])
            remove(&everything)
        }
        #expect(Set(everything.missingParts(for: .approved).map(\.pointer)) == Set(removals.map(\.0)))
        // A rejection has no entitlements and no fixed term.
        let rejected = Set(everything.missingParts(for: .rejected).map(\.pointer))
        #expect(rejected == ["/parties", "/reasons", "/provisions", "/contact", "/appealInstructions"])
    }

    private func refusal(_ resolution: Resolution) throws -> Refusal? {
        let today = try date("2026-06-30")
        do throws(Refusal) {
            try resolution.check(today: today)
            return nil
        } catch { return error }
    }

    @Test("a return needs reasons, questions and a due day; a rejection needs reasons; an approval needs none of them (S25, K3, row 24)")
    func resolutions() throws {
        let due = try date("2026-08-31")
        #expect(try refusal(Resolution(outcome: .approved)) == nil)
        #expect(try refusal(Resolution(outcome: .rejected, reasons: "syy")) == nil)
        #expect(try refusal(Resolution(outcome: .returnedForWork, reasons: "syy", questions: ["mitä"], dueOn: due)) == nil)
        #expect(try refusal(Resolution(outcome: .rejected))?.code == .reasonsMissing)
        #expect(try refusal(Resolution(outcome: .returnedForWork, questions: ["mitä"], dueOn: due))?.code == .reasonsMissing)
        #expect(try refusal(Resolution(outcome: .returnedForWork, reasons: "syy"))?.faults.map(\.pointer) == ["/questions", "/dueOn"])
        let today = try date("2026-06-30")
        let late = Resolution(outcome: .returnedForWork, reasons: "syy", questions: ["mitä"], dueOn: today)
        #expect(try refusal(late)?.faults.map(\.code) == ["not_later"])
        let stray = Resolution(outcome: .approved, questions: ["mitä"], dueOn: due)
        #expect(try refusal(stray)?.faults.map(\.pointer) == ["/questions", "/dueOn"])
    }

    @Test(
        "a decision is refused unless total, lines and budget version equal the proposal to the cent (J8, M4)",
        arguments: [
            (Int64(10_000), Int64(2), [Int64(6000), 4000], true), (10_000, 2, [6000, 3999], false), (10_000, 2, [], false),
            (10_001, 2, [6000, 4001], false), (10_000, 3, [6000, 4000], false),
        ])
    func amounts(total: Int64, version: Int64, lines: [Int64], isSound: Bool) throws {
        let proposed = try #require(Money(cents: 10_000))
        let decision = Decision(
            record: record(1), caseID: ID(high: 0, low: 2), kind: .budgetGrant, state: .proposed, supportPlanID: ID(high: 0, low: 3),
            budgetID: ID(high: 0, low: 4), authority: .officeHolder, authorityName: "Johtaja", content: whole,
            preparedBy: ID(high: 0, low: 5),
            proposal: Decision.Proposal(
                by: ID(high: 0, low: 5), on: try date("2026-04-20"), total: proposed, budgetVersion: 2))
        let year = try #require(Period(from: try date("2026-01-01"), to: try date("2026-12-31")))
        let budget = Budget(
            record: record(version), caseID: ID(high: 0, low: 2), calculationID: ID(high: 0, low: 6), period: year,
            administrationMode: .countyManaged, state: .proposed, total: try #require(Money(cents: total)))
        let amounts = try lines.map { try #require(Money(cents: $0)) }
        let refusals = try decision.amountRefusals(of: budget, lines: amounts)
        #expect(refusals.isEmpty == isSound)
        for refusal in refusals {
            #expect(refusal.code == .amountsDiffer)
            #expect(refusal.figures.map(\.name) == ["budgetCents", "linesCents", "proposedCents"])
            #expect(refusal.figures.map(\.cents) == [total, lines.reduce(0, +), 10_000])
        }
    }

    private func record<Entity>(_ version: Int64) -> Record<Entity> {
        Record(id: ID(high: 0, low: 1), createdAt: .earliest, updatedAt: .earliest, version: version)
    }
}
