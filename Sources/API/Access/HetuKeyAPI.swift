import HTTPServer
import JSON
import PersonalBudgeting

/// The key that seals national ids: the versions in use, and the rotation to a new version.
enum HetuKeyAPI {
    private static let rotations = Resource<HetuKeyRotation>(
        "/v1/hetu-key-rotations", "rotation", tag: .administration, view: view, owner: .none
    ) { $0.hetuKeyRotations.plain }

    static let operations: [Operation] = [
        Operation(
            "readHetuKeys", .get, "/v1/hetu-keys", "Count the national ids sealed under each version of the key", tag: .administration,
            effect: .read, right: .administer, kind: .report, response: usesView.schema
        ) { call in .value(call.masked(try call.repositories.hetuKeyRotations.uses()), usesView) },
        rotations.list("listHetuKeyRotations", "List the rotations of the key for national ids", right: .administer),
        rotations.find("findHetuKeyRotation", "Read a rotation of the key, and whether it is complete", right: .administer),
        rotations.create(
            "rotateHetuKey", "Start a rotation of the key for national ids. The ids are resealed while the service runs",
            right: .administer, NoMembers.shape, refusals: [.duplicate]
        ) { call, _ in try call.work.rotateHetuKey() },
    ]

    private static let view = View<HetuKeyRotation>(
        "HetuKeyRotation",
        ViewMember.record + [
            ViewMember("requestedBy", .id()) { $0.requestedBy },
            ViewMember("state", .code) { $0.state },
            ViewMember("toVersion", .optional(.count(1...HetuKeyAPI.versions))) { $0.toVersion },
        ])

    private static let useView = View<HetuKeyUse>(
        "HetuKeyUse",
        [
            ViewMember("version", .count(1...versions)) { $0.version },
            ViewMember("clients", .count(0...rows)) { $0.clients },
            ViewMember("actuals", .count(0...rows)) { $0.actuals },
        ])

    private static let usesView = View<[HetuKeyUse]>("HetuKeys", [ViewMember("versions", view: .list(useView)) { $0 }])

    private static let versions = 1_000_000
    private static let rows = 1_000_000_000
}
