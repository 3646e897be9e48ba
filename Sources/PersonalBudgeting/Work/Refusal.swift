/// A refusal by a rule of the trade: its code, what is wrong and what would help.
///
/// The code is a closed set, so that the API cannot compile without a status and a title for each.
public struct Refusal: Error, Sendable, Equatable {
    public let code: RefusalCode
    /// What is wrong, as a sentence for a person, in the languages of the service. It never holds a name, a national id (A22) or another client's data.
    public let detail: LocalText
    /// All places of the request that are wrong.
    public var faults: [RuleFault]
    /// The commands that are allowed now; nil except for illegal transitions (K25, row 88).
    public var allowed: [String]?
    /// Sums that explain a refusal about money, in cents.
    public var figures: [Figure]
    /// The remedy; nil if no call of a person mends the refusal, or where the request itself must change.
    public var remedy: Remedy?
    /// The roles that can mend it; nil for every role that may do the remedy.
    public var mendedBy: Set<Role>?
    /// The other rules that refuse the same command.
    public private(set) var others: [Refusal] = []

    public init(
        _ code: RefusalCode, _ detail: LocalText, faults: [RuleFault] = [], allowed: [String]? = nil, figures: [Figure] = [],
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

    /// Refuses one place of the request.
    public static func invalid(_ pointer: String, _ code: String, _ detail: LocalText) -> Refusal {
        Refusal(.invalid, detail, faults: [RuleFault(pointer: pointer, code: code, detail: detail)])
    }

    /// Refuses several places of the request at once.
    public static func invalid(_ faults: [RuleFault]) -> Refusal {
        Refusal(.invalid, faults.count == 1 ? faults[0].detail : .faultsInRequest(faults.count), faults: faults)
    }

    /// Refuses what the state of an entity does not allow (K25, row 88).
    /// - Parameters:
    ///   - state: a description where the state alone does not explain the refusal; nil for the state.
    ///   - what: the command or another change.
    static func illegalTransition<Entity: Stateful>(_ entity: Entity, in state: String? = nil, toDo what: String) -> Refusal {
        illegalTransition(
            Entity.noun, in: state ?? entity.state.rawValue, toDo: what, allowed: entity.allowedCommands.map(\.rawValue))
    }

    /// The same for a noun without a state machine.
    static func illegalTransition(_ noun: String, in state: String, toDo what: String, allowed: [String] = []) -> Refusal {
        Refusal(
            .illegalTransition,
            .notPossible(
                StatesInWords.command(what, of: noun), for: .of(noun), in: StatesInWords.state(state, of: noun),
                allowed: allowed.map { StatesInWords.command($0, of: noun) }),
            allowed: allowed)
    }

    /// - Parameter noun: as `Recorded.noun`.
    public static func notFound(_ noun: String) -> Refusal { Refusal(.notFound, .thereIsNo(.of(noun))) }

    /// Reports all refusals at once, under the code of the first. Returns where the list is empty.
    static func check(_ refusals: [Refusal]) throws(Refusal) {
        guard var first = refusals.first else { return }
        first.others = Array(refusals.dropFirst())
        throw first
    }

    /// Returns the refusal with this remedy.
    func mended(by remedy: Remedy?, roles: Set<Role>? = nil) -> Refusal {
        var refusal = self
        refusal.remedy = remedy
        refusal.mendedBy = roles
        return refusal
    }
}

extension Refusal: CustomStringConvertible {
    /// For the log of the process, which is in English.
    public var description: String {
        ([detail.en] + faults.map { "\($0.pointer) \($0.detail.en)" }).reduce("\(code.rawValue)") { "\($0); \($1)" }
    }
}

/// A place of the request that a rule refuses: a JSON pointer, a stable code and a sentence.
public struct RuleFault: Sendable, Equatable {
    public let pointer: String
    public let code: String
    public let detail: LocalText

    public init(pointer: String, code: String, detail: LocalText) {
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
