import PersonalBudgeting

extension Table where Entity == Decision {
    static let decisions = Table(
        "decisions",
        Column("case_id", .id()) { $0.caseID },
        Column("kind", .code) { $0.kind },
        Column("state", .code) { $0.state },
        Column("support_plan_id", .id()) { $0.supportPlanID },
        Column("budget_id", .id()) { $0.budgetID },
        Column("authority", .code) { $0.authority },
        Column("authority_name", .text) { $0.authorityName },
        Column("parties", .texts) { $0.content.parties },
        Column("entitlements", .texts) { $0.content.entitlements },
        Column("reasons", .optional(.text)) { $0.content.reasons },
        Column("provisions", .texts) { $0.content.provisions },
        Column("contact", .optional(.text)) { $0.content.contact },
        Column("appeal_instructions", .optional(.text)) { $0.content.appealInstructions },
        Column("valid_from", .optional(.date)) { $0.content.validFrom },
        Column("valid_to", .optional(.date)) { $0.content.validTo },
        Column("fixed_term_reason", .optional(.text)) { $0.content.fixedTermReason },
        Column("prepared_by", .id()) { $0.preparedBy },
        Column("proposed_by", .optional(.id())) { $0.proposal?.by },
        Column("proposed_on", .optional(.date)) { $0.proposal?.on },
        Column("proposed_total_cents", .optional(.money)) { $0.proposal?.total },
        Column("proposed_budget_version", .optional(.integer)) { $0.proposal?.budgetVersion },
        Column("outcome", .optional(.code)) { $0.outcome },
        Column("decided_on", .optional(.date)) { $0.decidedOn },
        Column("decided_by", .optional(.id())) { $0.decidedBy },
        Column("plan_digest", .optional(.text)) { $0.planDigest },
        Column("granted_total_cents", .optional(.money)) { $0.grantedTotal },
        Column("budget_version", .optional(.integer)) { $0.budgetVersion },
        make: {
            record, caseID, kind, state, plan, budget, authority, authorityName, parties, entitlements, reasons, provisions, contact,
            appeal, from, to, fixedTerm, preparer, proposer, proposedOn, proposedTotal, proposedVersion, outcome, on, by, digest, total,
            version in
            Decision(
                record: record, caseID: caseID, kind: kind, state: state, supportPlanID: plan, budgetID: budget, authority: authority,
                authorityName: authorityName,
                content: Decision.Content(
                    parties: parties, entitlements: entitlements, reasons: reasons, provisions: provisions, contact: contact,
                    appealInstructions: appeal, validFrom: from, validTo: to, fixedTermReason: fixedTerm),
                preparedBy: preparer, proposal: proposal(proposer, proposedOn, proposedTotal, proposedVersion), outcome: outcome,
                decidedOn: on, decidedBy: by, planDigest: digest, grantedTotal: total, budgetVersion: version)
        })
}

private func proposal(_ by: ID<User>?, _ on: CalendarDate?, _ total: Money?, _ version: Int64?) -> Decision.Proposal? {
    guard let by, let on, let total, let version else { return nil }
    return Decision.Proposal(by: by, on: on, total: total, budgetVersion: version)
}
