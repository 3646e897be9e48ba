import JSON
import PersonalBudgeting

/// One command of an item as the web front needs it to draw a button: the call, and what stands in its way for this caller.
struct Action: Sendable {
    let command: String
    let call: OperationLink
    let blockedBy: [Block]

    var isAllowed: Bool { blockedBy.isEmpty }

    static let view = View<Action>(
        "Action",
        [
            ViewMember("command", .line()) { $0.command }, ViewMember("allowed", .flag) { $0.isAllowed },
            ViewMember("call", view: OperationLink.view) { $0.call },
            ViewMember("blockedBy", view: .list(Block.view)) { $0.blockedBy },
        ])

    /// The actions of an item.
    static let list = View<[Action]>(
        schema: Schema(
            [
                ("type", .string("array")), ("items", view.schema.use),
                (
                    "description",
                    .string(
                        "Every command with what blocks it for this caller now; in a list of items only those that are allowed. Allowed: the "
                            + "call succeeds, unless its body is refused.")
                ),
            ], components: view.schema.components),
        write: View<[Action]>.list(view).write, tree: View<[Action]>.list(view).tree)
}

/// A rule that is not met: what it is called, what is wrong, who can mend it and the call that does.
struct Block: Sendable {
    let refusal: Refusal
    let title: String
    /// In the order of the roles; nobody where time or another state has to come.
    let mendedBy: [Role]
    let mend: OperationLink?

    /// - Parameter caseID: the case the rule is about.
    init(_ refusal: Refusal, in caseID: ID<Case>?, _ language: Language) {
        self.refusal = refusal
        title = language.choose(refusal.code.title)
        mend = refusal.remedy?.link(in: caseID)
        let able = mend.map { link in refusal.mendedBy?.intersection(link.operation.right.roles) ?? link.operation.right.roles }
        mendedBy = (able ?? refusal.mendedBy ?? []).inOrder
    }

    private static let place = View<RuleFault>(
        "RulePlace",
        [
            ViewMember("pointer", .text(0...500)) { $0.pointer }, ViewMember("code", .line()) { $0.code },
            ViewMember("detail", .line(2000)) { $0.detail },
        ])

    static let view = View<Block>(
        "Block",
        [
            ViewMember("code", .code) { $0.refusal.code }, ViewMember("title", .line()) { $0.title },
            ViewMember("detail", .line(2000)) { $0.refusal.detail },
            ViewMember("errors", view: .list(place)) { $0.refusal.faults },
            ViewMember("mendedBy", .list(.code, 0...Role.allCases.count)) { $0.mendedBy },
            ViewMember("mend", view: .optional(OperationLink.view)) { $0.mend },
        ])
}

extension Set where Element: CaseIterable {
    /// In the order of the cases, so that answers do not differ by chance.
    var inOrder: [Element] { Element.allCases.filter(contains) }
}

/// The commands of a noun for one caller. What hangs on the caller alone is looked up once, for however many items.
///
/// An item tells all of them; in a list only those stand that are allowed, with the same rules. A page of cases with all that blocks every
/// command would be twice as long as the cases, and take three times as long to make.
struct Commands<Entity: Stateful> {
    private let call: AdmittedCall
    /// The case as it is now: a call that has changed something may have moved it.
    private let caseFile: Case?
    /// The path of an item without its identity.
    private let folder: String
    private let all: [(name: String, operation: Operation, barred: [Block])]
    private var isList: Bool { call.operation.isList }

