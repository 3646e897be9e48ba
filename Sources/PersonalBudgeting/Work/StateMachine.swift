/// A transition that a state machine allows.
public struct Transition<State: Hashable & Sendable, Command: Hashable & Sendable>: Sendable {
    public let command: Command
    public let from: [State]
    public let to: State
    /// Whether a person may give the command. Otherwise it follows from something else, such as a decision or a choice.
    public let isCommand: Bool

    public init(_ command: Command, from: [State], to: State, isCommand: Bool = true) {
        self.command = command
        self.from = from
        self.to = to
        self.isCommand = isCommand
    }
}

/// An entity whose state changes only by the transitions of its table. No state is set by writing a member (K25).
public protocol Stateful: Recorded {
    associatedtype State: RawRepresentable & CaseIterable & Hashable & Sendable where State.RawValue == String
    /// The commands of the table, and the commands that change something else than the state. The raw values appear in the paths of the
    /// API, in events and in answers.
    associatedtype Command: RawRepresentable & CaseIterable & Hashable & Sendable where Command.RawValue == String
    var state: State { get set }
    static var transitions: [Transition<State, Command>] { get }
    /// Returns every rule that refuses a command now with any request body; empty when the command is possible. All these rules
    /// are here: the command checks them (`Work.check`), and so does a caller that wants to know them beforehand. Each noun lists its
    /// commands without a default, so that a new command does not compile until its rules are written.
    /// - Parameter caseFile: the case of the entity; nil if the caller has not read it.
    func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal]
    /// Returns the refusals of a command that nobody may give to this entity, because another call does the same; empty for most nouns.
    /// They follow from the entity alone, so a caller without the right learns them too.
    func refusalsForAnybody(to command: Command) -> [Refusal]
}

extension Stateful {
    public func refusalsForAnybody(to command: Command) -> [Refusal] { [] }

    /// Whether the table has the command in the present state.
    public func allows(_ command: Command) -> Bool { step(of: command) != nil }

    /// Returns the command that leads in one step to a state in which the table has another command; nil if none does, or more than one.
    public func opening(of command: Command) -> Command? {
        let wanted = Set(Self.transitions.filter { $0.command == command }.flatMap(\.from))
        let steps = Set(Self.transitions.filter { $0.from.contains(state) && wanted.contains($0.to) }.map(\.command))
        return steps.count == 1 ? steps.first : nil
    }

    /// The commands that a person may give in the present state.
    public var allowedCommands: [Command] {
        Self.transitions.filter { $0.isCommand && $0.from.contains(state) }.map(\.command)
    }

    /// Returns `illegal_transition` where the table does not allow the command in the present state (K25, row 88).
    public func stateRefusals(to command: Command) -> [Refusal] {
        step(of: command) == nil ? [.illegalTransition(self, toDo: command.rawValue)] : []
    }

    /// Returns the refusal of the state, or the refusals of the other rules where the state allows the command.
    func stateRefusals(to command: Command, then rules: @autoclosure () throws -> [Refusal]) rethrows -> [Refusal] {
        let refused = stateRefusals(to: command)
        return refused.isEmpty ? try rules() : refused
    }

    /// Returns `illegal_transition` outside these states: for a command that is not in the table, because it changes something else than
    /// the state.
    func stateRefusals(to command: Command, unlessIn states: [State]) -> [Refusal] {
        states.contains(state) ? [] : [.illegalTransition(self, toDo: command.rawValue)]
    }

    /// Makes the transition.
    /// - Throws: `Refusal` `illegal_transition` with the commands that are allowed.
    public mutating func transition(_ command: Command) throws(Refusal) {
        guard let step = step(of: command) else { throw .illegalTransition(self, toDo: command.rawValue) }
        state = step.to
    }

    /// Refuses unless the state is one of these.
    /// - Parameter what: the change, which is not a command of the noun.
    public func requireState(_ states: [State], toDo what: String) throws(Refusal) {
        guard states.contains(state) else { throw .illegalTransition(self, toDo: what) }
    }

    private func step(of command: Command) -> Transition<State, Command>? {
        Self.transitions.first { $0.command == command && $0.from.contains(state) }
    }
}

extension Work {
    /// Refuses a command that any rule forbids, and reports all these rules at once.
    func check<Entity: Stateful>(_ command: Entity.Command, _ entity: Entity, in caseFile: Case? = nil) throws {
        try Refusal.check(entity.refusals(to: command, in: caseFile, self))
    }
}
