import PersonalBudgeting

extension Table where Entity == PeerGroup {
    static let peerGroups = Table(
        "peer_groups",
        Column("name", .text) { $0.details.name },
        Column("description", .text) { $0.details.description },
        Column("state", .code) { $0.state },
        make: { record, name, description, state in
            PeerGroup(record: record, details: PeerGroup.Details(name: name, description: description), state: state)
        })
}
