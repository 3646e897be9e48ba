import PersonalBudgeting

extension Table where Entity == WorkerExperience {
    static let workerExperiences = Table(
        "worker_experiences",
        part(
            Column("theme", .code, field: .theme) { $0.details.theme },
            Column("score", .optional(.count)) { $0.details.score },
            Column("text", .optional(.text)) { $0.details.text },
            Column("regional_model_code", .optional(.text)) { $0.details.regionalModelCode },
            make: { theme, score, text, model in
                WorkerExperience.Details(theme: theme, score: score, text: text, regionalModelCode: model)
            }),
        make: { record, details in
            WorkerExperience(record: record, details: details)
        })
}
