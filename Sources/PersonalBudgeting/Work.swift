/// One unit of work: what a use case needs and may touch. Every change of the domain goes through one.
///
/// It lives inside one transaction on one queue and is not kept.
public struct Work {
    public let repositories: any Repositories
    public let actor: Actor
    /// The moment the whole unit of work happens at.
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

    /// The record of something new.
    public func newRecord<Entity>(_ type: Entity.Type = Entity.self) -> Record<Entity> {
        Record(id: newID(), createdAt: now, updatedAt: now, version: 1)
    }

    /// An identity for something new (UUIDv7).
    public func newID<Entity>(_ type: Entity.Type = Entity.self) -> ID<Entity> {
        identifiers.next(at: now)
    }

    /// Keeps something new and notes it in the events.
    public func insert<Entity: CaseFile>(_ entity: Entity, in caseFile: Case, to repository: any Repository<Entity>) throws {
        try repository.insert(entity)
        try note("created", Entity.noun, "\(entity.id)", caseFile: caseFile)
    }

    /// Keeps a change: the version goes up, the moment is noted, the event is written.
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

    /// Takes a step of a state machine and keeps it, with its event.
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

    /// Raises the version and sets the moment of the last change.
    public func touch<Entity: Recorded>(_ entity: inout Entity) {
        entity.record.version += 1
        entity.record.updatedAt = now
    }

    /// Writes an event.
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

/// Where new identities come from; deterministic in the county generator.
public protocol IdentifierSource: AnyObject {
    func next<Entity>(at now: Instant) -> ID<Entity>
}
