import JSON
import PersonalBudgeting

/// The keys that were made for staff, for the data protection officer (A6, A15).
enum KeyGrantAPI {
    private static let resource = Resource<KeyGrant>("/v1/key-grants", "keyGrant", tag: .identities, view: view, owner: .none) {
        $0.keyGrants
    }

    static let operations: [Operation] = [
        resource.list(
            "listKeyGrants", "List the keys that were made for staff, and who made them. Those in the state `new` wait to be seen",
            right: .readKeyGrants,
            filters: [
                .init(.code("state", "Only grants in this state", KeyGrant.State.self), field: .state),
                .init(.code("role", "Only keys for this role", Role.self), field: .role),
                .init(.id("userId", "Only keys of this user"), field: .userID) { .equal($0, $1.lowercased()) },
                .init(.id("grantedBy", "Only keys that this user made"), field: .grantedBy) { .equal($0, $1.lowercased()) },
            ]),
        resource.find("findKeyGrant", "Read who made a key for staff", right: .readKeyGrants),
        resource.command(
            "acknowledgeKeyGrant", "acknowledge", "Confirm that the key is in order", right: .acknowledgeKeyGrants, NoMembers.shape,
            refusals: [.fourEyes]
        ) { call, grant, _ in try call.work.acknowledge(grant) },
    ]

    private static let view = View<KeyGrant>(
        "KeyGrant",
        ViewMember.record + [
            ViewMember("keyId", .id()) { $0.keyID }, ViewMember("userId", .id()) { $0.userID },
            ViewMember("role", .code) { $0.role }, ViewMember("unitId", .optional(.id())) { $0.unitID },
            ViewMember("grantedBy", .id()) { $0.grantedBy }, ViewMember("state", .code) { $0.state },
            ViewMember("seenBy", .optional(.id())) { $0.seenBy }, ViewMember("seenAt", .optional(.instant)) { $0.seenAt },
        ])
}
