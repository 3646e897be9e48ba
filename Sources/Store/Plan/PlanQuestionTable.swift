import PersonalBudgeting

extension Table where Entity == PlanQuestion {
    static let planQuestions = Table(
        "plan_questions",
        Column("code", .text) { $0.code },
        part(
            part(
                Column("text_fi", .text) { $0.details.texts.fi },
                Column("text_sv", .text) { $0.details.texts.sv },
                Column("text_plain_finnish", .text) { $0.details.texts.plainFinnish },
                make: { PlanQuestion.Texts(fi: $0, sv: $1, plainFinnish: $2) }),
            Column("is_required", .flag) { $0.details.isRequired },
            Column("place", .count) { $0.details.order },
            Column("valid_from", .date) { $0.details.validFrom },
            Column("valid_to", .optional(.date)) { $0.details.validTo },
            Column("regional_model_code", .optional(.text)) { $0.details.regionalModelCode },
            make: { texts, required, place, from, to, model in
                PlanQuestion.Details(
                    texts: texts, isRequired: required, order: place, validFrom: from,
                    validTo: to, regionalModelCode: model)
            }),
        make: { record, code, details in
            PlanQuestion(record: record, code: code, details: details)
        })
}
