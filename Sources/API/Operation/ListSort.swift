import JSON
import PersonalBudgeting

/// An order of a list: its name in the parameter `sort`, and its column, which is never null. Every list can also be sorted by creation.
struct ListSort: Sendable {
    let name: String
    let column: String

    init(_ name: String, _ column: String) {
        self.name = name
        self.column = column
    }

    static let created = "createdAt"

    /// Returns the parameter `sort` with these names; a minus before a name reverses the order.
    static func parameter(_ names: [String], standard: String) -> QueryParameter {
        let values = names.flatMap { [$0, "-\($0)"] }
        return QueryParameter(
            "sort", "The order; with a minus the other way round. Where it is alike, the older comes first, or last with a minus",
            schema: Schema([
                ("type", .string("string")), ("enum", .array(values.map { .string($0) })), ("default", .string(standard)),
            ])
        ) { values.contains($0) ? nil : "must be one of \(values.joined(separator: ", "))" }
    }

    /// Returns the parameters of a list with these orders and the order of creation.
    static func parameters(_ sorts: [ListSort]) -> [QueryParameter] {
        [parameter([created] + sorts.map(\.name), standard: created)] + pageParameters
    }
}

extension AdmittedCall {
    /// Whether the order is reversed.
    var isDescending: Bool { query["sort"]?.hasPrefix("-") ?? false }

    /// Returns the requested order; the order of creation by default.
    func order(_ sorts: [ListSort]) -> ListOrder {
        let asked = query["sort"].map { $0.drop { $0 == "-" } }
        return ListOrder(column: sorts.first { $0.name[...] == asked }?.column, isDescending: isDescending)
    }
}
