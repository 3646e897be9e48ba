/// What to list: filters on columns that the store knows, and the page. Filters come from closed sets, values are bound.
public struct ListQuery: Sendable, Equatable {
    /// A bound that no case comes near; it keeps a rule from reading without end.
    public static let everything = 100_000

    public var filters: [Filter]
    /// Whose rows, of a table that stands below clients.
    public var reach: VisibleClients
    public var order: ListOrder
    /// The place of the last one seen (`Repository.place`), for the page after it.
    public var after: String?
    public var limit: Int

    public init(
        filters: [Filter] = [], reach: VisibleClients = .everybody, order: ListOrder = .oldestFirst, after: String? = nil, limit: Int = 50
    ) {
        self.filters = filters
        self.reach = reach
        self.order = order
        self.after = after
        self.limit = limit
    }
}

/// The order of a list: by a column that is never empty, and by identity where that is alike, so that every row has one place. A page goes
/// on after a place and not after a number of rows: it costs the same anywhere, and no row is lost or doubled while others come and go.
public struct ListOrder: Sendable, Equatable {
    /// Nil for the identity alone, which is the order of creation.
    public let column: String?
    public let isDescending: Bool

    public init(column: String?, isDescending: Bool = false) {
        self.column = column
        self.isDescending = isDescending
    }

    public static let oldestFirst = ListOrder(column: nil)
    public static let newestFirst = ListOrder(column: nil, isDescending: true)
}

/// A condition on one column.
public enum Filter: Sendable, Equatable {
    case equal(String, String)
    case equalNumber(String, Int64)
    /// Above a number; for instants in microseconds.
    case moreThan(String, Int64)
    case oneOf(String, [String])
    /// At or before, at or after: for dates as ISO text.
    case atMost(String, String)
    case atLeast(String, String)
    /// At or after, or empty: for the last day of what may be valid until further notice.
    case atLeastOrNull(String, String)
    case isNull(String)
    case notNull(String)
    /// Begins with this text; both sides folded by the domain.
    case prefix(String, String)
    /// Each of these texts begins a word; both sides folded by the domain, the column with a space before every word. No text matches none.
    case words(String, [String])
}
