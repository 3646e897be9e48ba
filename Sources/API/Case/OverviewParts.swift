import HTTPServer
import JSON
import PersonalBudgeting

// The parts of an overview that no other operation answers in this form.

/// The unit and the responsible worker of a client, by name. Whoever may read the case may know both: the client learns the own worker.
struct OverviewCare: Sendable {
    let care: Care
    let unitName: String?
    let workerName: String?

    init(_ care: Care, _ call: AdmittedCall) throws {
        self.care = care
        unitName = try care.unitID.flatMap { try call.repositories.units.find($0) }?.name
        workerName = try care.workerID.flatMap { try call.repositories.users.find($0) }?.name
    }

    static func members<Owner>(_ get: @escaping @Sendable (Owner) -> OverviewCare?) -> [ViewMember<Owner>] {
        [
            ViewMember("unitId", .optional(.id())) { get($0)?.care.unitID },
            ViewMember("unitName", .optional(.line(100))) { get($0)?.unitName },
            ViewMember("responsibleWorkerId", .optional(.id())) { get($0)?.care.workerID },
            ViewMember("responsibleWorkerName", .optional(.line(100))) { get($0)?.workerName },
        ]
    }
}

/// A time limit of a case on a day (D7, D13).
struct OverviewClock: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case assessmentStart = "assessment_start"
        case decision, execution
    }

    let kind: Kind
    let dueOn: CalendarDate
    /// Above zero after the last day, below zero before it.
    let daysOverdue: Int
    /// Whether the step is still to be taken.
    let isOpen: Bool

    static func all(of caseFile: Case, on today: CalendarDate) -> [OverviewClock] {
        let undecided: Set<Case.State> = [.opened, .assessing, .alternatives, .hbChosen, .planning, .decisionPending]
        func clock(_ kind: Kind, _ dueOn: CalendarDate, isOpen: Bool) -> OverviewClock {
            OverviewClock(kind: kind, dueOn: dueOn, daysOverdue: dueOn.days(to: today), isOpen: isOpen)
        }
        return [
            clock(.assessmentStart, caseFile.clocks.assessmentStartDue, isOpen: caseFile.state == .opened),
            clock(.decision, caseFile.decisionDue, isOpen: undecided.contains(caseFile.state)),
            clock(
                .execution, caseFile.executionDue, isOpen: undecided.contains(caseFile.state) || caseFile.state == .decidedApproved),
        ]
    }

    static let view = View<OverviewClock>(
        "OverviewClock",
        [
            ViewMember("clock", .code) { $0.kind }, ViewMember("dueOn", .date) { $0.dueOn },
            ViewMember("daysOverdue", .count(-100_000...100_000)) { $0.daysOverdue }, ViewMember("isOpen", .flag) { $0.isOpen },
        ])
}

/// The service data of a case that waits for a decision (Q14): it has used no money yet.
struct HeldMoney: Sendable {
    let count: Int
    /// The sum of what the sources told. Rows without an amount add nothing.
    let told: Money

    init(in caseFile: Case, _ call: AdmittedCall) throws {
        let held = try call.repositories.actuals.plain.all([.equal(.caseID, caseFile.id), .equal(.state, Actual.State.held)])
        count = held.count
        told = try held.reduce(Money.zero) { try $0.adding($1.usage.amount ?? .zero) }
    }

    static let view = View<HeldMoney>(
        "HeldMoney", [ViewMember("count", .count(0...Int.max)) { $0.count }, ViewMember("toldAmountCents", .signedCents) { $0.told }])
}

/// How many items of a list the caller would see, and where.
struct OverviewCount: Sendable {
    let operation: Operation
    let path: String
    let count: Int

    init(operation: Operation, parameters: Parameters, count: Int) {
        self.operation = operation
        self.count = count
        path =
            "/"
            + operation.path.split(separator: "/").map { segment in
                segment.hasPrefix("{") ? parameters[String(segment.dropFirst().dropLast())] ?? String(segment) : String(segment)
            }.joined(separator: "/")
    }

    static let view = View<OverviewCount>(
        "OverviewCount",
        [
            ViewMember("operation", .line(60)) { $0.operation.id }, ViewMember("path", .line(500)) { $0.path },
            ViewMember("count", .count(0...Int.max)) { $0.count },
        ])
}
