import PersonalBudgeting

extension Table where Entity == ServicePlan {
    static let servicePlans = Table(
        "service_plans",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("number", .count) { $0.number },
        Column("decision_id", .optional(.id()), field: .decisionID) { $0.decisionID },
        part(
            Column("client_assessment", .text) { $0.details.clientAssessment },
            Column("worker_assessment", .text) { $0.details.workerAssessment },
            Column("services", .texts) { $0.details.services },
            Column("goals", .texts) { $0.details.goals },
            Column("contacts", .texts) { $0.details.contacts },
            Column("review_on", .optional(.date)) { $0.details.reviewOn },
            make: { client, worker, services, goals, contacts, review in
                ServicePlan.Details(
                    clientAssessment: client, workerAssessment: worker, services: services, goals: goals, contacts: contacts,
                    reviewOn: review)
            }),
        make: { record, caseID, number, decision, details in
            ServicePlan(record: record, caseID: caseID, number: number, decisionID: decision, details: details)
        })
}
