import JSON
import PersonalBudgeting

/// Peer groups.
enum PeerGroupAPI {
    static let resource = Resource<PeerGroup>("/v1/peer-groups", "peerGroup", tag: .peerGroups, stateful: view, owner: .none) {
        $0.peerGroups
    }

    static let operations: [Operation] = [
        resource.list(
            "listPeerGroups", "List the peer groups", right: .readRegisters,
            filters: [.init(.code("state", "Only groups in this state", PeerGroup.State.self), field: .state)]),
        resource.find("findPeerGroup", "Read a peer group", right: .readRegisters),
        resource.create("foundPeerGroup", "Found a peer group", right: .writeAsWorker, details) { call, details in
            try call.work.foundPeerGroup(details)
        },
        resource.change("changePeerGroup", "Change a group's name or description", right: .writeAsWorker, details, current: \.details) {
            call, group, details in try call.work.changePeerGroup(group, details)
        },
        resource.command("closePeerGroup", .close, "Close a group to new members", right: .writeAsWorker, NoMembers.shape) {
            call, group, _ in
            try call.work.transition(.close, group)
        },
        resource.command("reopenPeerGroup", .reopen, "Reopen a peer group", right: .writeAsWorker, NoMembers.shape) { call, group, _ in
            try call.work.transition(.reopen, group)
        },
    ]

    private static let details = Shape<PeerGroup.Details>.object(
        "PeerGroupDetails",
        Field("name", .line(100)) { $0.name },
        Field("description", .prose) { $0.description },
        make: PeerGroup.Details.init)

    private static let view = View<Seen<PeerGroup>>(
        "PeerGroup",
        ViewMember.seen(
            ViewMember.record + [.inline(details) { $0.details }]) + ViewMember.state())
}

extension AdmittedCall {
    /// The peer group in the path.
    func requirePeerGroup() throws -> PeerGroup { try repositories.peerGroups.require(try id("peerGroup", PeerGroup.self)) }
}
