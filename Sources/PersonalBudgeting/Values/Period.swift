/// Days from…to, both included (M12: dates in the API are inclusive).
public struct Period: Hashable, Sendable, CustomStringConvertible {
    /// The first day.
    public let from: CalendarDate
    /// The last day, not before the first.
    public let to: CalendarDate

    /// Nil when `from` is after `to`.
    public init?(from: CalendarDate, to: CalendarDate) {
        guard from <= to else { return nil }
        self.from = from
        self.to = to
    }

    /// The number of days, at least 1.
    public var dayCount: Int { from.days(to: to) + 1 }

    /// True when the day is in the period.
    public func contains(_ date: CalendarDate) -> Bool { from <= date && date <= to }

    /// True when every day of the other period is in this one.
    public func contains(_ other: Period) -> Bool { from <= other.from && other.to <= to }

    /// True when the periods share at least one day.
    public func overlaps(_ other: Period) -> Bool { from <= other.to && other.from <= to }

    /// `YYYY-MM-DD/YYYY-MM-DD` (ISO 8601).
    public var description: String { from.description + "/" + to.description }
}
