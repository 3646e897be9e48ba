import JSON
import Testing

/// Scenes that provoke the refusals about keys and the access log.
enum AccessScenes {
    static let all: [String: ProblemScene.Make] = [
        "reason_needed": reasonNeeded, "too_many_keys": tooManyKeys,
    ]

    private static func reasonNeeded(_ county: County) throws -> ProblemScene {
        let client = try county.newClient()
        let own = try county.client(for: client.id)
        return ProblemScene(by: own, ["client": client["id"]]) { try own.triedGet("\(client.path)/access-log?from=2022-01-01") }
    }

    private static func tooManyKeys(_ county: County) throws -> ProblemScene {
        let order: JSONValue = ["role": "finance", "name": .string("Kolmas \(county.nextNumber())")]
        let first = try county.admin.post("/v1/admin/keys", order)
        try county.admin.post("/v1/admin/keys", order)
        return ProblemScene(by: county.admin, ["key": first["id"]], isMended: true) { try county.admin.tried("/v1/admin/keys", order) }
    }
}
