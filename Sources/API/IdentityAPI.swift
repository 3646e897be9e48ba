import HTTPServer
import JSON
import PersonalBudgeting

/// Who is signed in, who the workers are, what units there are.
enum IdentityAPI {
    private static let users = Resource<User>("/v1/users", "user", tag: "Identities", view: userView, owner: .none) { $0.users }
    private static let units = Resource<OrganisationUnit>("/v1/units", "unit", tag: "Identities", view: unitView, owner: .none) { $0.units }

    static let operations: [Operation] = [
        Operation("me", .get, "/v1/me", "Who is signed in", tag: "Identities", effect: .read, right: .signedIn, response: userView.schema) { call in
            .item(try call.repositories.users.require(call.actor.userID), userView)
        },
        users.list(
            "listUsers", "Users and systems", right: .readUsers,
            filters: [.init(.code("role", "Only users of this role", Role.self), column: "role")],
            // Who speaks for a client is part of that client's file.
            visible: { _ in [.isNull("client_id")] }),
        units.list("listUnits", "The units of the organiser", right: .readRegisters),
        units.create("addUnit", "Add a unit", right: .administer, unitDetails) { call, details in try call.work.addUnit(named: details.name) },
    ]

    private struct UnitDetails: Sendable { let name: String }
    private static let unitDetails = Shape<UnitDetails>.object("UnitDetails", Field("name", .line(100)) { $0.name }, make: UnitDetails.init)
    private static let unitView = View<OrganisationUnit>("Unit", ViewMember.record + [ViewMember("name", .line(100)) { $0.name }])
    private static let userView = View<User>(
        "User",
        ViewMember.record + [
            ViewMember("name", .line(100)) { $0.name }, ViewMember("role", .code) { $0.role },
            ViewMember("unitId", .optional(.id())) { $0.unitID },
            ViewMember("clientId", .optional(.id())) { $0.clientID },
            ViewMember("sourceSystem", .optional(.line(60))) { $0.sourceSystem },
        ])
}
