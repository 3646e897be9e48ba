/// A group of peers who share experiences and develop the model (vertaisryhmä; S33, row 38).
public struct PeerGroup: Stateful {
    public static let noun = "peer_group"
    public enum Field: ListField { case state }
    public var record: Record<PeerGroup>
    public var details: Details
    public var state: State

    public enum State: String, CaseIterable, Sendable { case open, closed }

    public enum Command: String, CaseIterable, Sendable { case close, reopen }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.close, from: [.open], to: .closed),
        Transition(.reopen, from: [.closed], to: .open),
    ]

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) -> [Refusal] {
        switch command {
        case .close, .reopen: stateRefusals(to: command)
        }
    }

    public struct Details: Sendable, Equatable {
        public var name: String
        public var description: String

        public init(name: String, description: String) {
            self.name = name
            self.description = description
        }
    }

    public init(record: Record<PeerGroup>, details: Details, state: State) {
        self.record = record
        self.details = details
        self.state = state
    }
}

extension Work {
    /// Inserts a peer group (S33).
    public func foundPeerGroup(_ details: PeerGroup.Details) throws -> PeerGroup {
        let group = PeerGroup(record: newRecord(), details: details, state: .open)
        try insert(group, to: repositories.peerGroups)
        return group
    }

    /// Changes the details of a group (S33).
    public func changePeerGroup(_ group: PeerGroup, _ details: PeerGroup.Details) throws -> PeerGroup {
        var group = group
        group.details = details
        return try update(group, of: repositories.peerGroups)
    }

    /// Closes a group to new members, or opens it again (S33).
    public func transition(_ command: PeerGroup.Command, _ group: PeerGroup) throws -> PeerGroup {
        try transition(command, group, of: repositories.peerGroups)
    }
}
