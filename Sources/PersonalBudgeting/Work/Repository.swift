/// What the domain asks of storage. The store implements it; the API only sees it.
///
/// Every function throws `StorageFault` when storage fails.
public protocol Repository<Entity> {
    associatedtype Entity: Recorded
    func find(_ id: ID<Entity>) throws -> Entity?
    /// Reads some entity and lets it go: in vain to look for one takes as long then as to find it.
    func readAnother() throws
    /// Those that match all filters, in the order of the query.
    func list(_ query: ListQuery<Entity>) throws -> [Entity]
    func count(_ query: ListQuery<Entity>) throws -> Int
    /// Where a list in this order goes on after the entity (`ListQuery.after`).
    func cursor(of entity: Entity, in order: ListOrder<Entity>) -> String
    /// - Throws: `StorageFault.duplicate` when a rule of uniqueness is broken.
    func insert(_ entity: Entity) throws
    /// Keeps a changed entity whose version is one above the kept one.
    /// - Throws: `StorageFault.stale` when another change came first.
    func update(_ entity: Entity) throws
}

extension Repository {
    /// The same without what it can do besides: Swift does not convert one kind of repository into the other by itself.
    public var plain: any Repository<Entity> { self }

    /// The one, or a refusal.
    public func require(_ id: ID<Entity>) throws -> Entity {
        guard let entity = try find(id) else { throw Refusal.notFound(Entity.noun) }
        return entity
    }

    /// The first that matches.
    public func first(_ filters: [Filter<Entity>]) throws -> Entity? {
        try list(ListQuery(filters: filters, limit: 1)).first
    }

    /// All that match, in order of creation; for the rules, which look at one case.
    public func all(_ filters: [Filter<Entity>]) throws -> [Entity] {
        try list(ListQuery(filters: filters, limit: ListQuery<Entity>.everything))
    }
}

extension Repository where Entity: CaseFile {
    /// The one of this case; one of another case is as if it did not exist.
    public func require(_ id: ID<Entity>, in caseFile: Case) throws -> Entity {
        guard let entity = try find(id), entity.caseID == caseFile.id else { throw Refusal.notFound(Entity.noun) }
        return entity
    }

    public func all(in caseFile: Case, _ filters: [Filter<Entity>] = []) throws -> [Entity] {
        try all([.equal(.caseID, caseFile.id)] + filters)
    }

    /// The newest of the case.
    public func last(in caseFile: Case, _ filters: [Filter<Entity>] = []) throws -> Entity? {
        try list(ListQuery(filters: [.equal(.caseID, caseFile.id)] + filters, order: .newestFirst, limit: 1)).first
    }
}
