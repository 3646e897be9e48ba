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
            "me", .get, "/v1/me", "Read the signed-in user, in the role that the key is for", tag: .identities, effect: .read,
            right: .signedIn, response: userView.schema
        ) {
            call in
            // In the role that the key is for.
            var user = try call.repositories.users.require(call.actor.userID)
            (user.role, user.unitID) = (call.actor.role, call.actor.unitID)
            return .item(call.masked(user), userView)
        },
        users.list(
            "listUsers", "List the users and systems", right: .readUsers,
            sorts: [ListSort("name", .nameOrder)], parameters: rolesHeld,
            // Users who act for a client are part of that client's file.
            visible: { try filters(byRolesOf: $0) + [.isAbsent(.clientID)] }, isJoined: true),
        administered.list(
            "listAllUsers", "List the users of every role, including those who act for a client", right: .administer,
            sorts: [ListSort("name", .nameOrder)], parameters: rolesHeld, visible: { try filters(byRolesOf: $0) }),
        administered.create(
            "addUser", "Make a user with a main role. Two people of one name, role and unit are two users", right: .administer, newUser
        ) { call, new in try call.work.addUser(new) },
        administered.find("findUser", "Read a user of any role", right: .administer),
        administered.change(
            "changeUser", "Change a user's name, days, or the unit of the main role", right: .administer,
            userDetails, refusals: [.lastAdministrator], current: \.details
        ) { call, user, details in try call.work.changeUser(user, details) },
        administered.command(
            "endUser", "end", "End a user: after the last day no key of the user works", right: .administer, lastDay,
            refusals: [.lastAdministrator]
        ) { call, user, last in try call.work.endUser(user, lastDay: last.day) },
        units.list("listUnits", "List the units of the organiser", right: .readRegisters, isJoined: true),
        units.create("addUnit", "Add a unit", right: .administer, unitDetails, refusals: [.duplicate]) { call, details in
            try call.work.addUnit(named: details.name, validTo: details.validTo)
        },
        units.find("findUnit", "Read a unit", right: .readRegisters),
        units.change(
            "changeUnit", "Rename a unit, or set its last day. After it the unit gets no new users and cases", right: .administer,
            unitDetails, refusals: [.duplicate], current: \.details
        ) { call, unit, details in try call.work.changeUnit(unit, details) },
    ]

    private static let rolesHeld: [QueryParameter] = [
        .code("role", "Only users who have this role today", Role.self),
        .id("unitId", "Only users who have a role in this unit today; with `role`, that role"),
    ]

    private static func filters(byRolesOf call: AdmittedCall) throws -> [Filter<User>] {
        let role = call.query["role"].flatMap { Role(rawValue: $0) }
        let unitID = call.query["unitId"].flatMap { ID<OrganisationUnit>($0) }
        if role == nil, unitID == nil { return [] }
        // A client's users have one role only, and there are as many of them as clients.
        if let role, !role.isCombined, unitID == nil { return [.equal(.role, role)] }
        return [.oneOf(.id, try call.work.users(in: role, unitID: unitID))]
    }

    private static let newUser = Shape<User.New>.object(
        "NewUser",
        Field("role", .code) { $0.role },
        Field("name", .line(100)) { $0.name },
        Field("unitId", .optional(.id())) { $0.unitID },
        Field("clientId", .optional(.id())) { $0.clientID },
        Field("representativeId", .optional(.id())) { $0.representativeID },
        Field("sourceSystem", .optional(.line(60))) { $0.sourceSystem },
        Field("validFrom", .optional(.date)) { $0.days.validFrom },
        Field("validTo", .optional(.date)) { $0.days.validTo },
        make: { role, name, unit, client, representative, source, validFrom, validTo in
            User.New(
                role: role, name: name, unitID: unit, clientID: client, representativeID: representative, sourceSystem: source,
                days: UserRole.Days(validFrom: validFrom, validTo: validTo))
        })

    private struct LastDay: Sendable { let day: CalendarDate }
    private static let lastDay = Shape<LastDay>.object("UserEnd", Field("lastDay", .date) { $0.day }, make: LastDay.init)

    private static let userDetails = Shape<User.Details>.object(
        "UserDetails",
        Field("name", .line(100)) { $0.name },
        Field("unitId", .optional(.id())) { $0.unitID },
        Field("validFrom", .optional(.date)) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        make: User.Details.init)

    private static let unitDetails = Shape<OrganisationUnit.Details>.object(
        "UnitDetails",
        Field("name", .line(100)) { $0.name },
        Field("validTo", .optional(.date)) { $0.validTo },
        make: OrganisationUnit.Details.init)
    private static let unitView = View<OrganisationUnit>(
        "Unit",
        ViewMember.record + [
            ViewMember("name", .line(100)) { $0.name }, ViewMember("validTo", .optional(.date)) { $0.validTo },
        ])
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
