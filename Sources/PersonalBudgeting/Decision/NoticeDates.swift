/// The method of service of a decision (hallintolaki 434/2003 59–61 §, laki 13/2003 19 §; D18, W7, W10).
public enum NoticeMethod: String, Hashable, Sendable, CaseIterable {
    /// A letter by post: presumed received on the 7th day after sending (HL 59 §).
    case letter
    /// An ordinary electronic notice: presumed received on the 3rd day after sending (SAL 19 §).
    case electronic
    /// Verifiable notice: received on the date of the receipt (HL 60 §).
    case verifiable
    /// Substitute service: presumed received on the 3rd day from the date of the certificate (HL 61 §).
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

/// The dates that follow from the service of a decision (D17 to D20). Results after 2999-12-31 are 2999-12-31.
public struct NoticeDates: Hashable, Sendable {
    /// The days within which a claim for a revised decision or an appeal may be made (D17, HL 49 c §).
    public static let claimDays = 30

    public let method: NoticeMethod
    /// The day of sending; for verifiable notice the date on the receipt, for substitute service the date of the certificate (D18).
    public let given: CalendarDate
    /// The day of presumed receipt; weekends and holidays do not move it (D3, D18).
    public let served: CalendarDate
    /// The 30th day after `served`; the day of service is not counted (laki 150/1930 2 §, D1).
    public let thirtiethDay: CalendarDate
    /// The last day for the claim: `thirtiethDay`, or the next weekday (laki 150/1930 5 §, D2).
    public let lastDayToClaim: CalendarDate

    /// Computes the dates when no other day of receipt is shown.
    public init(method: NoticeMethod, given: CalendarDate) {
        self.method = method
        self.given = given
        served = NoticeDates.presumedReceipt(method: method, given: given)
        thirtiethDay = served.addingClamped(days: NoticeDates.claimDays)
        lastDayToClaim = NoticeDates.lastDayToClaim(served: served)
    }

    /// Returns the day of presumed receipt (D18).
    public static func presumedReceipt(method: NoticeMethod, given: CalendarDate) -> CalendarDate {
        given.addingClamped(days: method.daysToReceipt)
    }

    /// Returns the last day for the claim after a known day of service: the thirtieth day, or the next weekday (D2, D17).
    public static func lastDayToClaim(served: CalendarDate) -> CalendarDate {
        FinnishCalendar.nextDayForAct(served.addingClamped(days: claimDays))
    }
}
