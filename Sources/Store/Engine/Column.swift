import PersonalBudgeting
import SQL

/// A column of a table, or several adjacent columns that together hold one value, a part of the entity (`part`).
///
/// A class, because a table passes its columns on for every row, and one reference is cheaper to pass than three closures.
final class Column<Entity: Recorded, Value>: Sendable {
    let definitions: [ColumnDefinition<Entity>]
    /// The number of columns.
    let width: Int
    /// Reads the value from a row. The second argument is the index of the first of the columns.
    let decode: @Sendable (any Row, Int) throws -> Value

    /// - Parameter field: the domain's name of the column, if lists are filtered or ordered by it.
    init(_ name: String, _ codec: Codec<Value>, field: Entity.Field? = nil, _ get: @escaping @Sendable (Entity) -> Value) {
        let encode = codec.encode
        definitions = [ColumnDefinition(name: name, field: field) { encode(get($0)) }]
        width = 1
        decode = codec.decode
    }

    fileprivate init(of definitions: [ColumnDefinition<Entity>], _ decode: @escaping @Sendable (any Row, Int) throws -> Value) {
        self.definitions = definitions
        width = definitions.count
        self.decode = decode
    }
}

/// The adjacent columns of one part of an entity.
///
/// A function and not another initialiser of `Column`: with two initialisers that take any number of columns, the compiler tries both for
/// each column.
func part<Entity: Recorded, Value, each Piece>(
    _ column: repeat Column<Entity, each Piece>, make: @escaping @Sendable (repeat each Piece) throws -> Value
) -> Column<Entity, Value> {
    var definitions: [ColumnDefinition<Entity>] = []
    for one in repeat each column { definitions += one.definitions }
    return Column(of: definitions) { row, place in
        var place = place
        return try make(repeat try (each column).decode(row, next((each column).width, &place)))
    }
}

/// The name of a column, the field of the entity that it holds, and how its value is encoded.
struct ColumnDefinition<Entity: Recorded>: Sendable {
    let name: String
    let field: Entity.Field?
    let encode: @Sendable (Entity) -> SQL.Value
}

/// Returns the present index and advances it by a number of columns.
@inline(__always)
func next(_ count: Int, _ place: inout Int) -> Int {
    defer { place += count }
    return place
}
