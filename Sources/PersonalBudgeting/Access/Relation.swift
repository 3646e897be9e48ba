/// The relation of a caller to a client. A right may require it besides the role (A17, L71, row 74). The raw value is the code of the API.
///
/// Relations are tried in this order, the cheapest first.
public enum Relation: String, CaseIterable, Sendable {
    /// The task of the role needs no relation to one client: registers, the organiser's money, logs.
    case task
    /// The caller is the client's responsible worker, or that worker's deputy today.
    case caseload
    /// The client's care belongs to the caller's unit.
    case unit
    /// A decision about the client waits for its deciders or is being carried out (A3, A4).
    case agenda
    /// The caller has opened the client's file with a reason, which another person reviews.
    case breakGlass = "break_glass"
    /// The caller is the client (A10).
    case own
    /// The caller represents the client (A11, P10).
    case mandate
    /// The client has authorised the caller as an HB assistant (A12, S32).
    case authorisation
}

/// The clients whose rows a list may show to the caller.
public enum VisibleClients: Sendable, Equatable {
    case everybody
    case client(ID<Client>)
    case care(CaredClients)

    public static let nobody = VisibleClients.care(CaredClients())
}

/// The clients that a caller cares for, and those the caller may see for another reason.
public struct CaredClients: Sendable, Equatable {
    /// Includes the clients in the care of this unit.
    public var unit: Unit?
    /// Includes the clients whose responsible worker is one of these.
    public var workerIDs: [ID<User>] = []
    /// Includes the clients with a decision before the deciders.
    public var includesAgenda = false
    /// Includes these clients, whose files the caller has opened with a reason.
    public var opened: [ID<Client>] = []

    /// The unit of the caller; with a nil identity, the staff without a unit.
    public struct Unit: Sendable, Equatable {
        public let id: ID<OrganisationUnit>?

        public init(id: ID<OrganisationUnit>?) { self.id = id }
    }

    public init() {}
}

extension Decision.State {
    /// The states in which a decision is with those who decide it or carry it out: proposed and not yet served.
    public static let beforeDeciders: [Decision.State] = [.proposed, .onAgenda, .made, .dispatched]
}

extension Work {
    /// Returns the first of these relations that the caller has to the client; nil for none (A17).
    ///
    /// The same lookups are made for a client who is not in the register, so that the time of the answer does not reveal the difference
    /// (A18).
    /// - Parameter care: the care of the client; nil if there is no such client.
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

    /// Returns the clients whose rows a list may show to the caller by any of these relations.
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
