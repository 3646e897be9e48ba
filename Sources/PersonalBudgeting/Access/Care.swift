/// The care of a client: the unit and the responsible worker (omatyöntekijä; SHL 42 §, L26) of the client's newest case. For a client
/// without a case, it is the unit that registered the client.
///
/// Access to the client's data follows the care: a worker sees only the data that the task needs (Asiakastietolaki 703/2023 9 §; A17, A19).
/// The care is stored with the client and with all cases of the client, so that lists are filtered without a lookup.
public struct Care: Sendable, Equatable {
    /// Nil if the organiser has no units: all staff without a unit count as one unit.
    public var unitID: ID<OrganisationUnit>?
    public var workerID: ID<User>?

    public init(unitID: ID<OrganisationUnit>? = nil, workerID: ID<User>? = nil) {
        self.unitID = unitID
        self.workerID = workerID
    }
}

extension Case.Details {
    /// The care that the case gives its client.
    var care: Care { Care(unitID: unitID, workerID: responsibleWorkerID) }
}

extension Work {
    /// Whether the caller cares for the client: by the unit, as the responsible worker or as that worker's deputy (A17).
    func caresFor(_ client: Client) throws -> Bool { try relation(to: client.id, client.care, among: [.caseload, .unit]) != nil }

    /// Whether the caller cares for the client in their own name, and not only as a deputy.
    func caresInOwnName(for care: Care) -> Bool { care.workerID == actor.userID || care.unitID == actor.unitID }

    /// Assigns the client's care by a case if it is the client's newest case.
    func assignCare(by caseFile: Case) throws {
        let newest = try repositories.cases.list(
            ListQuery(filters: [.equal(.clientID, caseFile.clientID)], order: .newestFirst, limit: 1)
        ).first
        guard newest?.id == caseFile.id else { return }
        try repositories.clients.assign(caseFile.details.care, to: caseFile.clientID)
    }
}
