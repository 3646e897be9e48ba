import PersonalBudgeting

extension Table where Entity == BodyHandling {
    static let bodyHandlings = Table(
        "body_handlings",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("decision_id", .id(), field: .decisionID) { $0.decisionID },
        part(
            Column("meeting_date", .date) { $0.details.meetingDate },
            Column("item_number", .count) { $0.details.itemNumber },
            Column("presenter", .text) { $0.details.presenter },
            Column("members", .texts) { $0.details.members },
            Column("recusals", .recusals) { $0.details.recusals },
            part(
                Column("outcome", .code) { $0.details.resolution.outcome },
                Column("reasons", .optional(.text)) { $0.details.resolution.reasons },
                Column("questions", .texts) { $0.details.resolution.questions },
                Column("due_on", .optional(.date)) { $0.details.resolution.dueOn },
                make: { Resolution(outcome: $0, reasons: $1, questions: $2, dueOn: $3) }),
            Column("minutes_reference", .optional(.text)) { $0.details.minutesReference },
            make: { date, number, presenter, members, recusals, resolution, minutes in
                BodyHandling.Details(
                    meetingDate: date, itemNumber: number, presenter: presenter, members: members, recusals: recusals,
                    resolution: resolution, minutesReference: minutes)
            }),
        make: { record, caseID, decision, details in
            BodyHandling(record: record, caseID: caseID, decisionID: decision, details: details)
        })
}

extension Codec where Value == [BodyHandling.Recusal] {
    static var recusals: Codec {
        .records({ [$0.member, $0.reason] }, { $0.count == 2 ? BodyHandling.Recusal(member: $0[0], reason: $0[1]) : nil })
    }
}
