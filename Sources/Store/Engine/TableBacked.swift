import PersonalBudgeting

/// A repository that adds something to one table; what it does not say, the table does.
protocol TableBacked: Repository {
    var table: TableStore<Entity> { get }
}

extension TableBacked {
    func find(_ id: ID<Entity>) throws -> Entity? { try table.find(id) }
    func readAnother() throws { try table.readAnother() }
    func list(_ query: ListQuery) throws -> [Entity] { try table.list(query) }
    func count(_ query: ListQuery) throws -> Int { try table.count(query) }
    func place(of entity: Entity, in order: ListOrder) -> String { table.place(of: entity, in: order) }
    func insert(_ entity: Entity) throws { try table.insert(entity) }
    func update(_ entity: Entity) throws { try table.update(entity) }
}
