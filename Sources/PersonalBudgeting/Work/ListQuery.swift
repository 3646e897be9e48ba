/// What to list of one entity: filters on its fields, and the page.
public struct ListQuery<Entity: Recorded>: Sendable, Equatable {
    public var filters: [Filter<Entity>]
    /// Whose rows, of what stands below clients.
    public var visible: VisibleClients
    public var order: ListOrder<Entity>
    /// The cursor of the last one seen (`Repository.cursor`), for the page after it.
    public var after: String?
    public var limit: Int

    public init(
        filters: [Filter<Entity>] = [], visible: VisibleClients = .everybody, order: ListOrder<Entity> = .oldestFirst,
        after: String? = nil, limit: Int = 50
    ) {
        self.filters = filters
        self.visible = visible
        self.order = order
        self.after = after
        self.limit = limit
    }

    /// A bound that no case comes near; it keeps a rule from reading without end.
    public static var everything: Int { 100_000 }
}

/// The order of a list: by a field that is never absent, and by identity where that is alike, so that every row has one place. A page goes
/// on after a place and not after a number of rows: it costs the same anywhere, and no row is lost or doubled while others come and go.
public struct ListOrder<Entity: Recorded>: Sendable, Equatable {
    /// Nil for the identity alone, which is the order of creation.
    public let field: Entity.Field?
    public let isDescending: Bool

    public init(field: Entity.Field?, isDescending: Bool = false) {
        self.field = field
        self.isDescending = isDescending
    }

    public static var oldestFirst: ListOrder { ListOrder(field: nil) }
    public static var newestFirst: ListOrder { ListOrder(field: nil, isDescending: true) }
}
