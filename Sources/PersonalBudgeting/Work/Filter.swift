/// A condition on one field of an entity.
public struct Filter<Entity: Recorded>: Sendable, Equatable {
    public let field: Entity.Field
    public let condition: Condition

    private init(_ field: Entity.Field, _ condition: Condition) {
        self.field = field
        self.condition = condition
    }

    public static func equal(_ field: Entity.Field, _ value: some ListValue) -> Filter { Filter(field, .equal(value.listed)) }

    public static func equal<Code: RawRepresentable<String>>(_ field: Entity.Field, _ code: Code) -> Filter {
        Filter(field, .equal(.text(code.rawValue)))
    }

    /// Matches no entity where `values` is empty.
    public static func oneOf(_ field: Entity.Field, _ values: [some ListValue]) -> Filter { Filter(field, .oneOf(values.map(\.listed))) }

    /// Matches no entity where `codes` is empty.
    public static func oneOf<Code: RawRepresentable<String>>(_ field: Entity.Field, _ codes: [Code]) -> Filter {
        Filter(field, .oneOf(codes.map { .text($0.rawValue) }))
    }

    public static func moreThan(_ field: Entity.Field, _ value: some ListValue) -> Filter { Filter(field, .moreThan(value.listed)) }

    /// Matches values up to `value`; for dates, that day or earlier.
    public static func atMost(_ field: Entity.Field, _ value: some ListValue) -> Filter { Filter(field, .atMost(value.listed)) }

    /// Matches values from `value` on, and absent values: a last day is absent for what is valid until further notice.
    public static func atLeastOrAbsent(_ field: Entity.Field, _ value: some ListValue) -> Filter {
        Filter(field, .atLeastOrAbsent(value.listed))
    }

    public static func isAbsent(_ field: Entity.Field) -> Filter { Filter(field, .isAbsent) }

    /// Matches a field in which each of the texts begins a word. The domain folds both sides and puts a space before every word of the
    /// field. Matches no entity where `texts` is empty.
    public static func words(_ field: Entity.Field, _ texts: [String]) -> Filter { Filter(field, .words(texts)) }
}

/// The condition of a filter on its field.
public enum Condition: Sendable, Equatable {
    case equal(ListedValue)
    case moreThan(ListedValue)
    case oneOf([ListedValue])
    case atMost(ListedValue)
    case atLeastOrAbsent(ListedValue)
    case isAbsent
    case words([String])
}

/// A value in the form that lists compare: codes, identities and ISO dates as text, instants in microseconds, money in cents, flags as 1
/// and 0.
public enum ListedValue: Sendable, Equatable {
    case text(String)
    case number(Int64)
}

/// A value that a field can be compared with. Codes of closed sets need no conformance.
public protocol ListValue: Sendable {
    var listed: ListedValue { get }
}

extension String: ListValue { public var listed: ListedValue { .text(self) } }
extension ID: ListValue { public var listed: ListedValue { .text("\(self)") } }
extension BusinessID: ListValue { public var listed: ListedValue { .text(text) } }
extension CalendarDate: ListValue { public var listed: ListedValue { .text("\(self)") } }
extension Instant: ListValue { public var listed: ListedValue { .number(microseconds) } }
extension Int: ListValue { public var listed: ListedValue { .number(Int64(self)) } }
extension Bool: ListValue { public var listed: ListedValue { .number(self ? 1 : 0) } }
