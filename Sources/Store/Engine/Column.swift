import PersonalBudgeting
import SQL

/// A column of a table; or several beside each other that together make one value, a part of the entity (`part`).
///
/// A class: a table hands its columns around for every row, and one reference is cheaper to hand around than three closures.
final class Column<Entity: Recorded, Value>: Sendable {
    let definitions: [ColumnDefinition<Entity>]
    /// How many columns it is.
    let width: Int
    /// The value out of a row, given the place of the first of the columns.
    let decode: @Sendable (any Row, Int) throws -> Value

    /// - Parameter field: what the domain calls it, where lists are filtered or ordered by it.
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

/// The columns of one part of an entity, which stand beside each other.
///
/// A function and not one more way to make a column: two ways that take any number of columns make the compiler try both for each column.
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

/// What a column is called, which field of its entity it holds, and what stands in it.
struct ColumnDefinition<Entity: Recorded>: Sendable {
    let name: String
    let field: Entity.Field?
    let encode: @Sendable (Entity) -> SQL.Value
}

/// The present place, which moves on by a number of columns.
@inline(__always)
func next(_ count: Int, _ place: inout Int) -> Int {
    defer { place += count }
    return place
}