    /// - Parameters:
    ///   - itemPath: the path the commands stand below, its own identity last.
    ///   - made: the case, where it is not in the path of the call.
    init(at itemPath: String, _ call: AdmittedCall, in made: Case? = nil) throws {
        self.call = call
        let isRead = call.operation.effect == .read
        let caseFile = try made ?? call.caseFile.flatMap { isRead ? $0 : try call.repositories.cases.find($0.id) }
        var segments = itemPath.split(separator: "/").dropLast().map(String.init)
        for (place, segment) in segments.enumerated() where segment.hasPrefix("{") {
            let isCase = segment == "{case}"
            let known = isCase ? caseFile.map { "\($0.id)" } : call.parameters[String(segment.dropFirst().dropLast())]
            segments[place] = known ?? segment
        }
        folder = "/" + segments.joined(separator: "/") + "/"
        var all: [(name: String, operation: Operation, barred: [Block])] = []
        let operations = Operations.commands[itemPath] ?? [:]
        for transition in Entity.transitions where transition.isCommand && !all.contains(where: { $0.name == transition.command }) {
            guard let operation = operations[transition.command] else { continue }
            let barred = try call.barred(from: operation).map { Block($0, in: caseFile?.id, call.language) }
            if call.operation.isList, !barred.isEmpty { continue }
            all.append((name: transition.command, operation: operation, barred: barred))
        }
        self.caseFile = caseFile
        self.all = all
    }

    /// What may be done with an item now. Who has not the right is told so and the state, not what is in the file.
    func actions(of entity: Entity) throws -> [Action] {
        if all.isEmpty { return [] }
        let item = "\(folder)\(entity.id)"
        let open = isList ? entity.allowedCommands : []
        return try all.compactMap { name, operation, barred in
            if isList, !open.contains(name) { return nil }
            let barred = try barred + ownBarred(from: operation, of: entity)
            if isList, !barred.isEmpty { return nil }
            let refusals =
                barred.isEmpty ? try entity.refusals(to: name, in: caseFile, call.work) : entity.stateRefusals(to: name)
            if isList, !refusals.isEmpty { return nil }
            let caseID = refusals.contains { $0.remedy != nil } ? (entity as? Case)?.id ?? caseFile?.id : nil
            return Action(
                command: name, call: OperationLink(operation, path: "\(item)/\(name)"),
                blockedBy: barred + refusals.map { Block($0, in: caseID, call.language) })
        }
    }

    /// Where the path leads to no client each item may be another's, to whom the caller stands in another way.
    private func ownBarred(from operation: Operation, of entity: Entity) throws -> [Block] {
        let caseID: ID<Case>?
        let clientID: ID<Client>
        let care: Care?
        switch entity {
        case _ where call.client != nil: return []
        case let caseFile as Case: (caseID, clientID, care) = (caseFile.id, caseFile.clientID, caseFile.care)
        case let actual as Actual:
            guard let named = actual.clientID else { return [] }
            (caseID, clientID, care) = (actual.caseID, named, try call.repositories.clients.find(named)?.care)
        case let opening as BreakGlass:
            (caseID, clientID, care) = (nil, opening.clientID, try call.repositories.clients.find(opening.clientID)?.care)
        default: return []
        }
        return try call.barred(from: operation, of: clientID, care).map { Block($0, in: caseID, call.language) }
    }
}

extension AdmittedCall {
    /// What keeps the caller from an operation whatever it is done to: the right of the role, the mandate of who speaks for a client, a tie.
    func barred(from operation: Operation) throws -> [Refusal] {
        do throws(Refusal) { try Access.check(actor, operation.right) } catch {
            return [error.by(operation.right.roles)]
        }
        guard let clientID = client?.id ?? (actor.role.actsForClient ? actor.clientID : nil) else { return [] }
        return try barred(from: operation, of: clientID, try client?.care ?? repositories.clients.find(clientID)?.care)
    }

    /// The same for one client's data.
    func barred(from operation: Operation, of clientID: ID<Client>, _ care: Care?) throws -> [Refusal] {
        do { _ = try Access.decide(work, operation.right, of: clientID, care) } catch let refusal as Refusal {
            guard refusal.code == .notFound || refusal.code == .forbidden else { return [refusal] }
            return [operation.right.relationMissing(actor.role).by(operation.right.roles)]
        }
        return []
    }
}

extension Refusal {
    fileprivate func by(_ roles: Set<Role>) -> Refusal {
        var refusal = self
        refusal.mendedBy = roles
        return refusal
    }
}
