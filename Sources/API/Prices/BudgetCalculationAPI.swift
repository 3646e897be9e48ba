import JSON
import PersonalBudgeting

/// Calculations of the money value of services, on basis A or B.
enum BudgetCalculationAPI {
    private static let resource = Resource<BudgetCalculation>(
        "/v1/cases/{case}/budget-calculations", "budgetCalculation", tag: .budgetCalculations, stateful: view, owner: .caseFile
    ) { $0.budgetCalculations }

    static let operations: [Operation] = [
        resource.list(
            "listBudgetCalculations", "List the calculations of a case", right: .readServices,
            filters: [
                .init(.code("basis", "Only calculations on this basis", BudgetBasis.self), field: .basis),
                .init(.code("state", "Only calculations in this state", BudgetCalculation.State.self), field: .state),
            ]),
        resource.find("findBudgetCalculation", "Read a calculation", right: .readServices),
        Operation(
            "compareBudgetCalculations", .get, "\(resource.path)/comparison", "Compare the newest calculation of each basis",
            tag: resource.tag, effect: .read, right: .readServices, about: .caseFile, response: comparison.schema
        ) { call in
            let compared = try call.work.compareCalculations(of: try call.requireCase())
            let seen = Compared(
                currentServicesToChange: try compared.currentServicesToChange.map { try resource.seen($0, call) },
                entitlement: try compared.entitlement.map { try resource.seen($0, call) }, difference: compared.difference)
            return .value(call.masked(seen), comparison)
        },
        resource.create(
            "computeBudget", "Compute the money value of services on one basis", right: .prepareDecisions, details,
            refusals: [.caseClosed, .basisNotAllowed, .mixedBases, .changeNotWanted, .noPriceOnDate]
        ) { call, details in try call.work.computeBudget(details, in: try call.requireCase()) },
        resource.command(
            "chooseBudgetCalculation", .choose, "Choose the calculation for the budget. It supersedes the earlier choice",
            right: .prepareDecisions, NoMembers.shape, refusals: [.caseClosed]
        ) { call, calculation, _ in try call.work.chooseCalculation(calculation, in: try call.requireCase()) },
    ]

    private static let details = Shape<BudgetCalculation.Details>.object(
        "NewBudgetCalculation",
        Field("basis", .code) { $0.basis },
        Field("pricesAsOf", .date) { $0.pricesAsOf },
        Field("lines", .list(lineDetails, 1...50)) { $0.lines },
        make: BudgetCalculation.Details.init)

    private static let lineDetails = Shape<BudgetCalculation.LineDetails>.object(
        "NewBudgetCalculationLine",
        Field("currentServiceId", .optional(.id())) { $0.currentServiceID },
        Field("needId", .optional(.id())) { $0.needID },
        Field("serviceTypeCode", .optional(.registerCode)) { $0.serviceTypeCode },
        Field("quantityPerYearThousandths", .optional(.thousandths)) { $0.quantityPerYear },
        Field("exchangedSharePercent", .count(1...100)) { $0.exchangedSharePercent },
        make: BudgetCalculation.LineDetails.init)

    private static let line = View<BudgetCalculation.Line>(
        "BudgetCalculationLine",
        [
            ViewMember("currentServiceId", .optional(.id())) { $0.reference.currentServiceID },
            ViewMember("needId", .optional(.id())) { $0.reference.needID },
            ViewMember("serviceTypeCode", .registerCode) { $0.serviceTypeCode },
            ViewMember("quantityPerYearThousandths", .thousandths) { $0.quantityPerYear },
            ViewMember("priceId", .optional(.id())) { $0.price?.id },
            ViewMember("unitPriceCents", .optional(.cents)) { $0.price?.unitPrice },
            ViewMember("annualAmountCents", .cents) { $0.annualAmount },
            ViewMember("exchangedSharePercent", .count(1...100)) { $0.exchangedSharePercent },
            ViewMember("amountCents", .cents) { $0.amount },
            ViewMember("remainderCents", .cents) { $0.remainder },
        ])

    private static let view = View<Seen<BudgetCalculation>>(
        "BudgetCalculation",
        ViewMember.seen(
            ViewMember.record + [
                .caseID, ViewMember("basis", .code) { $0.basis }, ViewMember("pricesAsOf", .date) { $0.pricesAsOf },
                ViewMember("lines", view: .list(line)) { $0.lines }, ViewMember("totalCents", .cents) { $0.total },
                ViewMember("computedById", .id()) { $0.computedBy },
            ]) + ViewMember.state())

    /// The two calculations of a comparison, as the caller may see them.
    private struct Compared: Maskable {
        var currentServicesToChange: Seen<BudgetCalculation>?
        var entitlement: Seen<BudgetCalculation>?
        let difference: Money?

        static let mask: Mask<Compared> = .holding(\.currentServicesToChange) + .holding(\.entitlement)
    }

    private static let comparison = View<Compared>(
        "BudgetCalculationComparison",
        [
            ViewMember("currentServicesToChange", view: .optional(view)) { $0.currentServicesToChange },
            ViewMember("entitlement", view: .optional(view)) { $0.entitlement },
            ViewMember("differenceCents", .optional(.signedCents)) { $0.difference },
        ])
}

extension BudgetCalculation.Reference {
    fileprivate var currentServiceID: ID<CurrentService>? {
        if case .currentService(let id) = self { id } else { nil }
    }

    fileprivate var needID: ID<Statement>? {
        if case .need(let id) = self { id } else { nil }
    }
}
