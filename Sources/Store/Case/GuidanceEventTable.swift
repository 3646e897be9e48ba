import PersonalBudgeting

extension Table where Entity == GuidanceEvent {
    static let guidanceEvents = Table(
        "guidance_events",
        Column("case_id", .id()) { $0.caseID },
        Column("topic", .text) { $0.details.topic },
        Column("recipient", .code) { $0.details.recipient },
        Column("given_on", .date) { $0.details.givenOn },
        Column("materials", .links) { $0.details.materials },
        make: { record, caseID, topic, recipient, on, materials in
            GuidanceEvent(
                record: record, caseID: caseID,
                details: GuidanceEvent.Details(topic: topic, recipient: recipient, givenOn: on, materials: materials))
        })
}
