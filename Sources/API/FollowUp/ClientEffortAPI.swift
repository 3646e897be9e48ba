import JSON
import PersonalBudgeting

/// The client's own time and costs. They are never in the budget's ledger.
enum ClientEffortAPI {
    private static let resource = Resource<ClientEffort>(
        "/v1/cases/{case}/efforts", "effort", tag: .clientsOwnNotes, view: view, owner: .caseFile
    ) { $0.clientEfforts }

    static let operations: [Operation] = [
        resource.list("listEfforts", "List the client's time and costs", right: .readFollowUp),
        resource.find("findEffort", "Read an entry of the client's time and costs", right: .readFollowUp),
        resource.create("recordEffort", "Record the client's time or costs", right: .writeAsClient, details) { call, details in
            try call.work.recordEffort(details, in: try call.requireCase())
        },
        resource.change(
            "correctEffort", "Correct an entry of the client's time and costs", right: .writeAsClient, details, current: \.details
        ) {
            call, effort, details in
            try call.work.correctEffort(effort, details, in: try call.requireCase())
        },
        Operation(
            "effortSummary", .get, "/v1/cases/{case}/effort-summary", "Sum the client's time and costs by month", tag: .clientsOwnNotes,
            effect: .read, right: .readFollowUp, about: .caseFile, response: summary.schema
        ) { call in
            let months = try call.work.monthlyEfforts(in: try call.requireCase())
            let total = try Money.sum(months.map(\.cost))
            let whole = Summary(months: months, minutes: months.reduce(0) { $0 + $1.minutes }, cost: total)
            return .value(call.masked(whole), summary)
        },
    ]

    private static let details = Shape<ClientEffort.Details>.object(
        "EffortDetails",
        Field("on", .date) { $0.on },
        Field("minutes", .count(0...1440)) { $0.minutes },
        Field("activity", .line()) { $0.activity },
        // At most 100 000 euros in one entry, so that the sums of a case stay within the range of money.
        Field("costCents", Shape<Money>.cents(0...10_000_000).defaulting(to: .zero)) { $0.cost },
        Field("costType", .optional(.code)) { $0.costType },
        make: ClientEffort.Details.init)

    private static let view = View<ClientEffort>("Effort", ViewMember.record + [.caseID, .inline(details) { $0.details }])

    private struct Summary: NothingToMask {
        let months: [MonthlyEffort]
        let minutes: Int
        let cost: Money
    }

    private static let minuteSum = Shape<Int>.count(0...1_000_000_000)

    private static let month = View<MonthlyEffort>(
        "MonthlyEffort",
        [
            ViewMember("month", .text(7...7, .line, pattern: "^[0-9]{4}-[0-9]{2}$")) { $0.month },
            ViewMember("minutes", minuteSum) { $0.minutes },
            ViewMember("costCents", .cents) { $0.cost }, ViewMember("entryCount", .count(1...100_000)) { $0.entryCount },
        ])

    private static let summary = View<Summary>(
        "EffortSummary",
        [
            ViewMember("months", view: .list(month)) { $0.months }, ViewMember("minutes", minuteSum) { $0.minutes },
            ViewMember("costCents", .cents) { $0.cost },
        ])
}
