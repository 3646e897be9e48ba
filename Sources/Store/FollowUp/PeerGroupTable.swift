import PersonalBudgeting

extension Table where Entity == PeerGroup {
    static let peerGroups = Table(
        "peer_groups",
        part(
            Column("name", .text) { $0.details.name },
            Column("description", .text) { $0.details.description },
            make: { name, description in
                PeerGroup.Details(name: name, description: description)
            }),
        Column("state", .code, field: .state) { $0.state },
        make: { record, details, state in
            PeerGroup(record: record, details: details, state: state)
        })
}
