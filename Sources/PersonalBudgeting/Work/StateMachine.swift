/// One allowed step of a state machine.
public struct Transition<State: Hashable & Sendable, Command: Hashable & Sendable>: Sendable {
    /// What takes the step.
    public let command: Command
    public let from: [State]
    public let to: State
    /// Whether a person may give the command; otherwise it follows from another step (a decision, a choice).
    public let isCommand: Bool

    public init(_ command: Command, from: [State], to: State, isCommand: Bool = true) {
        self.command = command
        self.from = from
        self.to = to
        self.isCommand = isCommand
    }
}

/// A thing whose state changes only by the steps of its table; no state is ever written as a plain value.
public protocol Stateful: Recorded {
    associatedtype State: RawRepresentable & CaseIterable & Hashable & Sendable where State.RawValue == String
    /// Everything that takes a step of the table, and the commands that change something else than the state. The raw values stand in the
    /// paths of the API, in the events and in answers.
    associatedtype Command: RawRepresentable & CaseIterable & Hashable & Sendable where Command.RawValue == String
    var state: State { get set }
    static var transitions: [Transition<State, Command>] { get }
    /// Every rule that refuses a command now, whatever its body says; none when it goes. The one place for these rules: the command asks
    /// here (`Work.check`), and so does who wants to know beforehand. Each noun goes through its commands one by one, without a default:
    /// a new command does not compile until its rules are written down.
    /// - Parameter caseFile: the case it belongs to, where the caller has it at hand.
    func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal]
}

extension Stateful {
    /// The commands that may be given now.
    public var allowedCommands: [Command] {
        Self.transitions.filter { $0.isCommand && $0.from.contains(state) }.map(\.command)
    }

    /// The refusal of the state, by the table.
    public func stateRefusals(to command: Command) -> [Refusal] {
        step(of: command) == nil ? [.illegalTransition(self, toDo: command.rawValue)] : []
    }

    /// The refusal of the state; where the step is possible, what else stands in its way.
    func stateRefusals(to command: Command, then rules: @autoclosure () throws -> [Refusal]) rethrows -> [Refusal] {
        let refused = stateRefusals(to: command)
        return refused.isEmpty ? try rules() : refused
    }

    /// The refusal of the state for a command that is in no table, because it changes something else than the state.
    func stateRefusals(to command: Command, unlessIn states: [State]) -> [Refusal] {
        states.contains(state) ? [] : [.illegalTransition(self, toDo: command.rawValue)]
    }

    /// Takes the step.
    /// - Throws: `Refusal` `illegal_transition` with the commands that are allowed.
    public mutating func transition(_ command: Command) throws(Refusal) {
        guard let step = step(of: command) else { throw .illegalTransition(self, toDo: command.rawValue) }
        state = step.to
    }

    /// Refuses unless the state is one of these.
    /// - Parameter what: what is done that is no command of the noun.
    public func requireState(_ states: [State], toDo what: String) throws(Refusal) {
        guard states.contains(state) else { throw .illegalTransition(self, toDo: what) }
    }

    private func step(of command: Command) -> Transition<State, Command>? {
        Self.transitions.first { $0.command == command && $0.from.contains(state) }
    }
}

extension Work {
    /// Refuses a command while any rule stands in its way, with all of them at once.
    func check<Entity: Stateful>(_ command: Entity.Command, _ entity: Entity, in caseFile: Case? = nil) throws {
        try Refusal.check(entity.refusals(to: command, in: caseFile, self))
    }
}
