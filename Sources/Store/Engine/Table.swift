import PersonalBudgeting
import SQL

/// Defines how an entity is read from and written to its table. The SQL is made from the definition once.
///
/// Every table begins with the columns of the record: `id, created_at, updated_at, version`.
final class Table<Entity: Recorded>: Sendable {
    let name: String
    /// The columns that hold the entity.
    let columns: [String]
    /// All columns that the digest of a row covers: those of the entity, then those that its repository handles by itself.
    let layout: RowLayout
    /// Whether lists check the digest of each row, as a read of one row always does. False for the two tables whose long lists are read most
    /// often (decision 0019).
    let isCheckedInLists: Bool
    /// Makes an entity from a row of `select`.
    let make: @Sendable (any Row) throws -> Entity
    /// Selects the columns of the layout and the digest.
    let select: String
    /// Selects the columns of the entity, for lists whose rows are not checked.
    let selectUnchecked: String
    let find: SQLStatement
    let findAnother: SQLStatement
    /// Takes the columns of the layout and the digest.
    let insert: SQLStatement
    /// Takes the columns of the entity without the identity, the digest, the identity and the version before.
    let update: SQLStatement
    /// The condition that limits the table to visible clients; nil if its rows name no client.
    let clients: VisibleClientsClause?
    /// The faults of the definition; empty in a correct program (`Tables.check`).
    let faults: [TableFault]
    /// The columns after those of the record.
    private let definitions: [ColumnDefinition<Entity>]
    private let columnOfField: [Entity.Field: ColumnDefinition<Entity>]

    /// - Parameters:
    ///   - others: further columns, which the repository of the table reads and writes by itself.
    ///   - checkedInLists: see `isCheckedInLists`.
    convenience init<each Value>(
        _ name: String, _ column: repeat Column<Entity, each Value>, others: [String] = [], checkedInLists: Bool = true,
        make: @escaping @Sendable (Record<Entity>, repeat each Value) throws -> Entity
    ) {
        var definitions: [ColumnDefinition<Entity>] = []
        for one in repeat each column { definitions += one.definitions }
        self.init(name, definitions, others, checkedInLists) { row in
            var place = 4
            return try make(try Record<Entity>(row), repeat try (each column).decode(row, next((each column).width, &place)))
        }
    }

    /// A table with handwritten reading, from the column after the record's. For tables that are read most often: reading through the
    /// columns looks up the type of each, which takes three times as long as the reading itself.
    convenience init<each Value>(
        _ name: String, _ column: repeat Column<Entity, each Value>, others: [String] = [], checkedInLists: Bool = true,
        reading make: @escaping @Sendable (Record<Entity>, any Row) throws -> Entity
    ) {
        var definitions: [ColumnDefinition<Entity>] = []
        for one in repeat each column { definitions += one.definitions }
        self.init(name, definitions, others, checkedInLists) { row in try make(try Record(row), row) }
    }

    private init(
        _ name: String, _ definitions: [ColumnDefinition<Entity>], _ others: [String], _ isCheckedInLists: Bool,
        make: @escaping @Sendable (any Row) throws -> Entity
    ) {
        let names = ["id", "created_at", "updated_at", "version"] + definitions.map(\.name)
        self.name = name
        columns = names
        layout = RowLayout(table: name, columns: names + others, key: ["id"])
        self.isCheckedInLists = isCheckedInLists
        self.definitions = definitions
        self.make = make
        (columnOfField, faults) = Table.resolved(definitions, of: name)
        clients = VisibleClientsClause(table: name, columns: names)
        select = layout.select
        selectUnchecked = "SELECT \(names.joined(separator: ", ")) FROM \(name)"
        find = SQLStatement(select + " WHERE id = ?")
        findAnother = SQLStatement(select + " ORDER BY id LIMIT 1")
        let written = layout.columns + [RowLayout.column]
        insert = SQLStatement(
            "INSERT INTO \(name) (\(written.joined(separator: ", "))) VALUES (\(written.map { _ in "?" }.joined(separator: ", ")))")
        let changed = names.dropFirst() + [RowLayout.column]
        update = SQLStatement(
            "UPDATE \(name) SET \(changed.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ? AND version = ?")
    }

    /// Returns the column of each field, and a fault for each field that has no column or several.
    private static func resolved(
        _ definitions: [ColumnDefinition<Entity>], of table: String
    ) -> ([Entity.Field: ColumnDefinition<Entity>], [TableFault]) {
        var columns: [Entity.Field: ColumnDefinition<Entity>] = [:]
        var faults: [TableFault] = []
        for field in Entity.Field.allCases {
            var holding = definitions.filter { $0.field == field }
            // The identity is in the record and has no definition of its own.
            if holding.isEmpty, "\(field)" == "id" {
                holding = [ColumnDefinition(name: "id", field: field) { .text("\($0.record.id)") }]
            }
            if holding.count == 1 {
                columns[field] = holding[0]
            } else {
                faults.append(.unsettledField("\(field)", of: table, columns: holding.map(\.name)))
            }
        }
        return (columns, faults)
    }

    /// Returns the name of the column that holds a field.
    /// - Throws: `TableFault` if there is none. A database with such a table is never opened (`Tables.check`).
    func column(of field: Entity.Field) throws -> String {
        guard let column = columnOfField[field] else { throw TableFault.unsettledField("\(field)", of: name, columns: []) }
        return column.name
    }

    /// Returns the value in the column of a field.
    func value(_ entity: Entity, of field: Entity.Field) -> SQL.Value { columnOfField[field]?.encode(entity) ?? .null }

    /// Returns the values of the entity's row in the order of the columns.
    func values(_ entity: Entity) -> [SQL.Value] {
        var values: [SQL.Value] = []
        values.reserveCapacity(layout.columns.count + 2)
        values.append(.text("\(entity.record.id)"))
        values.append(.integer(entity.record.createdAt.microseconds))
        values.append(.integer(entity.record.updatedAt.microseconds))
        values.append(.integer(entity.record.version))
        for definition in definitions { values.append(definition.encode(entity)) }
        return values
    }
}

extension Record {
    /// Reads the record from the first columns of a row.
    init(_ row: any Row) throws {
        guard let id = ID<Of>(octets: try row.octets(ofText: 0)), let createdAt = Instant(microseconds: try row.integer(1)),
            let updatedAt = Instant(microseconds: try row.integer(2))
        else { throw Unreadable(column: 0) }
        self.init(id: id, createdAt: createdAt, updatedAt: updatedAt, version: try row.integer(3))
    }
}
