/// Every business "no": what rule it is, what is wrong and what would help.
///
/// The code is a closed set, so that the API cannot compile without a status and a title for each.
public struct Refusal: Error, Sendable, Equatable {
    public let code: RefusalCode
    /// What is wrong, for a person; never a name, a national id or another client's data.
    public let detail: String
    /// Where in the request it is wrong, all places at once.
    public var faults: [RuleFault]
    /// The commands that would be allowed now (illegal transitions).
    public var allowed: [String]?
    /// Sums that explain a refusal about money, in cents.
    public var figures: [Figure]
    /// What mends it; nil where nothing a person can do does, or where it is the request that must be another.
    public var remedy: Remedy?
    /// Who can mend it, where that is not everybody who may do the remedy.
    public var mendedBy: Set<Role>?
    /// The other rules that stand in the way of the same command.
    public private(set) var others: [Refusal] = []

    public init(
        _ code: RefusalCode, _ detail: String, faults: [RuleFault] = [], allowed: [String]? = nil, figures: [Figure] = [],
        remedy: Remedy? = nil, mendedBy: Set<Role>? = nil
    ) {
        self.remedy = remedy
        self.mendedBy = mendedBy
        self.code = code
        self.detail = detail
        self.faults = faults
        self.allowed = allowed
        self.figures = figures
    }

    /// One place of the request that a rule refuses.
    public static func invalid(_ pointer: String, _ code: String, _ detail: String) -> Refusal {
        Refusal(.invalid, detail, faults: [RuleFault(pointer: pointer, code: code, detail: detail)])
    }

    /// Several places at once.
    public static func invalid(_ faults: [RuleFault]) -> Refusal {
        Refusal(
            .invalid, faults.count == 1 ? faults[0].detail : "\(faults.count) places of the request are not valid", faults: faults)
    }

    /// What is not possible in the state of a thing.
    /// - Parameters:
    ///   - state: in words of its own where the state alone does not tell; else the state.
    ///   - what: a command, or something else that would be done.
    static func illegalTransition<Entity: Stateful>(_ entity: Entity, in state: String? = nil, toDo what: String) -> Refusal {
        illegalTransition(
            Entity.noun, in: state ?? entity.state.rawValue, toDo: what, allowed: entity.allowedCommands.map(\.rawValue))
    }

    /// The same for a noun without a state machine.
    static func illegalTransition(_ noun: String, in state: String, toDo what: String, allowed: [String] = []) -> Refusal {
        let help = allowed.isEmpty ? "no command is allowed" : "allowed: \(allowed.joined(separator: ", "))"
        return Refusal(.illegalTransition, "\(what) is not possible for a \(noun) in state \(state); \(help)", allowed: allowed)
    }

    public static func notFound(_ noun: String) -> Refusal { Refusal(.notFound, "there is no such \(noun)") }

    /// Refuses with every rule of the list at once, named by the first; not at all when the list is empty.
    static func check(_ refusals: [Refusal]) throws(Refusal) {
        guard var first = refusals.first else { return }
        first.others = Array(refusals.dropFirst())
        throw first
    }

    /// The same, mended by a remedy.
    func mended(by remedy: Remedy?, roles: Set<Role>? = nil) -> Refusal {
        var refusal = self
        refusal.remedy = remedy
        refusal.mendedBy = roles
        return refusal
    }
}

/// A place of the request that a rule refuses: a JSON pointer, a stable code and a sentence.
public struct RuleFault: Sendable, Equatable {
    public let pointer: String
    public let code: String
    public let detail: String

    public init(pointer: String, code: String, detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }
}

/// A named sum in cents.
public struct Figure: Sendable, Equatable {
    public let name: String
    public let cents: Int64

    public init(_ name: String, _ amount: Money) {
        self.name = name
        cents = amount.cents
    }
}
