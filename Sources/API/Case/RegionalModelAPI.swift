import JSON
import PersonalBudgeting

/// Regional models: drafts, versions in force, their rules.
enum RegionalModelAPI {
    private static let resource = Resource<RegionalModel>(
        "/v1/regional-models", "regionalModel", tag: .regionalModels, stateful: view, owner: .none
    ) { $0.regionalModels }

    static let operations: [Operation] = [
        resource.list(
            "listRegionalModels", "List the regional models and their versions", right: .readRegisters,
            filters: [
                .init(.text("code", "Only this model"), field: .code),
                .init(.code("state", "Only versions in this state", RegionalModel.State.self), field: .state),
            ]),
        resource.find("findRegionalModel", "Read a version of a regional model", right: .readRegisters),
        resource.create("draftRegionalModel", "Draft the next version of a model", right: .writeRegisters, newModel) { call, new in
            try call.work.draftModel(code: new.code, new.details)
        },
        resource.change(
            "reviseRegionalModel", "Change a draft of a regional model", right: .writeRegisters, details, refusals: [.modelInForce],
            current: \.details
        ) { call, model, details in try call.work.reviseModel(model, details) },
        resource.command(
            "bringModelIntoForce", .bringIntoForce, "Bring a draft into force that somebody else has written",
            right: .bringModelsIntoForce,
            NoMembers.shape, refusals: [.overlappingValidity, .fourEyes]
        ) { call, model, _ in try call.work.transition(.bringIntoForce, model, reason: nil) },
        resource.command(
            "withdrawModel", .withdraw, "Withdraw a version of a regional model. New cases cannot use it", right: .writeRegisters,
            Reason.shape
        ) {
            call, model, reason in try call.work.transition(.withdraw, model, reason: reason.reason)
        },
    ]

    private struct NewModel: Sendable {
        let code: String
        let details: RegionalModel.Details
    }

    private static let newModel = Shape<NewModel>.object(
        "NewRegionalModel",
        Field("code", .registerCode) { $0.code },
        Field("name", .line()) { $0.details.name },
        Field("county", .countyCode) { $0.details.county },
        Field("validFrom", .date) { $0.details.validFrom },
        Field("validTo", .optional(.date)) { $0.details.validTo },
        Field("goals", .optional(.prose)) { $0.details.goals },
        Field("contact", .prose(500)) { $0.details.contact },
        Field("rules", rules) { $0.details.rules },
        make: { code, name, county, from, to, goals, contact, rules in
            NewModel(
                code: code,
                details: RegionalModel.Details(
                    name: name, county: county, validFrom: from, validTo: to, goals: goals, contact: contact, rules: rules))
        })

    private static let details = Shape<RegionalModel.Details>.object(
        "RegionalModelDetails",
        Field("name", .line()) { $0.name },
        Field("county", .countyCode) { $0.county },
        Field("validFrom", .date) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        Field("goals", .optional(.prose)) { $0.goals },
        Field("contact", .prose(500)) { $0.contact },
        Field("rules", rules) { $0.rules },
        make: RegionalModel.Details.init)

    private static let rules = Shape<RegionalModel.Rules>.object(
        "RegionalRules",
        Field("decidingAuthority", .code) { $0.decidingAuthority },
        Field("authorityName", .line()) { $0.authorityName },
        Field("bodyName", .optional(.line())) { $0.bodyName },
        Field("officeHolderLimitCents", .cents) { $0.officeHolderLimit },
        Field("fourEyesAboveCents", .cents) { $0.fourEyesAbove },
        Field("allowedBases", .list(.code, 1...2)) { $0.allowedBases },
        Field("allowedServiceTypes", .list(.registerCode, 0...200)) { $0.allowedServiceTypes },
        Field("excludedPurposes", .list(.registerCode, 0...200)) { $0.excludedPurposes },
        Field("carryOver", .code) { $0.carryOver },
        Field("carryOverValue", .integer(0...1_000_000_000_000).defaulting(to: 0)) { $0.carryOverValue },
        Field("tolerancePercent", .count(0...100)) { $0.tolerancePercent },
        Field("reallocationPercent", .count(0...100)) { $0.reallocationPercent },
        Field("trialMaximumDays", .count(1...366)) { $0.trialMaximumDays },
        Field("reviewIntervalMonths", .count(1...36)) { $0.reviewIntervalMonths },
        Field("monitoringRequired", .flag) { $0.monitoringRequired },
        Field("administrationModes", .list(.code, 1...6)) { $0.administrationModes },
        Field("requiredForms", .list(.registerCode, 0...50)) { $0.requiredForms },
        make: RegionalModel.Rules.init)

    static let view = View<Seen<RegionalModel>>(
        "RegionalModel",
        ViewMember.seen(
            ViewMember.record + [
                ViewMember("code", .registerCode) { $0.code }, ViewMember("number", .count(1...100_000)) { $0.number },
                .inline(details) { $0.details },
            ]) + ViewMember.state())
}

extension Shape where Value == String {
    /// The code of a wellbeing services county, of two digits (I23).
    static var countyCode: Shape {
        Shape<WellbeingCounty>.code.mapped({ .success($0.rawValue) }, back: { WellbeingCounty(rawValue: $0) ?? .aland })
    }
}
