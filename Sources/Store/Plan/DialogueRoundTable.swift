import PersonalBudgeting

extension Table where Entity == DialogueRound {
    static let dialogueRounds = Table(
        "dialogue_rounds",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("number", .count) { $0.number },
        part(
            Column("support_plan_id", .id(), field: .supportPlanID) { $0.details.supportPlanID },
            Column("held_on", .date) { $0.details.heldOn },
            Column("topics", .codes()) { $0.details.topics },
            Column("client_view", .text) { $0.details.clientView },
            Column("worker_view", .text) { $0.details.workerView },
            Column("agreed", .flag) { $0.details.agreed },
            Column("open_points", .texts) { $0.details.openPoints },
            make: { plan, on, topics, client, worker, agreed, points in
                DialogueRound.Details(
                    supportPlanID: plan, heldOn: on, topics: topics, clientView: client, workerView: worker, agreed: agreed,
                    openPoints: points)
            }),
        make: { record, caseID, number, details in
            DialogueRound(record: record, caseID: caseID, number: number, details: details)
        })
}
