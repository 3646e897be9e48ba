import HTTPServer
import JSON
import PersonalBudgeting

/// Budgets with their lines, balances and states.
enum BudgetAPI {
    private static let path = "/v1/cases/{case}/budgets"
    private static let itemPath = "\(path)/{budget}"
    private static let sorts = [ListSort<Budget>("periodFrom", .periodFrom)]

    static let operations: [Operation] = [
        Operation(
            "listBudgets", .get, path, "List the budgets of a case", tag: .budgets, effect: .read, right: .readMoney, kind: .list,
            about: .caseFile,
            parameters: [.code("state", "Only budgets in this state", Budget.State.self), .names] + ListSort.parameters(sorts),
            response: page.schema
        ) { call in
            var filters: [Filter<Budget>] = [.equal(.caseID, try call.requireCase().id)]
            if let state = call.query["state"] { filters.append(.equal(.state, state)) }
            let commands = try Commands<Budget>(at: itemPath, call)
            var found = try call.list(call.repositories.budgets, filters, sorts).map { budget in
                Shown(statement: try call.work.statement(of: budget), actions: try commands.actions(of: budget))
            }
            found.names = try call.names(of: found.items.map { $0.statement })
            return call.answer(call.masked(found), page)
        },
        Operation(
            "draftBudget", .post, path, "Draft an indicative budget, before or after the plan", tag: .budgets, effect: .create,
            right: .writeMoney, about: .caseFile, request: details.schema, status: 201, response: view.schema,
            refusals: [.serviceExcluded, .excludedPurpose, .caseClosed, .choiceMissing]
        ) { call in
            let budget = try call.work.draftBudget(try call.body(details).budget, in: try call.requireCase())
            return .created(try shown(budget, call), view, at: "\(call.head.path)/\(budget.id)")
        },
        Operation(
            "findBudget", .get, itemPath, "Read a budget with its lines and their balances", tag: .budgets, effect: .read,
            right: .readMoney, about: .caseFile, response: view.schema
        ) { call in .item(try shown(try found(call), call), view) },
        Operation(
            "replaceBudgetLines", .put, "\(itemPath)/lines", "Replace all lines of an indicative budget",
            tag: .budgets, effect: .change, right: .writeMoney, about: .caseFile, request: newLines.schema, response: view.schema,
            refusals: [.illegalTransition, .serviceExcluded, .excludedPurpose]
        ) { call in
            let budget = try found(call)
            try call.match(budget) { view.bytes(try shown(budget, call)) }
            let replaced = try call.work.replaceLines(try call.body(newLines).lines, of: budget, in: try call.requireCase())
            return .item(try shown(replaced, call), view)
        },
        command(
            "activateBudget", .activate, "Bring an approved budget into force and allocate its money", NoMembers.shape,
            refusals: [.monitoringMissing, .budgetsDisagree, .caseClosed]
        ) { call, budget, _ in try call.work.activateBudget(budget, in: try call.requireCase()) },
        command("suspendBudget", .suspend, "Suspend an effective budget. Nothing new is reserved", Reason.shape) {
            try $0.work.transition(.suspend, $1, in: try $0.requireCase(), reason: $2.reason)
        },
        command("resumeBudget", .resume, "Resume a suspended budget", NoMembers.shape) { call, budget, _ in
            try call.work.transition(.resume, budget, in: try call.requireCase(), reason: nil)
        },
        command("beginClosingBudget", .beginClosing, "Begin to close a budget. Service data still comes in", Reason.shape) {
            try $0.work.transition(.beginClosing, $1, in: try $0.requireCase(), reason: $2.reason)
        },
        command("settleBudget", .settle, "Settle a closing budget: release, carry over, let lapse", NoMembers.shape) { call, budget, _ in
            try call.work.settleBudget(budget, in: try call.requireCase())
        },
        command("cancelBudget", .cancel, "Cancel a budget that was never in force", Reason.shape) {
            try $0.work.transition(.cancel, $1, in: try $0.requireCase(), reason: $2.reason)
        },
        Operation(
            "readBalances", .get, "\(itemPath)/balances", "Read the balances as of a day and as known at a moment", tag: .budgets,
            effect: .read, right: .readMoney, about: .caseFile,
            parameters: [
                .date("asOf", "Only entries for days up to this day"), .instant("knownAt", "Only entries recorded up to this moment"),
            ], response: balances.schema
        ) { call in
            let statement = try call.work.statement(
                of: try found(call), asOf: call.query["asOf"].flatMap { CalendarDate($0) },
                knownAt: call.query["knownAt"].flatMap { Instant($0) })
            return .value(call.masked(statement), balances)
        },
        Operation(
            "splitBudget", .get, "\(itemPath)/split",
            "Split the total into equal parts to the cent; the first parts get the extra cents (M14)", tag: .budgets,
            effect: .read, right: .readMoney, about: .caseFile, parameters: [.count("parts", "How many parts", 1...366, standard: 12)],
            response: split.schema
        ) { call in
            let budget = try found(call)
            let count = call.query["parts"].flatMap(plainNumber) ?? 12
            return .value(call.masked(Split(total: budget.total, parts: budget.total.split(into: count) ?? [])), split)
        },
    ]

