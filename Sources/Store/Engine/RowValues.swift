import PersonalBudgeting
import SQL

extension SQL.Value {
    static func id<Entity>(_ id: ID<Entity>?) -> SQL.Value { id.map { .text("\($0)") } ?? .null }

    /// Copies a column. A type that no table has becomes null.
    init(_ cell: Cell) {
        switch cell {
        case .null, .other: self = .null
        case .integer(let number): self = .integer(number)
        case .text(let octets): self = .text(String(decoding: octets, as: UTF8.self))
        case .blob(let octets): self = .blob(Array(octets))
        }
    }

    static func text(orNull text: String?) -> SQL.Value { text.map { .text($0) } ?? .null }
}

extension Row {
    func id<Entity>(_ column: Int) throws -> ID<Entity>? {
        if isNull(column) { return nil }
        guard let id = ID<Entity>(octets: try octets(ofText: column)) else { throw Unreadable(column: column) }
        return id
    }
}
