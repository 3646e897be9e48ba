/// The relation of a caller to a client. A right may require it besides the role (A17, L71, row 74). The raw value is the code of the API.
///
/// Relations are tried in this order: the cheapest first, but the extract after all of the staff that open the whole file.
public enum Relation: String, CaseIterable, Sendable {
    /// The task of the role needs no relation to one client: registers, the organiser's money, logs.
    case task
    /// The caller is the client's responsible worker, or that worker's deputy today.
    case caseload
    /// The client's care belongs to the caller's unit.
    case unit
    /// A decision about the client is before its deciders: proposed, and not served yet (A28).
    case agenda
    /// The caller has opened the client's file with a reason, which another person reviews.
    case breakGlass = "break_glass"
    /// The deciders have dealt with a decision about the client. They keep its extract: the decision, its handling and its notices (A29).
    case extract
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
    /// Includes the clients with a decision before these deciders (A28).
    public var agenda: Agenda?
    /// Includes these clients, whose files the caller has opened with a reason.
    public var opened: [ID<Client>] = []

    /// The unit of the caller; with a nil identity, the staff without a unit.
    public struct Unit: Sendable, Equatable {
        public let id: ID<OrganisationUnit>?

        public init(id: ID<OrganisationUnit>?) { self.id = id }
    }

    public init() {}
}

extension Work {
    /// Returns the first of these relations that the caller has to the client; nil for none (A17).
    ///
    /// The same lookups are made for a client who is not in the register, so that the time of the answer does not reveal the difference
    /// (A18).
    /// - Parameters:
    ///   - care: the care of the client; nil if there is no such client.
    ///   - matter: the case and the decision that the call is about. The extract is of these only.
    public func relation(to clientID: ID<Client>, _ care: Care?, in matter: Matter? = nil, among relations: Set<Relation>) throws
        -> Relation?
    {
        for relation in Relation.allCases where relations.contains(relation) {
            if try holds(relation, clientID, care, matter) { return care == nil ? nil : relation }
        }
        return nil
    }

    private func holds(_ relation: Relation, _ clientID: ID<Client>, _ care: Care?, _ matter: Matter?) throws -> Bool {
        switch relation {
        case .task: true
        case .caseload: care?.workerID.map { actor.workers(on: today).contains($0) } ?? false
        case .unit: care.map { $0.unitID == actor.unitID } ?? false
        case .agenda: try repositories.deciders.isOnAgenda(clientID, agenda)
        case .breakGlass: try openGlass(clientID) != nil
        case .extract: try repositories.deciders.haveExtract(actor.role.deciders, about: clientID, in: matter)
        case .own, .mandate, .authorisation: actor.clientID == clientID
        }
    }

    /// The matters that are before the caller today (A28).
    private var agenda: Agenda { Agenda(of: actor.role.deciders, on: today) }

    /// Returns the clients whose rows a list may show to the caller by any of these relations. The extract shows none: it is read at its
    /// own address, and no list says whose decisions there are (A29).
    public func visibleClients(by relations: Set<Relation>) throws -> VisibleClients {
        if relations.contains(.task) { return .everybody }
        if !relations.isDisjoint(with: [.own, .mandate, .authorisation]) { return actor.clientID.map { .client($0) } ?? .nobody }
        var cared = CaredClients()
        if relations.contains(.unit) { cared.unit = CaredClients.Unit(id: actor.unitID) }
        if relations.contains(.caseload) { cared.workerIDs = actor.workers(on: today) }
        if relations.contains(.agenda) { cared.agenda = agenda }
        if relations.contains(.breakGlass) { cared.opened = try openGlasses().map(\.clientID) }
        return .care(cared)
    }
}