    private static func command<Input>(
        _ id: String, _ command: Budget.Command, _ summary: String, _ shape: Shape<Input>, refusals: [RefusalCode] = [],
        _ apply: @escaping @Sendable (AdmittedCall, Budget, Input) throws -> Budget
    ) -> Operation {
        Operation(
            id, .post, "\(itemPath)/\(command.rawValue)", summary, tag: .budgets, effect: .change, right: .writeMoney, about: .caseFile,
            request: shape.schema,
            isBodyOptional: shape.memberNames.isEmpty, response: view.schema, refusals: [.illegalTransition] + refusals
        ) { call in
            let budget = try found(call)
            try call.match(budget) { view.bytes(try shown(budget, call)) }
            return .item(try shown(try apply(call, budget, try call.body(shape)), call), view)
        }
    }

    /// The budget in the path.
    static func found(_ call: AdmittedCall) throws -> Budget {
        try call.repositories.budgets.require(try call.id("budget", Budget.self), in: try call.requireCase())
    }

    private static func shown(_ budget: Budget, _ call: AdmittedCall) throws -> Masked<Shown> {
        let actions = try Commands<Budget>(at: itemPath, call).actions(of: budget)
        return call.masked(Shown(statement: try call.work.statement(of: budget), actions: actions))
    }

    // MARK: Shapes

    /// Euros only (M2).
    enum Currency: String, CaseIterable, Sendable { case euro = "EUR" }

    private struct NewBudget: Sendable {
        let budget: Budget.Details
        let currency: Currency
    }

    private struct NewLines: Sendable { let lines: [Budget.LineDetails] }

    private struct Split: NothingToMask {
        let total: Money
        let parts: [Money]
    }

    private static let line = Shape<Budget.LineDetails>.object(
        "BudgetLineDetails",
        Field("serviceTypeCode", .registerCode) { $0.serviceTypeCode },
        Field("purpose", .prose(500)) { $0.purpose },
        Field("legalBasis", .prose(500)) { $0.legalBasis },
        Field("quantityThousandths", .thousandths) { $0.quantity },
        Field("unitPriceCents", .cents) { $0.unitPrice },
        Field("isFlexible", .flag.defaulting(to: true)) { $0.isFlexible },
        Field("isEarmarked", .flag.defaulting(to: false)) { $0.isEarmarked },
        make: Budget.LineDetails.init)

    private static let details = Shape<NewBudget>.object(
        "NewBudget",
        Field("calculationId", .id()) { $0.budget.calculationID },
        Field("period", .period) { $0.budget.period },
        Field("administrationMode", .code) { $0.budget.administrationMode },
        Field("currency", .code.defaulting(to: .euro)) { $0.currency },
        Field("lines", .list(line, 1...50)) { $0.budget.lines },
        make: { calculation, period, mode, currency, lines in
            NewBudget(
                budget: Budget.Details(calculationID: calculation, period: period, administrationMode: mode, lines: lines),
                currency: currency)
        })

    private static let newLines = Shape<NewLines>.object(
        "NewBudgetLines", Field("lines", .list(line, 1...50)) { $0.lines }, make: NewLines.init)

    /// The members of the figures, wherever they appear: allocated + in − out = committed + used + available (M5).
    static func figures<Owner>(_ get: @escaping @Sendable (Owner) -> Figures) -> [ViewMember<Owner>] {
        [
            ViewMember("allocatedCents", .signedCents) { get($0).allocated },
            ViewMember("inCents", .cents) { get($0).moneyIn },
            ViewMember("outCents", .cents) { get($0).moneyOut },
            ViewMember("committedCents", .signedCents) { get($0).committed },
            ViewMember("usedCents", .signedCents) { get($0).used },
            ViewMember("availableCents", .signedCents) { get($0).available },
        ]
    }

