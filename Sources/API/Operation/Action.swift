import JSON
import PersonalBudgeting

/// One command of an item, as a web front needs it to draw a button: the call, and the rules that block it for this caller.
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

/// A rule that is not met: its name, what is wrong, who can correct it and the call that does.
struct Block: Sendable {
    let refusal: Refusal
    let title: String
    let detail: String
    private let places: [Place]
    /// The roles that can correct it, in a fixed order; empty if only time or another state helps.
    private(set) var mendedBy: [Role]
    private(set) var mend: OperationLink?

    /// - Parameter caseID: the case the rule is about.
    init(_ refusal: Refusal, in caseID: ID<Case>?, _ language: Language) {
        self.refusal = refusal
        title = language.choose(refusal.code.title)
        detail = language.choose(refusal.detail)
        places = refusal.faults.map { Place(pointer: $0.pointer, code: $0.code, detail: language.choose($0.detail)) }
        mend = refusal.remedy?.link(in: caseID)
        let able = mend.map { link in refusal.mendedBy?.intersection(link.operation.right.roles) ?? link.operation.right.roles }
        mendedBy = (able ?? refusal.mendedBy ?? []).inOrder
    }

    /// The same block, mended by a call that opens the command.
    func mended(by link: OperationLink) -> Block {
        var block = self
        block.mend = link
        block.mendedBy = link.operation.right.roles.inOrder
        return block
    }

    /// The same block, for a command that nobody may give.
    var mendedByNobody: Block {
        var block = self
        block.mend = nil
        block.mendedBy = []
        return block
    }

    /// A place of the request, in the language of the answer.
    private struct Place: Sendable {
        let pointer: String
        let code: String
        let detail: String
    }

    private static let place = View<Place>(
        "RulePlace",
        [
            ViewMember("pointer", .text(0...500, .line)) { $0.pointer }, ViewMember("code", .line()) { $0.code },
            ViewMember("detail", .prose(2000)) { $0.detail },
        ])

    static let view = View<Block>(
        "Block",
        [
            ViewMember("code", .code) { $0.refusal.code }, ViewMember("title", .line()) { $0.title },
            ViewMember("detail", .prose(2000)) { $0.detail },
            ViewMember("errors", view: .list(place)) { $0.places },
            ViewMember("mendedBy", .list(.code, 0...Role.allCases.count)) { $0.mendedBy },
            ViewMember("mend", view: .optional(OperationLink.view)) { $0.mend },
        ])
}

extension Set where Element: CaseIterable {
    /// The elements in the order of the cases, so that answers are deterministic.
    var inOrder: [Element] { Element.allCases.filter(contains) }
}

/// The commands of a noun for one caller. Checks that depend only on the caller run once for all items.
///
/// An item lists all commands. A list shows only the allowed commands, by the same rules. With all blocked commands, a page of cases would
/// be twice as long as the cases alone and take three times as long to make.
struct Commands<Entity: Stateful> {
    private let call: AdmittedCall
    /// The current case, read again after a change that may have moved it.
    private let caseFile: Case?
    /// The path of an item without its identity.
    private let folder: String
    private let all: [(command: Entity.Command, operation: Operation, barred: [Block])]
    private var isList: Bool { call.operation.isList }

    /// - Parameters:
    ///   - itemPath: the path above the commands, ending in the item's own identity.
    ///   - elsewhere: the operations below the item that make a transition without being a command of it, such as a record of its own.
    ///   - made: the current case, if the caller already has it. Otherwise it is the case of the path, read again after a change.
    /// - Throws: the error of storage when it cannot be read.
    init(
        at itemPath: String, _ call: AdmittedCall, in made: Case? = nil, elsewhere: [Entity.Command: String] = [:]
    ) throws {
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
        var all: [(command: Entity.Command, operation: Operation, barred: [Block])] = []
        for transition in Entity.transitions where !all.contains(where: { $0.command == transition.command }) {
            let found =
                transition.isCommand
                ? Operations.command(transition.command, at: itemPath) : elsewhere[transition.command].flatMap { Operations.byID[$0] }
            guard let operation = found else { continue }
            let barred = try call.barred(from: operation).map { Block($0, in: caseFile?.id, call.language) }
            if call.operation.isList, !barred.isEmpty { continue }
            all.append((command: transition.command, operation: operation, barred: barred))
        }
        self.caseFile = caseFile
        self.all = all
    }

    /// Returns the commands of an item and what blocks each now. A caller without the right sees the missing right and the state, but
    /// nothing from the file.
    func actions(of entity: Entity) throws -> [Action] {
        if all.isEmpty { return [] }
        let item = "\(folder)\(entity.id)"
        return try all.compactMap { command, operation, barred in
            if isList, !entity.allows(command) { return nil }
            var barred = try barred + ownBarred(from: operation, of: entity)
            if isList, !barred.isEmpty { return nil }
            var refusals = entity.refusalsForAnybody(to: command)
            if refusals.isEmpty {
                refusals =
                    barred.isEmpty ? try entity.refusals(to: command, in: caseFile, call.work) : entity.stateRefusals(to: command)
            } else {
                barred = barred.map(\.mendedByNobody)
            }
            if isList, !refusals.isEmpty { return nil }
            let caseID = refusals.contains { $0.remedy != nil } ? (entity as? Case)?.id ?? caseFile?.id : nil
            let blocks = refusals.map { opened(Block($0, in: caseID, call.language), command, of: entity, at: item) }
            return Action(command: command.rawValue, call: link(to: operation, at: item), blockedBy: barred + blocks)
        }
    }

    /// All operations are one segment below the item.
    private func link(to operation: Operation, at item: String) -> OperationLink {
        let segment = operation.path.split(separator: "/").last.map(String.init) ?? ""
        return OperationLink(operation, path: "\(item)/\(segment)")
    }

    /// Returns the block of a command that waits for another state, mended by the one command that leads there, if there is one.
    private func opened(_ block: Block, _ command: Entity.Command, of entity: Entity, at item: String) -> Block {
        guard !entity.allows(command), block.refusal.code == .illegalTransition, block.mend == nil,
            let step = entity.opening(of: command), entity.refusalsForAnybody(to: step).isEmpty,
            let found = all.first(where: { $0.command == step })
        else { return block }
        return block.mended(by: link(to: found.operation, at: item))
    }

    /// If the path leads to no client, each item may belong to another client, to whom the caller has another relation.
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
    /// Returns the refusals that bar the caller from an operation on any item: the right of the role, the mandate of a representative, a
    /// tie (A16).
    func barred(from operation: Operation) throws -> [Refusal] {
        do throws(Refusal) { try Access.check(actor, operation.right) } catch {
            return [error.by(operation.right.roles)]
        }
        guard let clientID = client?.id ?? (actor.role.actsForClient ? actor.clientID : nil) else { return [] }
        return try barred(from: operation, of: clientID, try client?.care ?? repositories.clients.find(clientID)?.care)
    }

    /// Returns the refusals that bar the caller from an operation on one client's data.
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
