import PersonalBudgeting

extension Table where Entity == Decision {
    static let decisions = Table(
        "decisions",
        part(
            Column("case_id", .id(), field: .caseID) { $0.caseID },
            Column("kind", .code) { $0.kind },
            Column("state", .code, field: .state) { $0.state },
            Column("support_plan_id", .id(), field: .supportPlanID) { $0.supportPlanID },
            Column("budget_id", .id()) { $0.budgetID },
            make: { (caseID: $0, kind: $1, state: $2, supportPlanID: $3, budgetID: $4) }),
        part(
            Column("authority", .code, field: .authority) { $0.authority },
            Column("authority_name", .text) { $0.authorityName },
            make: { (kind: $0, name: $1) }),
        part(
            Column("parties", .texts) { $0.content.parties },
            Column("entitlements", .texts) { $0.content.entitlements },
            part(
                Column("reasons", .optional(.text)) { $0.content.reasons },
                Column("provisions", .texts) { $0.content.provisions },
                make: { (text: $0, provisions: $1) }),
            part(
                Column("contact", .optional(.text)) { $0.content.contact },
                Column("appeal_instructions", .optional(.text)) { $0.content.appealInstructions },
                make: { (contact: $0, appeal: $1) }),
            part(
                Column("valid_from", .optional(.date)) { $0.content.validFrom },
                Column("valid_to", .optional(.date)) { $0.content.validTo },
                Column("fixed_term_reason", .optional(.text)) { $0.content.fixedTermReason },
                make: { (from: $0, to: $1, fixedTermReason: $2) }),
            make: { parties, entitlements, reasons, instructions, term in
                Decision.Content(
                    parties: parties, entitlements: entitlements, reasons: reasons.text, provisions: reasons.provisions,
                    contact: instructions.contact, appealInstructions: instructions.appeal, validFrom: term.from, validTo: term.to,
                    fixedTermReason: term.fixedTermReason)
            }),
        Column("prepared_by", .id()) { $0.preparedBy },
        part(
            Column("proposed_by", .optional(.id())) { $0.proposal?.by },
            Column("proposed_on", .optional(.date)) { $0.proposal?.on },
            Column("proposed_total_cents", .optional(.money)) { $0.proposal?.total },
            Column("proposed_budget_version", .optional(.integer)) { $0.proposal?.budgetVersion },
            make: proposal),
        part(
            Column("outcome", .optional(.code), field: .outcome) { $0.outcome },
            Column("decided_on", .optional(.date)) { $0.decidedOn },
            Column("decided_by", .optional(.id())) { $0.decidedBy },
            Column("plan_digest", .optional(.text)) { $0.planDigest },
            Column("granted_total_cents", .optional(.money)) { $0.grantedTotal },
            Column("budget_version", .optional(.integer)) { $0.budgetVersion },
            make: { (outcome: $0, on: $1, by: $2, planDigest: $3, total: $4, budgetVersion: $5) }),
        make: { record, subject, authority, content, preparer, proposal, made in
            Decision(
                record: record, caseID: subject.caseID, kind: subject.kind, state: subject.state, supportPlanID: subject.supportPlanID,
                budgetID: subject.budgetID, authority: authority.kind, authorityName: authority.name, content: content,
                preparedBy: preparer, proposal: proposal, outcome: made.outcome, decidedOn: made.on, decidedBy: made.by,
                planDigest: made.planDigest, grantedTotal: made.total, budgetVersion: made.budgetVersion)
        })
}

private func proposal(_ by: ID<User>?, _ on: CalendarDate?, _ total: Money?, _ version: Int64?) -> Decision.Proposal? {
    guard let by, let on, let total, let version else { return nil }
    return Decision.Proposal(by: by, on: on, total: total, budgetVersion: version)
}
