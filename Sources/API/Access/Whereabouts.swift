import PersonalBudgeting

// The nouns that reveal where a person is, and how each is masked for a protected client (P4, A23).

extension Client {
    /// The members of a body that reveal where a client is; `ClientAPI.details` defines them.
    static let whereabouts: Set<String> = ["municipality", "streetAddress", "postalCode", "postOffice", "phone", "email"]
}

/// A client as answers show it. A client always has a municipality, which the mask cannot remove, so a flag says that it is hidden.
struct ShownClient: Maskable, Versioned {
    private(set) var client: Client
    private(set) var isWhereShown = true

    init(_ client: Client) { self.client = client }

    var version: Int64 { client.record.version }

    static let mask: Mask<ShownClient> = .whereabouts(
        Client.whereabouts, where: { $0.client.isProtected },
        hide: { shown in
            shown.isWhereShown = false
            shown.client.details.streetAddress = nil
            shown.client.details.postalCode = nil
            shown.client.details.postOffice = nil
            shown.client.details.phone = nil
            shown.client.details.email = nil
        })
}

extension ClosePerson: Maskable {
    static let mask: Mask<ClosePerson> = .whereabouts(["phone"]) { $0.details.phone = nil }
}

extension Representative: Maskable {
    static let mask: Mask<Representative> = .whereabouts(["phone", "noticeAddress"]) {
        $0.details.phone = nil
        $0.details.noticeAddress = nil
    }
}

extension Meeting: Maskable {
    static let mask: Mask<Meeting> = .whereabouts(["place"]) { $0.details.place = .masked }
}

extension ServicePlan: Maskable {
    static let mask: Mask<ServicePlan> = .whereabouts(["contacts"]) { plan in
        plan.details.contacts = plan.details.contacts.map { _ in .masked }
    }
}

extension NetworkMap: Maskable {
    static let mask: Mask<NetworkMap> = .whereabouts(["nodes", "edges"]) { map in
        let nodes = map.details.nodes.map { node in
            NetworkMap.Node(key: node.key, label: .masked, sector: node.sector, closeness: node.closeness, role: nil)
        }
        map = NetworkMap(
            record: map.record, caseID: map.caseID, number: map.number,
            details: NetworkMap.Details(
                nodes: nodes, edges: map.details.edges.map { NetworkMap.Edge(from: $0.from, to: $0.to, kind: nil) }))
    }
}
