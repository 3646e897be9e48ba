import PersonalBudgeting

extension Table where Entity == AssessmentMethod {
    static let assessmentMethods = Table(
        "assessment_methods",
        Column("code", .text, field: .code) { $0.code },
        Column("name", .text) { $0.details.name },
        // Both bounds are null for a method whose result is text.
        Column("minimum", .optional(.integer)) { $0.minimum },
        Column("maximum", .optional(.integer)) { $0.maximum },
        Column("valid_from", .date, field: .validFrom) { $0.details.validFrom },
        Column("valid_to", .optional(.date), field: .validTo) { $0.details.validTo },
        make: { record, code, name, minimum, maximum, from, to in
            AssessmentMethod(
                record: record, code: code, result: result(minimum, maximum),
                details: AssessmentMethod.Details(name: name, validFrom: from, validTo: to))
        })
}

private func result(_ minimum: Int64?, _ maximum: Int64?) -> AssessmentMethod.Result {
    guard let minimum, let maximum, minimum <= maximum else { return .text }
    return .score(minimum: minimum, maximum: maximum)
}
