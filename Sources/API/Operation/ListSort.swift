import JSON
import PersonalBudgeting

/// An order of a list: its name in the parameter `sort`, and its field, which is never absent. Every list can also be sorted by creation.
struct ListSort<Entity: Recorded>: Sendable {
    let name: String
    let field: Entity.Field

    init(_ name: String, _ field: Entity.Field) {
        self.name = name
        self.field = field
    }

    /// The parameters of a list with these orders besides that of creation.
    static func parameters(_ sorts: [ListSort]) -> [QueryParameter] {
        [.sort(["createdAt"] + sorts.map(\.name), standard: "createdAt", of: sorts.isEmpty ? "creation" : Entity.noun)] + pageParameters
    }
}

extension QueryParameter {
    /// Returns the parameter `sort` with these names; a minus before a name reverses the order.
    /// - Parameter noun: the noun of the list, in snake_case. The schema is named after it. Lists that can only be sorted by creation share one.
    static func sort(_ names: [String], standard: String, of noun: String) -> QueryParameter {
        let values = names.flatMap { [$0, "-\($0)"] }
        let name = noun.split(separator: "_").map { "\($0.prefix(1).uppercased())\($0.dropFirst())" }.joined() + "Sort"
        return QueryParameter(
            "sort", "The order; a minus reverses it. Among equals the older item comes first, or last with a minus",
            schema: Schema([
                ("type", .string("string")), ("description", .string("The orders of this list; a minus reverses the order")),
                ("enum", .array(values.map { .string($0) })),
                // Two values that differ by a sign alone would get one name in a generated program.
                ("x-enum-varnames", .array(names.flatMap { [JSONValue.string($0), .string("\($0)Descending")] })),
                ("default", .string(standard)),
            ]).named(name)
        ) {
            values.contains($0)
                ? nil
                : LocalText(
                    fi: "ei ole sallittu arvo; sallitut arvot ovat rajapinnan kuvauksessa",
                    sv: "är inte ett tillåtet värde; de tillåtna värdena finns i gränssnittets beskrivning",
                    en: "must be one of \(values.joined(separator: ", "))")
        }
    }
}

extension AdmittedCall {
    /// Whether the order is reversed.
    var isDescending: Bool { query["sort"]?.hasPrefix("-") ?? false }

    /// Returns the requested order; the order of creation by default.
    func order<Entity>(_ sorts: [ListSort<Entity>]) -> ListOrder<Entity> {
        let asked = query["sort"].map { $0.drop { $0 == "-" } }
        return ListOrder(field: sorts.first { $0.name[...] == asked }?.field, isDescending: isDescending)
    }
}
