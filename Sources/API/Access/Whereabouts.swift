import JSON
import PersonalBudgeting

/// What tells where a person is. Of a protected client (`NonDisclosure`) it leaves through no answer but that of the safety right.
protocol TellsWhereabouts {
    /// The members of a body that do.
    static var whereabouts: Set<String> { get }
    /// The same as it is shown of a protected client.
    func withoutWhereabouts() -> Self
}

extension Client: TellsWhereabouts {
    static let whereabouts: Set<String> = ["municipality", "streetAddress", "postalCode", "postOffice", "phone", "email"]

    /// The view leaves them out by the mark of the client itself (`ClientAPI.view`).
    func withoutWhereabouts() -> Client { self }
}

extension ClosePerson: TellsWhereabouts {
    static let whereabouts: Set<String> = ["phone"]

    func withoutWhereabouts() -> ClosePerson {
        var shown = self
        shown.details.phone = nil
        return shown
    }
}

extension Representative: TellsWhereabouts {
    static let whereabouts: Set<String> = ["phone", "noticeAddress"]

    func withoutWhereabouts() -> Representative {
        var shown = self
        shown.details.phone = nil
        shown.details.noticeAddress = nil
        return shown
    }
}

extension Meeting: TellsWhereabouts {
    static let whereabouts: Set<String> = ["place"]

    func withoutWhereabouts() -> Meeting {
        var shown = self
        shown.details.place = AdmittedCall.mask
        return shown
    }
}

extension ServicePlan: TellsWhereabouts {
    static let whereabouts: Set<String> = ["contacts"]

    func withoutWhereabouts() -> ServicePlan {
        var shown = self
        shown.details.contacts = details.contacts.map { _ in AdmittedCall.mask }
        return shown
    }
}

extension NetworkMap: TellsWhereabouts {
    static let whereabouts: Set<String> = ["nodes", "edges"]

    func withoutWhereabouts() -> NetworkMap {
        let nodes = details.nodes.map { node in
            NetworkMap.Node(key: node.key, label: AdmittedCall.mask, sector: node.sector, closeness: node.closeness, role: nil)
        }
        return NetworkMap(
            record: record, caseID: caseID, number: number,
            details: NetworkMap.Details(
                nodes: nodes, edges: details.edges.map { NetworkMap.Edge(from: $0.from, to: $0.to, kind: nil) }))
    }
}

extension AdmittedCall {
    /// Stands where something must stand.
    static let mask = "***"

    /// An entity of the client that the path leads to, as it may be shown to the caller.
    func shown<Entity>(_ entity: Entity) -> Entity {
        let shown = AdmittedCall.shown(entity, of: client)
        trail.withheld.formUnion(hiddenMembers(Entity.self))
        guard let telling = shown as? any HasFreeText, isFreeTextHidden(of: type(of: telling)) else { return shown }
        return telling.withoutFreeText() as? Entity ?? shown
    }

    /// A client, whose view leaves out what is not shown by the client's own mark.
    func shown(_ client: Client) -> Client {
        if client.isProtected { trail.withheld.formUnion(Client.whereabouts) }
        return client
    }

    /// Whether the caller is not shown what is said, by the role or, of who represents the client, by the mandate.
    func isFreeTextHidden(of type: any HasFreeText.Type) -> Bool {
        guard type.freeTextRight.roles.contains(actor.role) else { return true }
        guard actor.role == .representative, let clientID = actor.clientID else { return false }
        return (try? work.requireMandate(of: clientID, in: type.freeTextRight.mandateScopes)) == nil
    }

    /// The whereabouts alone, of a client who is not in the path.
    static func shown<Entity>(_ entity: Entity, of client: Client?) -> Entity {
        guard client?.isProtected == true, let telling = entity as? any TellsWhereabouts else { return entity }
        return telling.withoutWhereabouts() as? Entity ?? entity
    }

    /// The members of a body that are not shown of the client.
    func hiddenMembers<Entity>(_ type: Entity.Type) -> Set<String> {
        let whereabouts = client?.isProtected == true ? (type as? any TellsWhereabouts.Type)?.whereabouts : nil
        let texts = (type as? any HasFreeText.Type).flatMap { isFreeTextHidden(of: $0) ? $0.freeText : nil }
        return (whereabouts ?? []).union(texts ?? [])
    }
}

extension JSONValue {
    /// An object without some of its members.
    func without(_ names: Set<String>) -> JSONValue {
        guard !names.isEmpty, case .object(let members) = self else { return self }
        return .object(members.filter { !names.contains($0.name) })
    }

    func hasAny(_ names: Set<String>) -> Bool {
        guard !names.isEmpty, case .object(let members) = self else { return false }
        return members.contains { names.contains($0.name) }
    }
}
