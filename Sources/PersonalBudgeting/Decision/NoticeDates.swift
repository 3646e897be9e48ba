/// How a decision is served (hallintolaki 434/2003 59–61 §, laki 13/2003 19 §; D18).
public enum NoticeMethod: String, Hashable, Sendable, CaseIterable {
    /// A letter by post: presumed received on the 7th day after sending.
    case letter
    /// An ordinary electronic notice: presumed received on the 3rd day after sending.
    case electronic
    /// Verifiable notice: received on the date of the receipt.
    case verifiable
    /// Substitute service: presumed received on the 3rd day from the date of the certificate.
    case substitute

    /// Days from the given date to the presumed receipt: 7, 3, 0 or 3.
    public var daysToReceipt: Int {
        switch self {
        case .letter: 7
        case .electronic, .substitute: 3
        case .verifiable: 0
        }
    }
}

/// The dates that follow from serving a decision (D17, D18). Results after 2999-12-31 are 2999-12-31.
public struct NoticeDates: Hashable, Sendable {
    /// Days in which a claim for revised decision or an appeal may be made.
    public static let claimDays = 30

    /// How the decision is served.
    public let method: NoticeMethod
    /// The day of sending; for verifiable notice the date on the receipt, for substitute service the date of the certificate.
    public let given: CalendarDate
    /// The day on which the recipient is presumed to have received it; weekends and holidays do not move it.
    public let served: CalendarDate
    /// The 30th day after `served`, the day of service not counted (laki 150/1930 2 §).
    public let thirtiethDay: CalendarDate
    /// The last day of the claim: `thirtiethDay` or the next weekday (laki 150/1930 5 §).
    public let lastDayToClaim: CalendarDate

    /// The dates when nothing else is shown of the receipt.
    public init(method: NoticeMethod, given: CalendarDate) {
        self.method = method
        self.given = given
        served = NoticeDates.presumedReceipt(method: method, given: given)
        thirtiethDay = served.addingClamped(days: NoticeDates.claimDays)
        lastDayToClaim = NoticeDates.lastDayToClaim(served: served)
    }

    /// The presumed day of receipt.
    public static func presumedReceipt(method: NoticeMethod, given: CalendarDate) -> CalendarDate {
        given.addingClamped(days: method.daysToReceipt)
    }

    /// The last day of the claim when the day of service is known: 30 days, then the next weekday.
    public static func lastDayToClaim(served: CalendarDate) -> CalendarDate {
        FinnishCalendar.nextDayForAct(served.addingClamped(days: claimDays))
    }
}
