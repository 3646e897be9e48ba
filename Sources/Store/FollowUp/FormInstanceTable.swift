import PersonalBudgeting

extension Table where Entity == FormInstance {
    static let formInstances = Table(
        "form_instances",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("instrument_code", .text, field: .instrumentCode) { $0.instrumentCode },
        Column("phase", .code, field: .phase) { $0.phase },
        Column("due_on", .date) { $0.dueOn },
        Column("state", .code, field: .state) { $0.state },
        part(
            Column("answers", .formAnswers) { $0.answers },
            Column("answered_on", .optional(.date)) { $0.answeredOn },
            Column("report_discussed_on", .optional(.date)) { $0.reportDiscussedOn },
            make: { (list: $0, answeredOn: $1, discussedOn: $2) }),
        make: { record, caseID, instrumentCode, phase, dueOn, state, answers in
            FormInstance(
                record: record, caseID: caseID, instrumentCode: instrumentCode, phase: phase, dueOn: dueOn, state: state,
                answers: answers.list, answeredOn: answers.answeredOn, reportDiscussedOn: answers.discussedOn)
        })
}

extension Codec where Value == [FormInstance.Answer] {
    static var formAnswers: Codec {
        .records(
            { [$0.itemCode, $0.score.map(String.init) ?? "", $0.text ?? ""] },
            { fields in
                guard fields.count == 3 else { return nil }
                return FormInstance.Answer(itemCode: fields[0], score: Int(fields[1]), text: fields[2].isEmpty ? nil : fields[2])
            })
    }
}
