import JSON
import PersonalBudgeting

/// The list of assessment methods.
enum AssessmentMethodAPI {
    private static let resource = Resource<AssessmentMethod>(
        "/v1/assessment-methods", "assessmentMethod", tag: .assessmentMethods, view: view, owner: .none
    ) { $0.assessmentMethods }

    static let operations: [Operation] = [
        resource.list(
            "listAssessmentMethods", "List the assessment methods", right: .readRegisters,
            filters: [
                .init(.text("code", "Only this method"), field: .code),
                .init(.date("at", "Only methods valid on this day"), field: .validFrom) { .atMost($0, $1) },
            ], visible: { call in call.query["at"].map { [.atLeastOrAbsent(.validTo, $0)] } ?? [] }),
        resource.find("findAssessmentMethod", "Read an assessment method", right: .readRegisters),
        resource.create(
            "addAssessmentMethod", "Add an assessment method", right: .writeRegisters, newMethod, refusals: [.overlappingValidity]
        ) { call, new in
            try call.work.addAssessmentMethod(
                code: new.code, new.resultKind, minimum: new.minimum, maximum: new.maximum, new.details)
        },
        resource.change(
            "changeAssessmentMethod", "Rename a method or end its validity", right: .writeRegisters, details,
            refusals: [.overlappingValidity], current: \.details
        ) { call, method, details in try call.work.changeAssessmentMethod(method, details) },
    ]

    private struct NewMethod: Sendable {
        let code: String
        let resultKind: AssessmentMethod.ResultKind
        let minimum: Int64?
        let maximum: Int64?
        let details: AssessmentMethod.Details
    }

    /// Wider than any scale in use. It catches typing errors in ranges.
    private static let score = Shape<Int64>.integer(-1_000_000...1_000_000)

    private static let newMethod = Shape<NewMethod>.object(
        "NewAssessmentMethod",
        Field("code", .registerCode) { $0.code },
        Field("name", .line()) { $0.details.name },
        Field("resultKind", .code) { $0.resultKind },
        Field("minimum", .optional(score)) { $0.minimum },
        Field("maximum", .optional(score)) { $0.maximum },
        Field("validFrom", .date) { $0.details.validFrom },
        Field("validTo", .optional(.date)) { $0.details.validTo },
        make: { code, name, kind, minimum, maximum, from, to in
            NewMethod(
                code: code, resultKind: kind, minimum: minimum, maximum: maximum,
                details: AssessmentMethod.Details(name: name, validFrom: from, validTo: to))
        })

    private static let details = Shape<AssessmentMethod.Details>.object(
        "AssessmentMethodDetails",
        Field("name", .line()) { $0.name },
        Field("validFrom", .date) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        make: AssessmentMethod.Details.init)

    private static let view = View<AssessmentMethod>(
        "AssessmentMethod",
        ViewMember.record + [
            ViewMember("code", .registerCode) { $0.code }, ViewMember("resultKind", .code) { $0.resultKind },
            ViewMember("minimum", .optional(score)) { $0.minimum }, ViewMember("maximum", .optional(score)) { $0.maximum },
            .inline(details) { $0.details },
        ])
}
