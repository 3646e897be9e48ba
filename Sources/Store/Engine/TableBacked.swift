import PersonalBudgeting

/// A repository that adds something to one table; what it does not say, the table does.
protocol TableBacked: Repository {
    var table: TableStore<Entity> { get }
}

extension TableBacked {
    func find(_ id: ID<Entity>) throws -> Entity? { try table.find(id) }
    func readAnother() throws { try table.readAnother() }
    func list(_ query: ListQuery<Entity>) throws -> [Entity] { try table.list(query) }
    func count(_ query: ListQuery<Entity>) throws -> Int { try table.count(query) }
    func cursor(of entity: Entity, in order: ListOrder<Entity>) -> String { table.cursor(of: entity, in: order) }
    func insert(_ entity: Entity) throws { try table.insert(entity) }
    func update(_ entity: Entity) throws { try table.update(entity) }
}
