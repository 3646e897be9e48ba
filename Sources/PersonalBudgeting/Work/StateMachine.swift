/// One allowed step of a state machine.
public struct Transition<State: Hashable & Sendable>: Sendable {
    /// The command that takes the step, in kebab-case as the path of the API ends.
    public let command: String
    public let from: [State]
    public let to: State
    /// Whether a person may give the command; otherwise it follows from another step (a decision, a choice).
    public let isCommand: Bool

    public init(_ command: String, from: [State], to: State, isCommand: Bool = true) {
        self.command = command
        self.from = from
        self.to = to
        self.isCommand = isCommand
    }
}

/// A thing whose state changes only by the steps of its table; no state is ever written as a plain value.
public protocol Stateful: Recorded {
    associatedtype State: RawRepresentable & CaseIterable & Hashable & Sendable where State.RawValue == String
    var state: State { get set }
    static var transitions: [Transition<State>] { get }
    /// Every rule that refuses a command now, whatever its body says; none when it goes. The one place for these rules: the command asks
    /// here (`Work.check`), and so does who wants to know beforehand.
    /// - Parameters:
    ///   - command: of `transitions`.
    ///   - caseFile: the case it belongs to, where the caller has it at hand.
    func refusals(to command: String, in caseFile: Case?, _ work: Work) throws -> [Refusal]
}

extension Stateful {
    /// A noun without rules besides its states.
    public func refusals(to command: String, in caseFile: Case?, _ work: Work) throws -> [Refusal] { stateRefusals(to: command) }

    /// The refusal of the state.
    public func stateRefusals(to command: String) -> [Refusal] {
        if Self.transitions.contains(where: { $0.command == command && $0.from.contains(state) }) { return [] }
        return [.illegalTransition(Self.noun, from: state.rawValue, command: command, allowed: allowedCommands)]
    }
}

extension Work {
    /// Refuses a command while any rule stands in its way, with all of them at once.
    func check<Entity: Stateful>(_ command: String, _ entity: Entity, in caseFile: Case? = nil) throws {
        try Refusal.check(entity.refusals(to: command, in: caseFile, self))
    }
}

extension Stateful {
    /// The commands that may be given now.
    public var allowedCommands: [String] {
        Self.transitions.filter { $0.isCommand && $0.from.contains(state) }.map(\.command)
    }

    /// Takes the step.
    /// - Throws: `Refusal` `illegal_transition` with the commands that are allowed.
    public mutating func take(_ command: String) throws(Refusal) {
        guard let transition = Self.transitions.first(where: { $0.command == command && $0.from.contains(state) }) else {
            throw .illegalTransition(Self.noun, from: state.rawValue, command: command, allowed: allowedCommands)
        }
        state = transition.to
    }

    /// Refuses unless the state is one of these.
    public func requireState(_ states: [State], toDo what: String) throws(Refusal) {
        guard states.contains(state) else {
            throw .illegalTransition(Self.noun, from: state.rawValue, command: what, allowed: allowedCommands)
        }
    }
}
