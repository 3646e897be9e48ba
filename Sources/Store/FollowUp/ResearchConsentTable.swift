import PersonalBudgeting

extension Table where Entity == ResearchConsent {
    static let researchConsents = Table(
        "research_consents",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        part(
            Column("scope", .text, field: .scope) { $0.details.scope },
            Column("given_on", .date, field: .givenOn) { $0.details.givenOn },
            Column("form", .code) { $0.details.form },
            Column("document", .optional(.text)) { $0.details.document },
            make: { scope, givenOn, form, document in
                ResearchConsent.Details(scope: scope, givenOn: givenOn, form: form, document: document)
            }),
        Column("pseudonym", .id()) { $0.pseudonym },
        Column("state", .code, field: .state) { $0.state },
        Column("withdrawn_on", .optional(.date)) { $0.withdrawnOn },
        make: { record, caseID, details, pseudonym, state, withdrawnOn in
            ResearchConsent(record: record, caseID: caseID, details: details, pseudonym: pseudonym, state: state, withdrawnOn: withdrawnOn)
        })
}
