import JSON
import PersonalBudgeting

/// The members of peer groups. Staff see all members, a client sees only their own membership.
enum PeerMembershipAPI {
    private static let path = "/v1/peer-groups/{peerGroup}/memberships"
    private static let tag = Tag.peerGroups

    static let operations: [Operation] = [
        Operation(
            "listPeerMemberships", .get, path, "List the members of a group; a client sees only their own membership", tag: tag,
            effect: .read,
            right: .readFollowUp, kind: .list,
            parameters: [.code("state", "Only memberships in this state", PeerMembership.State.self)]
                + ListSort<PeerMembership>.parameters([]),
            response: page.schema
        ) { call in
            var filters: [Filter<PeerMembership>] = [.equal(.peerGroupID, try call.requirePeerGroup().id)]
            if let state = call.query["state"] { filters.append(.equal(.state, state)) }
            let commands = try Commands<PeerMembership>(at: itemPath, call)
            let result = try call.list(call.repositories.peerMemberships, filters, [], in: try call.visibleClients).map {
                Seen($0, on: call.work.today, actions: try commands.actions(of: $0))
            }
            for item in result.items { call.trail.note(item.entity.clientID) }
            return call.answer(call.masked(result), page)
        },
        Operation(
            "findPeerMembership", .get, itemPath, "Read a membership", tag: tag, effect: .read, right: .readFollowUp,
            response: view.schema
        ) { .item(try shown(try found($0), $0), view) },
        Operation(
            "joinPeerGroup", .post, path, "Join a group as a client, or record that a client has asked to join", tag: tag, effect: .create,
            right: .writeClientsWill, request: new.schema, status: 201, response: view.schema,
            refusals: [.optInMissing, .duplicate, .illegalTransition]
        ) { call in
            let new = try call.body(new)
            guard let clientID = try new.clientID ?? (call.actor.role.actsForClient ? ownClient(call) : nil) else {
                throw Refusal.invalid("/clientId", "required", .required)
            }
            _ = try call.client(named: clientID, at: "/clientId")
            let membership = try call.work.joinPeerGroup(
                try call.requirePeerGroup(), clientID: clientID, hasOptedIn: new.optedIn, optedInOn: new.optedInOn)
            return .created(try shown(membership, call), view, at: "\(call.head.path)/\(membership.id)")
        },
        Operation(
            "leavePeerGroup", .post, "\(itemPath)/\(PeerMembership.Command.leave.rawValue)", "Leave a group", tag: tag, effect: .change,
            right: .writeClientsWill,
            request: NoMembers.shape.schema, isBodyOptional: true, response: view.schema, refusals: [.illegalTransition]
        ) { call in
            let membership = try found(call)
            try call.match(membership) { view.bytes(try shown(membership, call)) }
            _ = try call.body(NoMembers.shape)
            return .item(try shown(try call.work.leavePeerGroup(membership), call), view)
        },
    ]

    private static let itemPath = "\(path)/{membership}"

    private static func shown(_ membership: PeerMembership, _ call: AdmittedCall) throws -> Masked<Seen<PeerMembership>> {
        let actions = try Commands<PeerMembership>(at: itemPath, call).actions(of: membership)
        return call.masked(Seen(membership, on: call.work.today, actions: actions))
    }

    private static func ownClient(_ call: AdmittedCall) throws -> ID<Client> {
        guard let own = call.actor.clientID else { throw Refusal.notFound(Client.noun) }
        return own
    }

    /// The membership in the path. For a client, another client's membership does not exist.
    private static func found(_ call: AdmittedCall) throws -> PeerMembership {
        let membership = try call.repositories.peerMemberships.require(try call.id("membership", PeerMembership.self))
        guard membership.peerGroupID == (try call.requirePeerGroup().id) else { throw Refusal.notFound(PeerMembership.noun) }
        do { try call.touch(clientID: membership.clientID) } catch let refusal as Refusal where refusal.code == .notFound {
            throw Refusal.notFound(PeerMembership.noun)
        }
        return membership
    }

    private struct NewMembership: Sendable {
        let clientID: ID<Client>?
        let optedIn: Bool
        let optedInOn: CalendarDate?
    }

    private static let new = Shape<NewMembership>.object(
        "NewPeerMembership",
        Field("clientId", .optional(.id())) { $0.clientID },
        Field("optedIn", .flag.defaulting(to: false)) { $0.optedIn },
        Field("optedInOn", .optional(.date)) { $0.optedInOn },
        make: NewMembership.init)

    private static let view = View<Seen<PeerMembership>>(
        "PeerMembership",
        ViewMember.seen(
            ViewMember.record + [
                ViewMember("peerGroupId", .id()) { $0.peerGroupID }, ViewMember("clientId", .id()) { $0.clientID },
                ViewMember("optedInOn", .date) { $0.optedInOn }, ViewMember("leftOn", .optional(.date)) { $0.leftOn },
            ]) + ViewMember.state())

    private static let page = Page<Seen<PeerMembership>>.view("PeerMemberships", view)
}
