import PersonalBudgeting
import Testing

/// A random change of an entity from which items of the work queues follow, without regard to the rules of the trade.
enum RandomChange {
    static func make(_ repositories: any Repositories, _ random: inout some RandomNumberGenerator) throws {
        let cases = try repositories.cases.list(ListQuery(limit: 1_000))
        let days = Int.random(in: -90...90, using: &random)
        let day = try #require(CalendarDate("2026-06-30")?.adding(days: days))
        switch Int.random(in: 0..<9, using: &random) {
        case 0:
            var file = try pick(cases, &random)
            file.record.version += 1
            file.state = try pick(Case.State.allCases, &random)
            file.details.responsibleWorkerID =
                Bool.random(using: &random) ? nil : cases.randomElement(using: &random)?.details.responsibleWorkerID
            file.details.unitID = Bool.random(using: &random) ? nil : cases.randomElement(using: &random)?.details.unitID
            try repositories.cases.update(file)
        case 1:
            var plan = try pick(try repositories.supportPlans.list(ListQuery(limit: 1_000)), &random)
            plan.record.version += 1
            plan.state = try pick([SupportPlan.State.submitted, .returned, .inDialogue], &random)
            plan.reworkDueOn = Bool.random(using: &random) ? day : nil
            try repositories.supportPlans.update(plan)
        case 2:
            var decision = try pick(try repositories.decisions.list(ListQuery(limit: 1_000)), &random)
            decision.record.version += 1
            decision.state = try pick(Decision.State.allCases, &random)
            decision.decidedOn = day
            try repositories.decisions.update(decision)
        case 3:
            var budget = try pick(try repositories.budgets.list(ListQuery(limit: 1_000)), &random)
            budget.record.version += 1
            budget.state = try pick(Budget.State.allCases, &random)
            try repositories.budgets.update(budget)
        case 4:
            var agreement = try pick(try repositories.agreements.list(ListQuery(limit: 1_000)), &random)
            agreement.record.version += 1
            agreement.state = try pick(Agreement.State.allCases, &random)
            try repositories.agreements.update(agreement)
        case 5:
            var review = try pick(try repositories.reviews.list(ListQuery(limit: 1_000)), &random)
            review.record.version += 1
            review.state = try pick(Review.State.allCases, &random)
            review.plan.scheduledFor = day
            try repositories.reviews.update(review)
        case 6:
            var actual = try pick(try repositories.actuals.list(ListQuery(limit: 1_000)), &random)
            actual.record.version += 1
            actual.state = try pick(Actual.State.allCases, &random)
            actual.caseID = Bool.random(using: &random) ? nil : cases.randomElement(using: &random)?.id
            try repositories.actuals.update(actual)
        case 7:
            let (file, other) = (try pick(cases, &random), try pick(cases, &random))
            try repositories.clients.assign(other.care, to: file.clientID)
        default:
            let orders = try repositories.nonDisclosures.list(ListQuery(limit: 1_000))
            if var order = orders.randomElement(using: &random), Bool.random(using: &random) {
                order.record.version += 1
                order.details.validTo = Bool.random(using: &random) ? day : nil
                order.endedOn = Bool.random(using: &random) ? day : nil
                try repositories.nonDisclosures.update(order)
                return
            }
            let now = try #require(Instant("2026-06-30T09:00:00Z"))
            let id: ID<NonDisclosure> = ID(high: .random(in: 0 ... .max, using: &random), low: .random(in: 0 ... .max, using: &random))
            try repositories.nonDisclosures.insert(
                NonDisclosure(
                    record: Record(id: id, createdAt: now, updatedAt: now, version: 1), clientID: try pick(cases, &random).clientID,
                    details: NonDisclosure.Details(
                        validFrom: day, validTo: day, source: try pick(Array(NonDisclosure.Source.allCases), &random), contactAddress: nil,
                        householdClientIDs: [])))
        }
    }

    private static func pick<Element>(_ all: [Element], _ random: inout some RandomNumberGenerator) throws -> Element {
        let picked = all.randomElement(using: &random)
        return try #require(picked)
    }
}
