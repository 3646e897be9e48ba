import JSON
import PersonalBudgeting

/// The client's map of important people, in versions.
enum NetworkMapAPI {
    private static let resource = Resource<NetworkMap>(
        "/v1/cases/{case}/network-maps", "networkMap", tag: .needs, view: view, owner: .caseFile
    ) { $0.networkMaps }

    static let operations: [Operation] = [
        resource.list("listNetworkMaps", "List the versions of the client's network map", right: .readCaseFile),
        resource.find("findNetworkMap", "Read a version of the network map", right: .readCaseFile),
        resource.create(
            "drawNetworkMap", "Record the next version of the network map", right: .writeWithClient, details,
            refusals: [.thirdPersonData, .caseClosed]
        ) { call, details in try call.work.drawNetworkMap(details, in: try call.requireCase()) },
    ]

    /// The key by which edges refer to a node. It is short and has no spaces.
    private static let key = Shape<String>.text(1...40, .line, pattern: "^[A-Za-z0-9_-]+$") { text in
        text.utf8.allSatisfy { octet in
            (octet >= 0x30 && octet <= 0x39) || (octet >= 0x41 && octet <= 0x5A) || (octet >= 0x61 && octet <= 0x7A) || octet == 0x5F
                || octet == 0x2D
        }
    }

    private static let node = Shape<NetworkMap.Node>.object(
        "NetworkMapNode",
        Field("key", key) { $0.key },
        Field("label", .line(60)) { $0.label },
        Field("sector", .code) { $0.sector },
        Field("closeness", .count(1...3)) { $0.closeness },
        Field("role", .optional(.line(100))) { $0.role },
        make: NetworkMap.Node.init)

    private static let edge = Shape<NetworkMap.Edge>.object(
        "NetworkMapEdge",
        Field("from", key) { $0.from },
        Field("to", key) { $0.to },
        Field("kind", .optional(.line(60))) { $0.kind },
        make: NetworkMap.Edge.init)

    private static let details = Shape<NetworkMap.Details>.object(
        "NetworkMapDetails",
        Field("nodes", .list(node, 1...100)) { $0.nodes },
        Field("edges", .list(edge, 0...300)) { $0.edges },
        make: NetworkMap.Details.init)

    private static let view = View<NetworkMap>(
        "NetworkMap",
        ViewMember.record + [.caseID, ViewMember("number", .count(1...100_000)) { $0.number }, .inline(details) { $0.details }])
}
