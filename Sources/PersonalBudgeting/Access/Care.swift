/// Who cares for a client: the unit and the responsible worker (omatyöntekijä) of the client's newest case; of a client without a case, the
/// unit that took the client into the register.
///
/// Access to the client's data follows it (Asiakastietolaki 703/2023: only what the task needs; A17). Kept beside the client and
/// all of the client's cases, so that lists are cut by it without looking anything up.
public struct Care: Sendable, Equatable {
    /// Nil where the organiser has set up no units: all its staff without a unit is one.
    public var unitID: ID<OrganisationUnit>?
    public var workerID: ID<User>?

    public init(unitID: ID<OrganisationUnit>? = nil, workerID: ID<User>? = nil) {
        self.unitID = unitID
        self.workerID = workerID
    }
}

extension Case.Details {
    /// What the case makes of its client's care.
    var care: Care { Care(unitID: unitID, workerID: responsibleWorkerID) }
}

extension Work {
    /// Whether the caller has a part in the client's care, as the responsible worker's deputy too.
    func caresFor(_ client: Client) throws -> Bool { try relation(to: client.id, client.care, among: [.caseload, .unit]) != nil }

    /// Whether the caller has that part in their own name, and not only as long as they stand in for somebody.
    func caresInOwnName(for care: Care) -> Bool { care.workerID == actor.userID || care.unitID == actor.unitID }

    /// Lets the client's care follow a case, where it is the client's newest.
    func assignCare(by caseFile: Case) throws {
        let newest = try repositories.cases.list(
            ListQuery(filters: [.equal(.clientID, caseFile.clientID)], order: .newestFirst, limit: 1)
        ).first
        guard newest?.id == caseFile.id else { return }
        try repositories.clients.assign(caseFile.details.care, to: caseFile.clientID)
    }
}
