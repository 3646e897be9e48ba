import JSON
import PersonalBudgeting

/// The roles of a user: in which unit, and on which days (L76).
enum UserRoleAPI {
    private static let resource = Resource<UserRole>(
        "/v1/admin/users/{user}/roles", "role", tag: .identities, view: view, owner: owner
    ) { $0.userRoles }

    /// The owner is the user in the path.
    private static let owner = Resource<UserRole>.Owner(
        about: .noOne, filters: { [.equal(.userID, try user($0).id)] }, holds: { $0.userID == (try user($1)).id })

    static let operations: [Operation] = [
        resource.list("listUserRoles", "List the roles of a user, including those that are over", right: .administer),
        resource.find("findUserRole", "Read a role of a user", right: .administer),
        resource.create(
            "addUserRole", "Give a user another role, in a unit and for some days. A key is made for one role", right: .administer, new,
            refusals: [.duplicate]
        ) { call, new in try call.work.addRole(to: try user(call), new.role, unitID: new.unitID, new.days) },
        resource.change(
            "changeUserRole", "Change the days of a role. To end it, set the last day", right: .administer, days,
            refusals: [.duplicate, .lastAdministrator], current: \.days
        ) { call, role, days in try call.work.changeRole(role, days) },
    ]

    @Sendable private static func user(_ call: AdmittedCall) throws -> User {
        let user = try call.repositories.users.require(try call.id("user", User.self))
        // A user who acts for a client is part of that client's file.
        if let clientID = user.clientID { call.trail.note(clientID) }
        return user
    }

    private struct NewRole: Sendable {
        let role: Role
        let unitID: ID<OrganisationUnit>?
        let days: UserRole.Days
    }

    private static let new = Shape<NewRole>.object(
        "NewUserRole",
        Field("role", .code) { $0.role },
        Field("unitId", .optional(.id())) { $0.unitID },
        Field("validFrom", .optional(.date)) { $0.days.validFrom },
        Field("validTo", .optional(.date)) { $0.days.validTo },
        make: { role, unitID, validFrom, validTo in
            NewRole(role: role, unitID: unitID, days: UserRole.Days(validFrom: validFrom, validTo: validTo))
        })

    private static let days = Shape<UserRole.Days>.object(
        "UserRoleDays",
        Field("validFrom", .optional(.date)) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        make: UserRole.Days.init)

    private static let view = View<UserRole>(
        "UserRole",
        ViewMember.record + [
            ViewMember("userId", .id()) { $0.userID }, ViewMember("role", .code) { $0.role },
            ViewMember("unitId", .optional(.id())) { $0.unitID },
            ViewMember("validFrom", .optional(.date)) { $0.validFrom }, ViewMember("validTo", .optional(.date)) { $0.validTo },
        ])
}
