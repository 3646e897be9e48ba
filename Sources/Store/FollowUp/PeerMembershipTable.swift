import PersonalBudgeting

extension Table where Entity == PeerMembership {
    static let peerMemberships = Table(
        "peer_memberships",
        Column("peer_group_id", .id(), field: .peerGroupID) { $0.peerGroupID },
        Column("client_id", .id(), field: .clientID) { $0.clientID },
        Column("opted_in_on", .date) { $0.optedInOn },
        Column("state", .code, field: .state) { $0.state },
        Column("left_on", .optional(.date)) { $0.leftOn },
        make: PeerMembership.init)
}
