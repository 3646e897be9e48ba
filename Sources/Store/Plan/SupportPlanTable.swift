import PersonalBudgeting

extension Table where Entity == SupportPlan {
    static let supportPlans = Table(
        "support_plans",
        Column("case_id", .id(), field: .caseID) { $0.caseID },
        Column("number", .count, field: .number) { $0.number },
        Column("state", .code, field: .state) { $0.state },
        part(
            Column("authored_by", .code) { $0.content.authoredBy },
            Column("is_family_plan", .flag) { $0.content.isFamilyPlan },
            Column("answers", .answers) { $0.content.answers },
            Column("items", .items) { $0.content.items },
            Column("responsibilities", .responsibilities) { $0.content.responsibilities },
            Column("justification_for_excess", .optional(.text)) { $0.content.justificationForExcess },
            make: { author, isFamilyPlan, answers, items, responsibilities, justification in
                SupportPlan.Content(
                    authoredBy: author, isFamilyPlan: isFamilyPlan, answers: answers, items: items, responsibilities: responsibilities,
                    justificationForExcess: justification)
            }),
        part(
            Column("digest", .optional(.text)) { $0.digest },
            Column("submitted_at", .optional(.instant)) { $0.submittedAt },
            Column("indicative_total_cents", .optional(.money)) { $0.indicativeTotal },
            Column("is_in_own_hand", .flag) { $0.isInOwnHand },
            make: { (digest: $0, at: $1, indicativeTotal: $2, isInOwnHand: $3) }),
        part(
            Column("return_questions", .texts) { $0.returnQuestions },
            Column("rework_due_on", .optional(.date)) { $0.reworkDueOn },
            make: { (questions: $0, dueOn: $1) }),
        make: { record, caseID, number, state, content, submission, rework in
            SupportPlan(
                record: record, caseID: caseID, number: number, state: state, content: content, digest: submission.digest,
                submittedAt: submission.at, indicativeTotal: submission.indicativeTotal, isInOwnHand: submission.isInOwnHand,
                returnQuestions: rework.questions, reworkDueOn: rework.dueOn)
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
