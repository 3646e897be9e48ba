import PersonalBudgeting

extension Table where Entity == AlternativePresented {
    static let alternatives = Table(
        "alternatives",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("presented_by", .id()) { $0.presentedBy },
        part(
            Column("form", .code, field: .form) { $0.details.form },
            Column("title", .text) { $0.details.title },
            Column("pros", .texts) { $0.details.pros },
            Column("cons", .texts) { $0.details.cons },
            Column("presented_on", .date) { $0.details.presentedOn },
            make: { form, title, pros, cons, on in
                AlternativePresented.Details(form: form, title: title, pros: pros, cons: cons, presentedOn: on)
            }),
        make: { record, caseID, by, details in
            AlternativePresented(record: record, caseID: caseID, presentedBy: by, details: details)
        })
}
