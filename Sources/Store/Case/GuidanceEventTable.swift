import PersonalBudgeting

extension Table where Entity == GuidanceEvent {
    static let guidanceEvents = Table(
        "guidance_events",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("topic", .text) { $0.details.topic },
            Column("recipient", .code, field: .recipient) { $0.details.recipient },
            Column("given_on", .date, field: .givenOn) { $0.details.givenOn },
            Column("materials", .links) { $0.details.materials },
            make: { topic, recipient, on, materials in
                GuidanceEvent.Details(topic: topic, recipient: recipient, givenOn: on, materials: materials)
            }),
        make: { record, caseID, details in
            GuidanceEvent(record: record, caseID: caseID, details: details)
        })
}
