/// The storage of one entity, as the domain needs it. The store implements it; the API sees only this protocol.
///
/// Every function throws `StorageFault` when storage fails.
public protocol Repository<Entity> {
    associatedtype Entity: Recorded
    func find(_ id: ID<Entity>) throws -> Entity?
    /// Reads a decoy row, so that a miss takes as long as a hit (A18).
    func readAnother() throws
    /// Returns the entities that match all filters, in the order of the query.
    func list(_ query: ListQuery<Entity>) throws -> [Entity]
    func count(_ query: ListQuery<Entity>) throws -> Int
    /// Returns the cursor from which a list in this order continues after the entity (`ListQuery.after`).
    func cursor(of entity: Entity, in order: ListOrder<Entity>) -> String
    /// - Throws: `StorageFault.duplicate` when a rule of uniqueness is broken.
    func insert(_ entity: Entity) throws
    /// Updates an entity. Its version must be one above the stored version.
    /// - Throws: `StorageFault.stale` when another change came first.
    func update(_ entity: Entity) throws
}

extension Repository {
    /// The repository as its base protocol: Swift does not convert one kind of repository into the other by itself.
    public var plain: any Repository<Entity> { self }

    /// Returns the entity.
    /// - Throws: `not_found`.
    public func require(_ id: ID<Entity>) throws -> Entity {
        guard let entity = try find(id) else { throw Refusal.notFound(Entity.noun) }
        return entity
    }

    /// Returns the first entity that matches all filters.
    public func first(_ filters: [Filter<Entity>]) throws -> Entity? {
        try list(ListQuery(filters: filters, limit: 1)).first
    }

    /// Returns all entities that match, in order of creation; for rules, which look at one case.
    public func all(_ filters: [Filter<Entity>]) throws -> [Entity] {
        try list(ListQuery(filters: filters, limit: ListQuery<Entity>.everything))
    }
}

extension Repository where Entity: CaseFile {
    /// Returns the entity of this case.
    /// - Throws: `not_found`, also for an entity of another case.
    public func require(_ id: ID<Entity>, in caseFile: Case) throws -> Entity {
        guard let entity = try find(id), entity.caseID == caseFile.id else { throw Refusal.notFound(Entity.noun) }
        return entity
    }

    public func all(in caseFile: Case, _ filters: [Filter<Entity>] = []) throws -> [Entity] {
        try all([.equal(.caseID, caseFile.id)] + filters)
    }

    /// Returns the newest entity of the case.
    public func last(in caseFile: Case, _ filters: [Filter<Entity>] = []) throws -> Entity? {
        try list(ListQuery(filters: [.equal(.caseID, caseFile.id)] + filters, order: .newestFirst, limit: 1)).first
    }
}
