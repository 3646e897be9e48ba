import JSON
import Testing

/// Scenes that provoke the refusals about keys and the access log.
enum AccessScenes {
    static let all: [String: ProblemScene.Make] = [
        "reason_needed": reasonNeeded, "too_many_keys": tooManyKeys, "last_administrator": lastAdministrator,
    ]

    private static func reasonNeeded(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        let own = try county.client(for: client.id)
        return ProblemScene(by: own, ["client": client["id"]]) { try own.triedGet("\(client.path)/access-log?from=2022-01-01") }
    }

    /// Needs a county of its own: in the shared one there may be other administrators.
    private static func lastAdministrator(_: County) throws -> ProblemScene {
        let county = try County()
        let me = try county.admin.get("/v1/me")
        let key = try county.admin.all("/v1/admin/keys?userId=\(me.id)")[0]["id"].string ?? ""
        return ProblemScene(by: county.admin, isMended: true) { try county.admin.tried(on: "/v1/admin/keys/\(key)", "revoke") }
    }

    private static func tooManyKeys(_ county: County) throws -> ProblemScene {
        let order: JSONValue = ["role": "finance", "name": .string("Kolmas \(county.nextNumber())")]
        let first = try county.admin.post("/v1/admin/keys", order)
        let next: JSONValue = ["userId": first["userId"]]
        try county.admin.post("/v1/admin/keys", next)
        return ProblemScene(by: county.admin, ["key": first["id"]], isMended: true) { try county.admin.tried("/v1/admin/keys", next) }
    }
}
