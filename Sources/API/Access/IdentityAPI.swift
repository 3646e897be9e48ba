import HTTPServer
import JSON
import PersonalBudgeting

/// The signed-in user, the workers and the units.
enum IdentityAPI {
    private static let users = Resource<User>("/v1/users", "user", tag: .identities, view: userView, owner: .none) { $0.users }
    private static let units = Resource<OrganisationUnit>("/v1/units", "unit", tag: .identities, view: unitView, owner: .none) { $0.units }

    private static let administered = Resource<User>("/v1/admin/users", "user", tag: .identities, view: userView, owner: .none) {
        $0.users
    }

    static let operations: [Operation] = [
        Operation(
            "me", .get, "/v1/me", "Read the signed-in user", tag: .identities, effect: .read, right: .signedIn, response: userView.schema
        ) {
            call in
            .item(call.masked(try call.repositories.users.require(call.actor.userID)), userView)
        },
        users.list(
            "listUsers", "List the users and systems", right: .readUsers,
            filters: [.init(.code("role", "Only users of this role", Role.self), field: .role)],
            sorts: [ListSort("name", .nameOrder)],
            // Users who act for a client are part of that client's file.
            visible: { _ in [.isAbsent(.clientID)] }, isJoined: true),
        administered.list("listAllUsers", "List the users of every role, including those who act for a client", right: .administer),
        administered.find("findUser", "Read a user of any role", right: .administer),
        administered.change(
            "changeUser", "Change a user's name, unit or days. To deactivate a user, set the last day", right: .administer,
            userDetails, current: \.details
        ) { call, user, details in try call.work.changeUser(user, details) },
        units.list("listUnits", "List the units of the organiser", right: .readRegisters, isJoined: true),
        units.create("addUnit", "Add a unit", right: .administer, unitDetails, refusals: [.duplicate]) { call, details in
            try call.work.addUnit(named: details.name)
        },
    ]

    private static let userDetails = Shape<User.Details>.object(
        "UserDetails",
        Field("name", .line(100)) { $0.name },
        Field("unitId", .optional(.id())) { $0.unitID },
        Field("validFrom", .optional(.date)) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        make: User.Details.init)

    private struct UnitDetails: Sendable { let name: String }
    private static let unitDetails = Shape<UnitDetails>.object("UnitDetails", Field("name", .line(100)) { $0.name }, make: UnitDetails.init)
    private static let unitView = View<OrganisationUnit>("Unit", ViewMember.record + [ViewMember("name", .line(100)) { $0.name }])
    private static let userView = View<User>(
        "User",
        ViewMember.record + [
            ViewMember("name", .line(100)) { $0.name }, ViewMember("role", .code) { $0.role },
            ViewMember("unitId", .optional(.id())) { $0.unitID },
            ViewMember("clientId", .optional(.id())) { $0.clientID },
            ViewMember("representativeId", .optional(.id())) { $0.representativeID },
            ViewMember("sourceSystem", .optional(.line(60))) { $0.sourceSystem },
            ViewMember("validFrom", .optional(.date)) { $0.validFrom }, ViewMember("validTo", .optional(.date)) { $0.validTo },
        ])
}
