import JSON
import PersonalBudgeting

/// A call that a client can make: the operation and its path. An unknown identity stays a placeholder such as `{decision}`.
struct OperationLink: Sendable {
    let operation: Operation
    let path: String

    /// Makes a link to the operation. `id` fills the last identity in its path.
    init(_ operation: Operation, caseID: ID<Case>? = nil, id: String? = nil) {
        self.operation = operation
        var segments = operation.path.split(separator: "/").map(String.init)
        if let caseID, let place = segments.firstIndex(of: "{case}") { segments[place] = "\(caseID)" }
        if let id, let place = segments.lastIndex(where: { $0.hasPrefix("{") }) { segments[place] = id }
        path = "/" + segments.joined(separator: "/")
    }

    init(_ operation: Operation, path: String) {
        self.operation = operation
        self.path = path
    }

    static let view = View<OperationLink>(
        "OperationLink",
        [
            ViewMember("operationId", .line()) { $0.operation.id },
            ViewMember("method", .line()) { $0.operation.method.raw },
            ViewMember("path", .line(500)) { $0.path },
            ViewMember("body", view: .optional(CallBody.view)) { $0.operation.body },
        ])
}

extension Operations {
    static let byID: [String: Operation] = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

    /// The commands of each item path: the POST operations one segment below it, by that segment.
    static let commands: [String: [String: Operation]] = {
        var found: [String: [String: Operation]] = [:]
        for operation in all where operation.method == .post {
            guard let slash = operation.path.lastIndex(of: "/") else { continue }
            let item = String(operation.path[..<slash])
            if item.hasSuffix("}") { found[item, default: [:]][String(operation.path[slash...].dropFirst())] = operation }
        }
        return found
    }()

    /// Returns the operation that gives a command to the item of a path.
    static func command<Command: RawRepresentable>(_ command: Command, at itemPath: String) -> Operation? where Command.RawValue == String {
        commands[itemPath]?[command.rawValue]
    }
}

extension Remedy {
    /// Returns the call that carries out the remedy; nil if no operation does.
    func link(in caseID: ID<Case>?) -> OperationLink? {
        let (operation, id) = place
        return operation.map { OperationLink($0, caseID: caseID, id: id) }
    }

    /// The operation and, if known, the identity in its path besides the case.
    private var place: (Operation?, String?) {
        func operation(_ id: String) -> Operation? { Operations.byID[id] }
        return switch self {
        case .transitionCase(let command): (Operations.command(command, at: "/v1/cases/{case}"), nil)
        case .addAlternative: (operation("addAlternative"), nil)
        case .weighSuitability: (operation("weighSuitability"), nil)
        case .choose: (operation("choose"), nil)
        case .withdrawChoice(let id): (operation("withdrawChoice"), id.map { "\($0)" })
        case .computeBudget: (operation("computeBudget"), nil)
        case .chooseCalculation(let id): (operation("chooseBudgetCalculation"), id.map { "\($0)" })
        case .draftBudget: (operation("draftBudget"), nil)
        case .transitionBudget(let command, let id):
            (Operations.command(command, at: "/v1/cases/{case}/budgets/{budget}"), "\(id)")
        case .agreeOnMonitoring: (operation("agreeOnMonitoring"), nil)
        case .draftPlan: (operation("draftSupportPlan"), nil)
        case .revisePlan(let id): (operation("reviseSupportPlan"), "\(id)")
        case .submitPlan(let id): (operation("submitSupportPlan"), id.map { "\($0)" })
        case .holdDialogue: (operation("addDialogueRound"), nil)
        case .draftDecision: (operation("draftDecision"), nil)
        case .reviseDecision(let id): (operation("reviseDecision"), "\(id)")
        case .proposeDecision(let id): (operation("proposeDecision"), id.map { "\($0)" })
        case .withdrawDecision(let id): (operation("withdrawDecision"), "\(id)")
        case .putOnAgenda(let id): (operation("putDecisionOnAgenda"), "\(id)")
        case .decide(let id): (operation("makeDecision"), "\(id)")
        case .handleInBody(let id): (operation("handleInBody"), "\(id)")
        case .addServicePlan: (operation("addServicePlan"), nil)
        case .agree: (operation("agree"), nil)
        case .activateAgreement(let id): (operation("activateAgreement"), id.map { "\($0)" })
        case .answerForm(let id): (operation("answerForm"), "\(id)")
        case .openInstrument(let id): (operation("changeFormInstrument"), "\(id)")
        case .withdrawModel(let id): (operation("withdrawModel"), "\(id)")
        }
    }
}
