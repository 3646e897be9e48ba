import Crypto
import PersonalBudgeting

extension UnitOfWork: PlanRepositories {
    var planQuestions: any Repository<PlanQuestion> { table(.planQuestions) }
    var supportPlans: any Repository<SupportPlan> { table(.supportPlans) }
    var planComments: any Repository<PlanComment> { table(.planComments) }
    var dialogueRounds: any Repository<DialogueRound> { table(.dialogueRounds) }
    var decisions: any Repository<Decision> { table(.decisions) }
    var bodyHandlings: any Repository<BodyHandling> { table(.bodyHandlings) }
    var notices: any Repository<Notice> { table(.notices) }
    var servicePlans: any Repository<ServicePlan> { table(.servicePlans) }
}

extension UnitOfWork: Digesting {
    func digest(of octets: [UInt8]) -> String { hexadecimal(SHA256.hash(data: octets)) }
}

/// Lower-case hexadecimal digits, two for each octet.
func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: octets.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

extension Table where Entity == PlanQuestion {
    static let planQuestions = Table(
        "plan_questions",
        Column("code", .text) { $0.code },
        Column("text_fi", .text) { $0.details.texts.fi },
        Column("text_sv", .text) { $0.details.texts.sv },
        Column("text_plain_finnish", .text) { $0.details.texts.plainFinnish },
        Column("is_required", .flag) { $0.details.isRequired },
        Column("place", .count) { $0.details.order },
        Column("valid_from", .date) { $0.details.validFrom },
        Column("valid_to", .optional(.date)) { $0.details.validTo },
        Column("regional_model_code", .optional(.text)) { $0.details.regionalModelCode },
        make: { record, code, fi, sv, plain, required, place, from, to, model in
            PlanQuestion(
                record: record, code: code,
                details: PlanQuestion.Details(
                    texts: PlanQuestion.Texts(fi: fi, sv: sv, plainFinnish: plain), isRequired: required, order: place, validFrom: from,
                    validTo: to, regionalModelCode: model))
        })
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
        Column("indicative_total_cents", .optional(.money)) { $0.indicativeTotal },
        Column("is_in_own_hand", .flag) { $0.isInOwnHand },
        Column("return_questions", .texts) { $0.returnQuestions },
        Column("rework_due_on", .optional(.date)) { $0.reworkDueOn },
        make: {
            record, caseID, number, state, author, family, answers, items, rows, justification, digest, submitted, indicative, ownHand,
            questions, due in
            SupportPlan(
                record: record, caseID: caseID, number: number, state: state,
                content: SupportPlan.Content(
                    authoredBy: author, isFamilyPlan: family, answers: answers, items: items, responsibilities: rows,
                    justificationForExcess: justification),
                digest: digest, submittedAt: submitted, indicativeTotal: indicative, isInOwnHand: ownHand, returnQuestions: questions,
                reworkDueOn: due)
        })
}

extension Codec where Value == [SupportPlan.Answer] {
    static var answers: Codec {
        .records(
            { [$0.questionCode, $0.text] }, { $0.count == 2 ? SupportPlan.Answer(questionCode: $0[0], text: $0[1]) : nil })
    }
}

extension Codec where Value == [SupportPlan.Item] {
    static var items: Codec { .records(fields(of:), item(of:)) }

    private static func fields(of item: SupportPlan.Item) -> [String] {
        [
            item.need, item.solution, item.purposeCode, item.providerName ?? "", "\(item.quantity.thousandths)",
            item.unit?.rawValue ?? "", "\(item.unitPrice.cents)", item.frequency?.rawValue ?? "", item.period.map { "\($0)" } ?? "",
            item.goalIDs.map { "\($0)" }.joined(separator: " "),
        ]
    }

    private static func item(of fields: [String]) -> SupportPlan.Item? {
        guard fields.count == 10, let thousandths = Int64(fields[4]), let quantity = Quantity(thousandths: thousandths),
            let cents = Int64(fields[6]), let price = Money(cents: cents)
        else { return nil }
        let days = fields[8].split(separator: "/").compactMap { CalendarDate(String($0)) }
        return SupportPlan.Item(
            need: fields[0], solution: fields[1], purposeCode: fields[2], providerName: fields[3].isEmpty ? nil : fields[3],
            quantity: quantity, unit: ServiceType.Unit(rawValue: fields[5]), unitPrice: price,
            frequency: SupportPlan.Frequency(rawValue: fields[7]),
            period: days.count == 2 ? Period(from: days[0], to: days[1]) : nil,
            goalIDs: fields[9].split(separator: " ").compactMap { ID<Statement>(String($0)) })
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

extension Table where Entity == PlanComment {
    static let planComments = Table(
        "plan_comments",
        Column("case_id", .id()) { $0.caseID },
        Column("support_plan_id", .id()) { $0.supportPlanID },
        Column("text", .text) { $0.text },
        Column("written_by", .id()) { $0.writtenBy },
        make: PlanComment.init)
}

extension Table where Entity == DialogueRound {
    static let dialogueRounds = Table(
        "dialogue_rounds",
        Column("case_id", .id()) { $0.caseID },
        Column("number", .count) { $0.number },
        Column("support_plan_id", .id()) { $0.details.supportPlanID },
        Column("held_on", .date) { $0.details.heldOn },
        Column("topics", .codes()) { $0.details.topics },
        Column("client_view", .text) { $0.details.clientView },
        Column("worker_view", .text) { $0.details.workerView },
        Column("agreed", .flag) { $0.details.agreed },
        Column("open_points", .texts) { $0.details.openPoints },
        make: { record, caseID, number, plan, on, topics, client, worker, agreed, points in
            DialogueRound(
                record: record, caseID: caseID, number: number,
                details: DialogueRound.Details(
                    supportPlanID: plan, heldOn: on, topics: topics, clientView: client, workerView: worker, agreed: agreed,
                    openPoints: points))
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
