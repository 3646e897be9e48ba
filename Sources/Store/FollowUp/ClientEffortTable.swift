import PersonalBudgeting

extension Table where Entity == ClientEffort {
    static let clientEfforts = Table(
        "client_efforts",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("spent_on", .date) { $0.details.on },
            Column("minutes", .count) { $0.details.minutes },
            Column("activity", .text) { $0.details.activity },
            Column("cost_cents", .money) { $0.details.cost },
            Column("cost_type", .optional(.code)) { $0.details.costType },
            make: { on, minutes, activity, cost, costType in
                ClientEffort.Details(on: on, minutes: minutes, activity: activity, cost: cost, costType: costType)
            }),
        make: { record, caseID, details in
            ClientEffort(record: record, caseID: caseID, details: details)
        })
}
