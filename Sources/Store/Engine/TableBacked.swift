import PersonalBudgeting

/// A repository over one table. The table implements what the repository does not implement itself.
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
