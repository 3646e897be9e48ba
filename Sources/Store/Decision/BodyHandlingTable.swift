import PersonalBudgeting

extension Table where Entity == BodyHandling {
    static let bodyHandlings = Table(
        "body_handlings",
        Column("case_id", .id()) { $0.caseID },
        Column("decision_id", .id()) { $0.decisionID },
        Column("meeting_date", .date) { $0.details.meetingDate },
        Column("item_number", .count) { $0.details.itemNumber },
        Column("presenter", .text) { $0.details.presenter },
        Column("members", .texts) { $0.details.members },
        Column("recusals", .recusals) { $0.details.recusals },
        Column("outcome", .code) { $0.details.resolution.outcome },
        Column("reasons", .optional(.text)) { $0.details.resolution.reasons },
        Column("questions", .texts) { $0.details.resolution.questions },
        Column("due_on", .optional(.date)) { $0.details.resolution.dueOn },
        Column("minutes_reference", .optional(.text)) { $0.details.minutesReference },
        make: { record, caseID, decision, on, number, presenter, members, recusals, outcome, reasons, questions, due, minutes in
            BodyHandling(
                record: record, caseID: caseID, decisionID: decision,
                details: BodyHandling.Details(
                    meetingDate: on, itemNumber: number, presenter: presenter, members: members, recusals: recusals,
                    resolution: Resolution(outcome: outcome, reasons: reasons, questions: questions, dueOn: due),
                    minutesReference: minutes))
        })
}

extension Codec where Value == [BodyHandling.Recusal] {
    static var recusals: Codec {
        .records({ [$0.member, $0.reason] }, { $0.count == 2 ? BodyHandling.Recusal(member: $0[0], reason: $0[1]) : nil })
    }
}
