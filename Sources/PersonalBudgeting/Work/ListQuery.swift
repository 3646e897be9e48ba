/// A query for a list of one entity: filters, visible clients, order and page.
public struct ListQuery<Entity: Recorded>: Sendable, Equatable {
    public var filters: [Filter<Entity>]
    /// Only entities with these identities; nil for any.
    public var ids: [ID<Entity>]?
    /// The clients whose rows are listed, for entities that belong to clients.
    public var visible: VisibleClients
    public var order: ListOrder<Entity>
    /// The cursor of the last entity of the previous page (`Repository.cursor`).
    public var after: String?
    public var limit: Int

    public init(
        filters: [Filter<Entity>] = [], ids: [ID<Entity>]? = nil, visible: VisibleClients = .everybody,
        order: ListOrder<Entity> = .oldestFirst,
        after: String? = nil, limit: Int = 50
    ) {
        self.filters = filters
        self.ids = ids
        self.visible = visible
        self.order = order
        self.after = after
        self.limit = limit
    }

    /// The limit of a list without pages. No case comes near it; it keeps a rule from reading without bound.
    public static var everything: Int { 100_000 }
}

/// The order of a list: by a field that is never absent, then by identity, so that every row has one position. A page continues from a
/// cursor and not after a number of rows: every page costs the same, and no row is lost or repeated while others are inserted or removed.
public struct ListOrder<Entity: Recorded>: Sendable, Equatable {
    /// Nil orders by identity only, which is the order of creation.
    public let field: Entity.Field?
    public let isDescending: Bool

    public init(field: Entity.Field?, isDescending: Bool = false) {
        self.field = field
        self.isDescending = isDescending
    }

    public static var oldestFirst: ListOrder { ListOrder(field: nil) }
    public static var newestFirst: ListOrder { ListOrder(field: nil, isDescending: true) }
}