    private typealias LineFigures = (line: BudgetLine, figures: Figures)

    private static let lineView = View<LineFigures>(
        "BudgetLine",
        [
            ViewMember("id", .id()) { $0.line.id },
            ViewMember("number", .count(1...50)) { $0.line.number },
            ViewMember("serviceTypeCode", .registerCode) { $0.line.serviceTypeCode },
            ViewMember("purpose", .prose(500)) { $0.line.purpose },
            ViewMember("legalBasis", .prose(500)) { $0.line.legalBasis },
            ViewMember("quantityThousandths", .thousandths) { $0.line.quantity },
            ViewMember("unitPriceCents", .cents) { $0.line.unitPrice },
            ViewMember("amountCents", .cents) { $0.line.amount },
            ViewMember("isFlexible", .flag) { $0.line.isFlexible },
            ViewMember("isEarmarked", .flag) { $0.line.isEarmarked },
        ] + figures { $0.figures })

    /// A budget as the caller sees it.
    private struct Shown: Maskable, Versioned {
        var statement: BudgetStatement
        let actions: [Action]

        var version: Int64 { statement.budget.record.version }

        static let mask: Mask<Shown> = .holding(\.statement)
    }

    private static let members: [ViewMember<BudgetStatement>] =
        [
            ViewMember("id", .id()) { $0.budget.id },
            ViewMember("createdAt", .instant) { $0.budget.record.createdAt },
            ViewMember("updatedAt", .instant) { $0.budget.record.updatedAt },
            ViewMember("etag", .line(30)) { EntityTag.ofVersion($0.budget.record.version) },
            ViewMember("caseId", .id()) { $0.budget.caseID },
            ViewMember("calculationId", .id()) { $0.budget.calculationID },
            ViewMember("calculationCents", .optional(.cents)) { $0.calculationSum },
            ViewMember("decisionId", .optional(.id())) { $0.budget.decisionID },
            ViewMember("period", .period) { $0.budget.period },
            ViewMember("administrationMode", .code) { $0.budget.administrationMode },
            ViewMember("currency", .code) { _ in Currency.euro },
            ViewMember("totalCents", .cents) { $0.budget.total },
        ] + figures { $0.total } + [
            ViewMember("carriedOutCents", .cents) { $0.budget.carriedOut },
            ViewMember("carriedIntoBudgetId", .optional(.id())) { $0.budget.carriedInto },
            ViewMember("lines", view: .list(lineView)) { $0.lines },
            ViewMember("state", .code) { $0.budget.state },
        ]

    private static let view = View<Shown>(
        "Budget",
        members.map { member in member.of { $0.statement } } + [ViewMember("actions", view: Action.list) { $0.actions }])

    private static let page = Page<Shown>.view("Budgets", view, isNamed: true)

    private static let balances = View<BudgetStatement>(
        "Balances",
        [
            ViewMember("budgetId", .id()) { $0.budget.id },
            ViewMember("asOf", .optional(.date)) { $0.asOf },
            ViewMember("knownAt", .optional(.instant)) { $0.knownAt },
        ] + figures { $0.total } + [
            ViewMember(
                "lines",
                view: .list(
                    View<LineFigures>("LineBalance", [ViewMember("lineId", .id()) { $0.line.id }] + figures { $0.figures }))
            ) { $0.lines }
        ])

    private static let split = View<Split>(
        "BudgetSplit",
        [
            ViewMember("totalCents", .cents) { $0.total },
            ViewMember("partsCents", .list(.cents, 1...366)) { $0.parts },
        ])
}

extension QueryParameter {
    static func instant(_ name: String, _ summary: String) -> QueryParameter {
        QueryParameter(name, summary, schema: .text(20...27, format: "date-time", pattern: Pattern.instant)) {
            Instant($0) == nil
                ? LocalText(
                    fi: "täytyy olla ajanhetki, esimerkiksi 2026-03-02T09:00:00Z",
                    sv: "måste vara en tidpunkt, till exempel 2026-03-02T09:00:00Z", en: "must be an instant, 2026-03-02T09:00:00Z") : nil
        }
    }
}
