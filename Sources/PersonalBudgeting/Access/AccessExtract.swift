/// The days that an extract of the access log covers (703/2023 11 §; A21, row 75).
public struct AccessExtract: Sendable, Equatable {
    /// The first and the last day, both included, as dates in Helsinki.
    public let from: CalendarDate
    public let to: CalendarDate
    /// Whether entries older than two years were left out, because the caller gave neither a first day nor a reason.
    public let isCutOff: Bool

    /// How many years back an extract reaches without a reason.
    public static let years = 2

    /// - Parameters:
    ///   - from: the first day; nil for as far back as the caller may see.
    ///   - to: the last day; nil for no end.
    ///   - hasReason: whether the caller says why older entries are needed.
    /// - Throws: `reason_needed` for a day more than two years back without a reason.
    public init(from: CalendarDate?, to: CalendarDate?, today: CalendarDate, hasReason: Bool) throws {
        let oldest = AccessExtract.oldest(on: today)
        if !hasReason, let asked = [from, to].compactMap({ $0 }).min(), asked < oldest {
            throw Refusal(
                .reasonNeeded,
                LocalText(
                    fi: "ennen päivää \(oldest.prose) kirjatut tiedot annetaan vain perustellusta syystä",
                    sv: "uppgifter från tiden före \(oldest.prose) lämnas ut bara av ett motiverat skäl",
                    en: "entries from before \(oldest) are given only for a reason"))
        }
        self.from = from ?? (hasReason ? .earliest : oldest)
        self.to = to ?? .latest
        isCutOff = from == nil && !hasReason
    }

    /// The first day that an extract covers without a reason: the same day two years before; for 29 February, the 28th.
    public static func oldest(on today: CalendarDate) -> CalendarDate {
        today.adding(months: -12 * years) ?? .earliest
    }

    /// Whether the extract covers a moment.
    public func contains(_ moment: Instant) -> Bool {
        let day = moment.helsinkiDate
        return day >= from && day <= to
    }
}
