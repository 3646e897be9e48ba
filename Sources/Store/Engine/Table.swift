import PersonalBudgeting
import SQL

/// One column of a table: its name, how a value stands in it, and where the value is found in the entity.
///
/// A class: a table hands its columns around for every row, and one reference is cheaper to hand around than three closures.
final class Column<Entity, Value>: Sendable {
    let name: String
    let decode: @Sendable (any Row, Int) throws -> Value
    let encode: @Sendable (Entity) -> SQL.Value

    init(_ name: String, _ codec: Codec<Value>, _ get: @escaping @Sendable (Entity) -> Value) {
        self.name = name
        let encodeValue = codec.encode
        decode = codec.decode
        encode = { encodeValue(get($0)) }
    }
}

/// One definition of how an entity stands in its table: how it is read and written; the SQL is made from it once.
///
/// Every table begins with the record's columns `id, created_at, updated_at, version`.
final class Table<Entity: Recorded>: Sendable {
    let name: String
    let columns: [String]
    let make: @Sendable (any Row) throws -> Entity
    let select: String
    let find: SQLStatement
    let findAnother: SQLStatement
    let insert: SQLStatement
    let update: SQLStatement
    /// What stands in the columns after the record's, in order.
    private let encoders: [@Sendable (Entity) -> SQL.Value]

    convenience init<each Value>(
        _ name: String, _ column: repeat Column<Entity, each Value>,
        make: @escaping @Sendable (Record<Entity>, repeat each Value) throws -> Entity
    ) {
        var names: [String] = []
        var encoders: [@Sendable (Entity) -> SQL.Value] = []
        for one in repeat each column {
            names.append(one.name)
            encoders.append(one.encode)
        }
        self.init(name, names, encoders) { row in
            let record = try Record<Entity>(row)
            var index = 3
            func next<V>(_ column: Column<Entity, V>) throws -> V {
                index += 1
                return try column.decode(row, index)
            }
            return try make(record, repeat try next(each column))
        }
    }

    /// A table whose rows are read by hand, from the column after the record's: for what is read all the time. Going through the
    /// columns costs a look-up of each one's type, three times the reading itself.
    convenience init<each Value>(
        _ name: String, _ column: repeat Column<Entity, each Value>,
        reading make: @escaping @Sendable (Record<Entity>, any Row) throws -> Entity
    ) {
        var names: [String] = []
        var encoders: [@Sendable (Entity) -> SQL.Value] = []
        for one in repeat each column {
            names.append(one.name)
            encoders.append(one.encode)
        }
        self.init(name, names, encoders) { row in try make(try Record(row), row) }
    }

    private init(
        _ name: String, _ ownColumns: [String], _ encoders: [@Sendable (Entity) -> SQL.Value],
        make: @escaping @Sendable (any Row) throws -> Entity
    ) {
        let names = ["id", "created_at", "updated_at", "version"] + ownColumns
        self.name = name
        self.encoders = encoders
        self.make = make
        columns = names
        select = "SELECT \(names.joined(separator: ", ")) FROM \(name)"
        find = SQLStatement(select + " WHERE id = ?")
        findAnother = SQLStatement(select + " ORDER BY id LIMIT 1")
        insert = SQLStatement(
            "INSERT INTO \(name) (\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))")
        update = SQLStatement(
            "UPDATE \(name) SET \(names.dropFirst().map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ? AND version = ?")
    }

    /// What stands in the row of the entity, in the order of the columns.
    func values(_ entity: Entity) -> [SQL.Value] {
        var values: [SQL.Value] = []
        values.reserveCapacity(columns.count + 2)
        values.append(.text("\(entity.record.id)"))
        values.append(.integer(entity.record.createdAt.microseconds))
        values.append(.integer(entity.record.updatedAt.microseconds))
        values.append(.integer(entity.record.version))
        for encoder in encoders { values.append(encoder(entity)) }
        return values
    }

    /// What stands in one column after the record's.
    func value(_ entity: Entity, in column: String) -> SQL.Value {
        guard let index = columns.firstIndex(of: column), index >= 4 else { return .null }
        return encoders[index - 4](entity)
    }
}

extension Record {
    /// The record in the first columns of a row.
    init(_ row: any Row) throws {
        guard let id = ID<Of>(octets: try row.octets(ofText: 0)), let createdAt = Instant(microseconds: try row.integer(1)),
            let updatedAt = Instant(microseconds: try row.integer(2))
        else { throw Unreadable(column: 0) }
        self.init(id: id, createdAt: createdAt, updatedAt: updatedAt, version: try row.integer(3))
    }
}
