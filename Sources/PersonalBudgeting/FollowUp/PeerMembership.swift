/// A client's membership in a peer group, by the client's own wish (S33, row 38). It does not show the members to each other.
public struct PeerMembership: Stateful {
    public static let noun = "peer_membership"
    public enum Field: ClientField { case peerGroupID, clientID, state }
    public var record: Record<PeerMembership>
    public let peerGroupID: ID<PeerGroup>
    public let clientID: ID<Client>
    /// The day on which the client asked to join.
    public let optedInOn: CalendarDate
    public var state: State
    public var leftOn: CalendarDate?

    public enum State: String, CaseIterable, Sendable { case member, left }

    public enum Command: String, CaseIterable, Sendable { case leave }

    public static let transitions: [Transition<State, Command>] = [Transition(.leave, from: [.member], to: .left)]

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) -> [Refusal] {
        switch command {
        case .leave: stateRefusals(to: command)
        }
    }

    public init(
        record: Record<PeerMembership>, peerGroupID: ID<PeerGroup>, clientID: ID<Client>, optedInOn: CalendarDate, state: State,
        leftOn: CalendarDate? = nil
    ) {
        self.record = record
        self.peerGroupID = peerGroupID
        self.clientID = clientID
        self.optedInOn = optedInOn
        self.state = state
        self.leftOn = leftOn
    }
}

extension Work {
    /// Adds a client to a group (S33, row 38). A client who joins with their own key opts in by that.
    /// - Parameters:
    ///   - hasOptedIn: whether the client has asked the worker for it.
    ///   - optedInOn: today by default.
    /// - Throws: `opt_in_missing` (409); `duplicate` (409) for a member; `illegal_transition` (409) for a closed group.
    public func joinPeerGroup(
        _ group: PeerGroup, clientID: ID<Client>, hasOptedIn: Bool, optedInOn: CalendarDate?
    ) throws -> PeerMembership {
        guard hasOptedIn || actor.role.actsForClient else {
            throw Refusal(
                .optInMissing,
                LocalText(
                    fi: "asiakas liittyy vertaisryhmään vain omasta toiveestaan",
                    sv: "klienten går med i en kamratgrupp bara på egen önskan",
                    en: "a client joins a peer group only by the client's own wish"),
                faults: [
                    RuleFault(
                        pointer: "/optedIn", code: "opt_in_missing",
                        detail: LocalText(
                            fi: "asiakkaan oma toive on kirjattava", sv: "klientens egen önskan måste antecknas",
                            en: "must be true: the client asked for it"))
                ])
        }
        let optedInOn = optedInOn ?? today
        try checkNotInFuture([("/optedInOn", optedInOn)])
        try group.requireState([.open], toDo: "join")
        let present = try repositories.peerMemberships.first([
            .equal(.peerGroupID, group.id), .equal(.clientID, clientID), .equal(.state, PeerMembership.State.member),
        ])
        guard present == nil else {
            throw Refusal(
                .duplicate,
                LocalText(fi: "asiakas on jo ryhmässä", sv: "klienten är redan med i gruppen", en: "the client is in the group already"),
                faults: [
                    RuleFault(
                        pointer: "/clientId", code: "duplicate",
                        detail: LocalText(fi: "on jo ryhmän jäsen", sv: "är redan medlem", en: "is a member already"))
                ])
        }
        let membership = PeerMembership(
            record: newRecord(), peerGroupID: group.id, clientID: clientID, optedInOn: optedInOn, state: .member)
        try insert(membership, to: repositories.peerMemberships, clientID: clientID)
        return membership
    }

    /// Ends a membership; the client may leave at any time (S33).
    public func leavePeerGroup(_ membership: PeerMembership) throws -> PeerMembership {
        var left = membership
        left.leftOn = today
        return try transition(.leave, left, of: repositories.peerMemberships, clientID: membership.clientID)
    }
}
