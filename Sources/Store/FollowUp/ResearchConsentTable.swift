import PersonalBudgeting

extension Table where Entity == ResearchConsent {
    static let researchConsents = Table(
        "research_consents",
        Column("case_id", .id()) { $0.caseID },
        Column("scope", .text) { $0.details.scope },
        Column("given_on", .date) { $0.details.givenOn },
        Column("form", .code) { $0.details.form },
        Column("document", .optional(.text)) { $0.details.document },
        Column("pseudonym", .id()) { $0.pseudonym },
        Column("state", .code) { $0.state },
        Column("withdrawn_on", .optional(.date)) { $0.withdrawnOn },
        make: { record, caseID, scope, givenOn, form, document, pseudonym, state, withdrawnOn in
            ResearchConsent(
                record: record, caseID: caseID,
                details: ResearchConsent.Details(scope: scope, givenOn: givenOn, form: form, document: document), pseudonym: pseudonym,
                state: state, withdrawnOn: withdrawnOn)
        })
}
