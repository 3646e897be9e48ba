import PersonalBudgeting
import SQL

extension SQL.Value {
    static func id<Entity>(_ id: ID<Entity>?) -> SQL.Value { id.map { .text("\($0)") } ?? .null }
    static func text(orNull text: String?) -> SQL.Value { text.map { .text($0) } ?? .null }
}

extension Row {
    func id<Entity>(_ column: Int) throws -> ID<Entity>? {
        if isNull(column) { return nil }
        guard let id = ID<Entity>(octets: try octets(ofText: column)) else { throw Unreadable(column: column) }
        return id
    }
}
