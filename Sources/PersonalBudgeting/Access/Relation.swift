/// How a caller stands to a client: what, besides the role, a right may ask for (A17). The raw value is the code of the API.
///
/// They are looked for in this order: what costs nothing comes first.
public enum Relation: String, CaseIterable, Sendable {
    /// The task of the role needs no tie to one client: registers, the organiser's money, logs.
    case task
    /// The client's responsible worker, or who stands in for that worker today.
    case caseload
    /// The client's care belongs to the caller's unit.
    case unit
    /// A decision about the client is before the deciders.
    case agenda
    /// The caller has opened the client's file with a reason that somebody else looks into.
    case breakGlass = "break_glass"
    /// The caller is the client.
    case own
    /// The caller represents the client.
    case mandate
    /// The client has authorised the caller as an assistant.
    case authorisation
}

/// Whose data a list may show.
public enum VisibleClients: Sendable, Equatable {
    case everybody
    case client(ID<Client>)
    case care(CaredClients)

    public static let nobody = VisibleClients.care(CaredClients())
}

/// The clients that a caller cares for, and those the caller may see for another reason.
public struct CaredClients: Sendable, Equatable {
    /// Those in the care of one unit.
    public var unit: Unit?
    /// Those whose responsible worker is one of these.
    public var workerIDs: [ID<User>] = []
    /// Those with a decision before the deciders.
    public var includesAgenda = false
    /// Those whose file is opened with a reason.
    public var opened: [ID<Client>] = []

    /// The unit of a caller, or of all who have none.
    public struct Unit: Sendable, Equatable {
        public let id: ID<OrganisationUnit>?

        public init(id: ID<OrganisationUnit>?) { self.id = id }
    }

    public init() {}
}

extension Decision.State {
    /// Where a decision is with those who decide or carry it out: proposed and not yet served.
    public static let beforeDeciders: [Decision.State] = [.proposed, .onAgenda, .made, .dispatched]
}

extension Work {
    /// How the caller stands to a client, of the relations that would do; nil for none of them.
    ///
    /// The same is looked up for a client who is not in the register, so that the time of the answer does not tell which it was.
    /// - Parameter care: of the client; nil where there is no such client.
    public func relation(to clientID: ID<Client>, _ care: Care?, among relations: Set<Relation>) throws -> Relation? {
        for relation in Relation.allCases where relations.contains(relation) {
            if try holds(relation, clientID, care) { return care == nil ? nil : relation }
        }
        return nil
    }

    private func holds(_ relation: Relation, _ clientID: ID<Client>, _ care: Care?) throws -> Bool {
        switch relation {
        case .task: true
        case .caseload: care?.workerID.map { actor.workers(on: today).contains($0) } ?? false
        case .unit: care.map { $0.unitID == actor.unitID } ?? false
        case .agenda: try isOnAgenda(clientID)
        case .breakGlass: try openGlass(clientID) != nil
        case .own, .mandate, .authorisation: actor.clientID == clientID
        }
    }

    private func isOnAgenda(_ clientID: ID<Client>) throws -> Bool {
        let states = Decision.State.beforeDeciders
        for caseFile in try repositories.cases.all([.equal(.clientID, clientID)]) {
            if try repositories.decisions.first([.equal(.caseID, caseFile.id), .oneOf(.state, states)]) != nil { return true }
        }
        return false
    }

    /// Whose data the caller may see in a list, by the relations that would do.
    public func visibleClients(by relations: Set<Relation>) throws -> VisibleClients {
        if relations.contains(.task) { return .everybody }
        if !relations.isDisjoint(with: [.own, .mandate, .authorisation]) { return actor.clientID.map { .client($0) } ?? .nobody }
        var cared = CaredClients()
        if relations.contains(.unit) { cared.unit = CaredClients.Unit(id: actor.unitID) }
        if relations.contains(.caseload) { cared.workerIDs = actor.workers(on: today) }
        cared.includesAgenda = relations.contains(.agenda)
        if relations.contains(.breakGlass) { cared.opened = try openGlasses().map(\.clientID) }
        return .care(cared)
    }
}
