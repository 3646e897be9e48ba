/// The time an extract of the access log tells of (703/2023 11 §; A21).
public struct AccessExtract: Sendable, Equatable {
    /// In Helsinki, both days included.
    public let from: CalendarDate
    public let to: CalendarDate
    /// Whether older entries were left out because nobody asked for them with a reason.
    public let isCutOff: Bool

    /// The years of which the log is told without a reason.
    public static let years = 2

    /// - Parameters:
    ///   - from: the first day; nil for as far back as may be told.
    ///   - to: the last day; nil for no end.
    ///   - hasReason: whether the caller says why older entries are needed.
    /// - Throws: `reason_needed` when days are asked for that lie further back than two years and no reason is given.
    public init(from: CalendarDate?, to: CalendarDate?, today: CalendarDate, hasReason: Bool) throws {
        let oldest = AccessExtract.oldest(on: today)
        if !hasReason, let asked = [from, to].compactMap({ $0 }).min(), asked < oldest {
            throw Refusal(.reasonNeeded, "entries from before \(oldest) are told for a reason only")
        }
        self.from = from ?? (hasReason ? .earliest : oldest)
        self.to = to ?? .latest
        isCutOff = from == nil && !hasReason
    }

    /// The first day that is told of without a reason: the same day two years before; of 29 February the 28th.
    public static func oldest(on today: CalendarDate) -> CalendarDate {
        today.adding(months: -12 * years) ?? .earliest
    }

    /// Whether a moment lies in it.
    public func contains(_ moment: Instant) -> Bool {
        let day = moment.helsinkiDate
        return day >= from && day <= to
    }
}
