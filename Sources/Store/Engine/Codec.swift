import PersonalBudgeting
import SQL

/// Converts one value of the domain to one column and back.
struct Codec<Value>: Sendable {
    let encode: @Sendable (Value) -> SQL.Value
    let decode: @Sendable (any Row, Int) throws -> Value
}

/// A value that this service cannot have written: the file was changed from outside, or the service is faulty.
struct Unreadable: Error {
    let column: Int
}

extension Codec {
    /// A text column whose form the domain checks.
    static func parsed(_ parse: @escaping @Sendable (String) -> Value?, _ print: @escaping @Sendable (Value) -> String) -> Codec {
        Codec(
            encode: { .text(print($0)) },
            decode: { row, column in
                guard let value = parse(try row.text(column)) else { throw Unreadable(column: column) }
                return value
            })
    }

    /// A column that may be null.
    static func optional<Wrapped>(_ codec: Codec<Wrapped>) -> Codec<Wrapped?> where Value == Wrapped? {
        Codec<Wrapped?>(
            encode: { value in if let value { codec.encode(value) } else { .null } },
            decode: { row, column in row.isNull(column) ? nil : try codec.decode(row, column) })
    }
}

extension Codec where Value == String {
    static var text: Codec { Codec(encode: { .text($0) }, decode: { try $0.text($1) }) }
}

extension Codec where Value == Int64 {
    static var integer: Codec { Codec(encode: { .integer($0) }, decode: { try $0.integer($1) }) }
}

extension Codec where Value == Int {
    static var count: Codec { Codec(encode: { .integer(Int64($0)) }, decode: { Int(try $0.integer($1)) }) }
}

extension Codec where Value == Bool {
    static var flag: Codec { Codec(encode: { .integer($0 ? 1 : 0) }, decode: { try $0.integer($1) != 0 }) }
}

extension Codec where Value == Instant {
    static var instant: Codec {
        Codec(
            encode: { .integer($0.microseconds) },
            decode: { row, column in
                guard let instant = Instant(microseconds: try row.integer(column)) else { throw Unreadable(column: column) }
                return instant
            })
    }
}

extension Codec where Value == CalendarDate {
    static var date: Codec { .parsed({ CalendarDate($0) }, { "\($0)" }) }
}

extension Codec where Value == Money {
    static var money: Codec {
        Codec(
            encode: { .integer($0.cents) },
            decode: { row, column in
                guard let money = Money(cents: try row.integer(column)) else { throw Unreadable(column: column) }
                return money
            })
    }
}

extension Codec where Value == Quantity {
    static var quantity: Codec {
        Codec(
            encode: { .integer($0.thousandths) },
            decode: { row, column in
                guard let quantity = Quantity(thousandths: try row.integer(column)) else { throw Unreadable(column: column) }
                return quantity
            })
    }
}

extension Codec where Value: RawRepresentable & Sendable, Value.RawValue == String {
    /// One code of a closed set.
    static var code: Codec { .parsed({ Value(rawValue: $0) }, { $0.rawValue }) }
}

extension Codec {
    /// An identity.
    static func id<Entity>() -> Codec<ID<Entity>> where Value == ID<Entity> {
        Codec(
            encode: { .text("\($0)") },
            decode: { row, column in
                guard let id = ID<Entity>(octets: try row.octets(ofText: column)) else { throw Unreadable(column: column) }
                return id
            })
    }
}

extension Codec where Value == [String] {
    /// A short list of texts in one column, separated by the record separator U+001E. Submitted text never contains control characters, so
    /// the separator is unambiguous in any engine. For lists that are read and written whole.
    static var texts: Codec {
        Codec(
            encode: { .text($0.joined(separator: "\u{1E}")) },
            decode: { row, column in
                let text = try row.text(column)
                return text.isEmpty ? [] : text.split(separator: "\u{1E}", omittingEmptySubsequences: false).map(String.init)
            })
    }
}

extension Codec {
    /// A short list of small values in one column. Each value is written as fields, separated by the unit separator U+001F (see `texts`).
    static func records<Element>(
        _ encode: @escaping @Sendable (Element) -> [String], _ decode: @escaping @Sendable ([String]) -> Element?
    ) -> Codec<[Element]> where Value == [Element] {
        Codec<[Element]>(
            encode: { elements in .text(elements.map { encode($0).joined(separator: "\u{1F}") }.joined(separator: "\u{1E}")) },
            decode: { row, column in
                let text = try row.text(column)
                if text.isEmpty { return [] }
                return try text.split(separator: "\u{1E}", omittingEmptySubsequences: false).map { part in
                    let fields = part.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
                    guard let element = decode(fields) else { throw Unreadable(column: column) }
                    return element
                }
            })
    }
}

extension Codec {
    /// A short list of codes of a closed set in one column (see `texts`).
    static func codes<Code: RawRepresentable & Sendable>() -> Codec<[Code]> where Value == [Code], Code.RawValue == String {
        .records({ [$0.rawValue] }, { $0.first.flatMap(Code.init(rawValue:)) })
    }

    /// A short list of identities in one column (see `texts`).
    static func ids<Entity>() -> Codec<[ID<Entity>]> where Value == [ID<Entity>] {
        .records({ ["\($0)"] }, { $0.first.flatMap { ID<Entity>($0) } })
    }
}
