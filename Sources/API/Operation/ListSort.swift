import JSON
import PersonalBudgeting

/// An order of a list: what the parameter `sort` calls it, and the column that keeps it, which is never empty. Every list can also be had in
/// the order of creation.
struct ListSort: Sendable {
    let name: String
    let column: String

    init(_ name: String, _ column: String) {
        self.name = name
        self.column = column
    }

    static let created = "createdAt"

    /// The parameter that chooses from a closed set; a minus before the name turns the order round.
    static func parameter(_ names: [String], standard: String) -> QueryParameter {
        let values = names.flatMap { [$0, "-\($0)"] }
        return QueryParameter(
            "sort", "The order; with a minus the other way round. Where it is alike, the older comes first, or last with a minus",
            schema: Schema([
                ("type", .string("string")), ("enum", .array(values.map { .string($0) })), ("default", .string(standard)),
            ])
        ) { values.contains($0) ? nil : "must be one of \(values.joined(separator: ", "))" }
    }

    /// The parameters of a list with these orders besides that of creation.
    static func parameters(_ sorts: [ListSort]) -> [QueryParameter] {
        [parameter([created] + sorts.map(\.name), standard: created)] + pageParameters
    }
}

extension AdmittedCall {
    /// Whether the list is asked for the other way round.
    var isDescending: Bool { query["sort"]?.hasPrefix("-") ?? false }

    /// The order that is asked for; that of creation where none is.
    func order(_ sorts: [ListSort]) -> ListOrder {
        let asked = query["sort"].map { $0.drop { $0 == "-" } }
        return ListOrder(column: sorts.first { $0.name[...] == asked }?.column, isDescending: isDescending)
    }
}
