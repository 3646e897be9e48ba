/// The repositories, the actor and the time of one use case. Every change of the domain goes through a unit of work.
///
/// It is valid inside one transaction, on one queue. Do not store it.
public struct Work {
    public let repositories: any Repositories
    public let actor: Actor
    /// The time of every change in this unit of work.
    public let now: Instant
    let identifiers: any IdentifierSource

    public init(repositories: any Repositories, actor: Actor, now: Instant, identifiers: any IdentifierSource) {
        self.repositories = repositories
        self.actor = actor
        self.now = now
        self.identifiers = identifiers
    }

    /// Today in Helsinki: business dates are Finnish dates.
    public var today: CalendarDate { now.helsinkiDate }

    /// Returns the record of a new entity: a new identity, version 1.
    public func newRecord<Entity>(_ type: Entity.Type = Entity.self) -> Record<Entity> {
        Record(id: newID(), createdAt: now, updatedAt: now, version: 1)
    }

    /// Returns a new identity (UUID version 7).
    public func newID<Entity>(_ type: Entity.Type = Entity.self) -> ID<Entity> {
        identifiers.next(at: now)
    }

    /// Inserts a new entity of a case and appends the event `created` (K25, row 88).
    public func insert<Entity: CaseFile>(_ entity: Entity, in caseFile: Case, to repository: any Repository<Entity>) throws {
        try repository.insert(entity)
        try note("created", Entity.noun, "\(entity.id)", caseFile: caseFile)
    }

    /// Updates an entity of a case: raises its version, sets `updatedAt` and appends an event (K25, row 88).
    /// - Throws: `StorageFault.stale` when another change came first.
    @discardableResult
    public func update<Entity: CaseFile>(
        _ entity: Entity, in caseFile: Case, of repository: any Repository<Entity>, verb: String = "updated", from: String? = nil,
        to: String? = nil, reason: String? = nil
    ) throws -> Entity {
        var entity = entity
        touch(&entity)
        try repository.update(entity)
        try note(verb, Entity.noun, "\(entity.id)", caseFile: caseFile, from: from, to: to, reason: reason)
        return entity
    }

    /// Makes a transition of an entity of a case, updates the entity and appends the event (K25, row 88).
    /// - Throws: `illegal_transition` with the commands that are allowed; `StorageFault.stale` when another change came first.
    @discardableResult
    public func transition<Entity: CaseFile & Stateful>(
        _ command: Entity.Command, _ entity: Entity, in caseFile: Case, of repository: any Repository<Entity>, reason: String? = nil
    ) throws -> Entity {
        var entity = entity
        let from = entity.state
        try entity.transition(command)
        return try update(
            entity, in: caseFile, of: repository, verb: command.rawValue, from: from.rawValue, to: entity.state.rawValue, reason: reason)
    }

    /// Raises the version and sets the time of the last change.
    public func touch<Entity: Recorded>(_ entity: inout Entity) {
        entity.record.version += 1
        entity.record.updatedAt = now
    }

    /// Appends an event with the actor and the time of this unit of work (K25, row 88).
    public func note(
        _ verb: String, _ noun: String, _ nounID: String, caseFile: Case? = nil, clientID: ID<Client>? = nil, from: String? = nil,
        to: String? = nil, reason: String? = nil
    ) throws {
        try repositories.events.append(
            Event(
                at: now, userID: actor.userID, role: actor.role, clientID: caseFile?.clientID ?? clientID, caseID: caseFile?.id,
                noun: noun, nounID: nounID, verb: verb, fromState: from, toState: to, reason: reason))
    }
}

/// A source of new identities. The county generator uses a deterministic one.
public protocol IdentifierSource: AnyObject {
    func next<Entity>(at now: Instant) -> ID<Entity>
}
