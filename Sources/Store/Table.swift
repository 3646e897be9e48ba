import PersonalBudgeting
import SQL

/// One column of a table: its name, how a value stands in it, and where the value is found in the entity.
struct Column<Entity, Value>: Sendable {
    let name: String
    let codec: Codec<Value>
    let get: @Sendable (Entity) -> Value

    init(_ name: String, _ codec: Codec<Value>, _ get: @escaping @Sendable (Entity) -> Value) {
        self.name = name
        self.codec = codec
        self.get = get
    }
}

/// One definition of how an entity stands in its table: how it is read and written; the SQL is made from it once.
///
/// Every table begins with the record's columns `id, created_at, updated_at, version`.
struct Table<Entity: Recorded>: Sendable {
    let name: String
    let columns: [String]
    let values: @Sendable (Entity) -> [SQL.Value]
    let make: @Sendable (any Row) throws -> Entity
    let select: String
    let insert: String
    let update: String

    init<each Value>(
        _ name: String, _ column: repeat Column<Entity, each Value>,
        make: @escaping @Sendable (Record<Entity>, repeat each Value) throws -> Entity
    ) {
        var names = ["id", "created_at", "updated_at", "version"]
        for one in repeat each column { names.append(one.name) }
        self.name = name
        columns = names
        values = { entity in
            var values: [SQL.Value] = [
                .text("\(entity.record.id)"), .integer(entity.record.createdAt.microseconds),
                .integer(entity.record.updatedAt.microseconds), .integer(entity.record.version),
            ]
            for one in repeat each column { values.append(one.codec.encode(one.get(entity))) }
            return values
        }
        self.make = { row in
            guard let id = ID<Entity>(try row.text(0)), let createdAt = Instant(microseconds: try row.integer(1)),
                let updatedAt = Instant(microseconds: try row.integer(2))
            else { throw Unreadable(column: 0) }
            let record = Record<Entity>(id: id, createdAt: createdAt, updatedAt: updatedAt, version: try row.integer(3))
            var index = 3
            func next<V>(_ column: Column<Entity, V>) throws -> V {
                index += 1
                return try column.codec.decode(row, index)
            }
            return try make(record, repeat try next(each column))
        }
        select = "SELECT \(names.joined(separator: ", ")) FROM \(name)"
        insert = "INSERT INTO \(name) (\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))"
        update = "UPDATE \(name) SET \(names.dropFirst().map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ? AND version = ?"
    }
}
