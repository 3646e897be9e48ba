import PersonalBudgeting

extension UnitOfWork: PlanRepositories {
    var supportPlans: any Repository<SupportPlan> { table(.supportPlans) }
    var decisions: any Repository<Decision> { table(.decisions) }
    var servicePlans: any Repository<ServicePlan> { table(.servicePlans) }
}

extension Table where Entity == SupportPlan {
    static let supportPlans = Table(
        "support_plans",
        Column("case_id", .id()) { $0.caseID },
        Column("number", .count) { $0.number },
        Column("state", .code) { $0.state },
        Column("authored_by", .code) { $0.content.authoredBy },
        Column("is_family_plan", .flag) { $0.content.isFamilyPlan },
        Column("answers", .answers) { $0.content.answers },
        Column("items", .items) { $0.content.items },
        Column("responsibilities", .responsibilities) { $0.content.responsibilities },
        Column("justification_for_excess", .optional(.text)) { $0.content.justificationForExcess },
        Column("digest", .optional(.text)) { $0.digest },
        Column("submitted_at", .optional(.instant)) { $0.submittedAt },
        Column("return_questions", .texts) { $0.returnQuestions },
        Column("rework_due_on", .optional(.date)) { $0.reworkDueOn },
        make: { record, caseID, number, state, author, family, answers, items, rows, justification, digest, submitted, questions, due in
            SupportPlan(
                record: record, caseID: caseID, number: number, state: state,
                content: SupportPlan.Content(
                    authoredBy: author, isFamilyPlan: family, answers: answers, items: items, responsibilities: rows,
                    justificationForExcess: justification),
                digest: digest, submittedAt: submitted, returnQuestions: questions, reworkDueOn: due)
        })
}

extension Codec where Value == [SupportPlan.Answer] {
    static var answers: Codec {
        .records(
            { [$0.questionCode, $0.text] }, { $0.count == 2 ? SupportPlan.Answer(questionCode: $0[0], text: $0[1]) : nil })
    }
}

extension Codec where Value == [SupportPlan.Item] {
    static var items: Codec {
        .records(
            { item in
                [
                    item.need, item.solution, item.purposeCode, item.providerName ?? "", "\(item.quantity.thousandths)",
                    "\(item.unitPrice.cents)", item.goalIDs.joined(separator: " "),
                ]
            },
            { fields in
                guard fields.count == 7, let thousandths = Int64(fields[4]), let quantity = Quantity(thousandths: thousandths),
                    let cents = Int64(fields[5]), let price = Money(cents: cents)
                else { return nil }
                return SupportPlan.Item(
                    need: fields[0], solution: fields[1], purposeCode: fields[2], providerName: fields[3].isEmpty ? nil : fields[3],
                    quantity: quantity, unitPrice: price, goalIDs: fields[6].split(separator: " ").map(String.init))
            })
    }
}

extension Codec where Value == [SupportPlan.Responsibility] {
    static var responsibilities: Codec {
        .records(
            { [$0.matter, $0.decides, $0.helpsDecide ?? "", $0.carriesOut ?? "", $0.monitors ?? ""] },
            { fields in
                guard fields.count == 5 else { return nil }
                let texts = fields.map { $0.isEmpty ? nil : $0 }
                return SupportPlan.Responsibility(
                    matter: fields[0], decides: fields[1], helpsDecide: texts[2], carriesOut: texts[3], monitors: texts[4])
            })
    }
}

extension Table where Entity == Decision {
    static let decisions = Table(
        "decisions",
        Column("case_id", .id()) { $0.caseID },
        Column("kind", .code) { $0.kind },
        Column("state", .code) { $0.state },
        Column("support_plan_id", .id()) { $0.supportPlanID },
        Column("budget_id", .id()) { $0.budgetID },
        Column("authority", .code) { $0.authority },
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
        Column("outcome", .optional(.code)) { $0.outcome },
        Column("decided_on", .optional(.date)) { $0.decidedOn },
        Column("decided_by", .optional(.id())) { $0.decidedBy },
        Column("plan_digest", .optional(.text)) { $0.planDigest },
        Column("granted_total_cents", .optional(.money)) { $0.grantedTotal },
        Column("budget_version", .optional(.integer)) { $0.budgetVersion },
        make: {
            record, caseID, kind, state, plan, budget, authority, parties, entitlements, reasons, provisions, contact, appeal, from, to,
            fixedTerm, preparer, outcome, on, by, digest, total, version in
            Decision(
                record: record, caseID: caseID, kind: kind, state: state, supportPlanID: plan, budgetID: budget, authority: authority,
                content: Decision.Content(
                    parties: parties, entitlements: entitlements, reasons: reasons, provisions: provisions, contact: contact,
                    appealInstructions: appeal, validFrom: from, validTo: to, fixedTermReason: fixedTerm),
                preparedBy: preparer, outcome: outcome, decidedOn: on, decidedBy: by, planDigest: digest, grantedTotal: total,
                budgetVersion: version)
        })
}

extension Table where Entity == ServicePlan {
    static let servicePlans = Table(
        "service_plans",
        Column("case_id", .id()) { $0.caseID },
        Column("number", .count) { $0.number },
        Column("decision_id", .optional(.id())) { $0.decisionID },
        Column("client_assessment", .text) { $0.details.clientAssessment },
        Column("worker_assessment", .text) { $0.details.workerAssessment },
        Column("services", .texts) { $0.details.services },
        Column("goals", .texts) { $0.details.goals },
        Column("contacts", .texts) { $0.details.contacts },
        Column("review_on", .optional(.date)) { $0.details.reviewOn },
        make: { record, caseID, number, decision, client, worker, services, goals, contacts, review in
            ServicePlan(
                record: record, caseID: caseID, number: number, decisionID: decision,
                details: ServicePlan.Details(
                    clientAssessment: client, workerAssessment: worker, services: services, goals: goals, contacts: contacts,
                    reviewOn: review))
        })
}
