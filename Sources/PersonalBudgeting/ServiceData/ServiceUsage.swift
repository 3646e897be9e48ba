/// What a source system says about one service of one client (G1): the content of a row of a batch.
public struct ServiceUsage: Sendable, Equatable {
    /// Of the source; it counts once for ever (M9).
    public var eventID: String
    /// What may be seen of the national id, where the source told one; the whole of it stands beside the usage.
    public var maskedHetu: MaskedHetu?
    public var clientNumber: String?
    public var agreementID: ID<Agreement>?
    public var serviceTypeCode: String
    public var start: Moment
    public var end: Moment?
    public var quantity: Quantity
    public var unit: Unit
    public var providerBusinessID: BusinessID?
    /// What the source says it cost; the price of the agreement decides where it is left out.
    public var amount: Money?
    public var status: Status
    /// The event of the same source that this one takes the place of.
    public var corrects: String?

    /// Codes as source systems send them.
    public enum Unit: String, CaseIterable, Sendable {
        case h, min, day, trip, visit, piece, month

        public var serviceUnit: ServiceType.Unit {
            switch self {
            case .h: .hour
            case .min: .minute
            case .day: .day
            case .trip: .trip
            case .visit: .visit
            case .piece: .piece
            case .month: .month
            }
        }
    }

    /// Only what is done costs money; the rest is kept as it was told.
    public enum Status: String, CaseIterable, Sendable {
        case done, planned
        case cancelledByClient = "cancelled_by_client"
        case noShow = "no_show"
    }

    /// A day, or a moment of it, as the source knows it.
    public enum Moment: Sendable, Equatable, CustomStringConvertible {
        case day(CalendarDate)
        case instant(Instant)

        /// `2026-03-02` or `2026-03-02T09:00:00Z`.
        public init?(_ text: String) {
            if let day = CalendarDate(text) {
                self = .day(day)
            } else if let instant = Instant(text) {
                self = .instant(instant)
            } else {
                return nil
            }
        }

        /// The day in Helsinki.
        public var date: CalendarDate {
            switch self {
            case .day(let day): day
            case .instant(let instant): instant.helsinkiDate
            }
        }

        public var description: String {
            switch self {
            case .day(let day): "\(day)"
            case .instant(let instant): "\(instant)"
            }
        }
    }

    public init(
        eventID: String, maskedHetu: MaskedHetu?, clientNumber: String?, agreementID: ID<Agreement>?, serviceTypeCode: String,
        start: Moment,
        end: Moment?, quantity: Quantity, unit: Unit, providerBusinessID: BusinessID?, amount: Money?, status: Status, corrects: String?
    ) {
        self.eventID = eventID
        self.maskedHetu = maskedHetu
        self.clientNumber = clientNumber
        self.agreementID = agreementID
        self.serviceTypeCode = serviceTypeCode
        self.start = start
        self.end = end
        self.quantity = quantity
        self.unit = unit
        self.providerBusinessID = providerBusinessID
        self.amount = amount
        self.status = status
        self.corrects = corrects
    }

    /// The day the service counts for: the day it began.
    public var serviceDate: CalendarDate { start.date }

    /// Whether the service ends before it begins (fault F8).
    public var endsBeforeStart: Bool {
        switch (start, end) {
        case (_, nil): false
        case (.instant(let start), .instant(let end)): end < start
        case (let start, let end?): end.date < start.date
        }
    }

    /// Whether more time is told than its days have (fault F8).
    public var isLongerThanItsDays: Bool {
        let minutes: Int64
        switch unit {
        case .h: minutes = quantity.thousandths * 60
        case .min: minutes = quantity.thousandths
        case .day, .trip, .visit, .piece, .month: return false
        }
        let days = start.date.days(to: (end ?? start).date) + 1
        return minutes > Int64(days) * 1440 * 1000
    }
}

/// Why service data is held: kept whole and posted to nothing until somebody or something makes it fit.
public enum HoldCode: String, CaseIterable, Sendable {
    /// F5: no client of this national id or number.
    case unknownClient = "unknown_client"
    /// F6: not in the register of service types.
    case unknownServiceType = "unknown_service_type"
    /// No agreement of the client for the service.
    case noAgreement = "no_agreement"
    /// More than one agreement fits; the row names none.
    case ambiguousAgreement = "ambiguous_agreement"
    /// The agreement named is for another service.
    case serviceDiffers = "service_differs"
    /// F7: outside the days of the agreement or the budget.
    case outsidePeriod = "outside_period"
    /// The budget is not in force: not yet, or settled.
    case budgetNotEffective = "budget_not_effective"
    /// M7: delivered above what the line has left and the model tolerates.
    case overBudget = "over_budget"
    /// The approval of the provider does not cover the day.
    case providerNotApproved = "provider_not_approved"
    /// F14: another provider than the one agreed on.
    case providerDiffers = "provider_differs"
    /// F9: another unit than the service is counted in.
    case unitMismatch = "unit_mismatch"
    /// F10: the sum told is not quantity times the agreed price, within the tolerance of the model.
    case amountDiffers = "amount_differs"
    /// F8: more time than the days have.
    case tooLong = "too_long"
    /// F22: done on a day that has not come.
    case futureDate = "future_date"
    /// F13: after the client's death.
    case afterDeath = "after_death"
    /// F11: the event it corrects has not come.
    case unknownOriginal = "unknown_original"
    /// The event it corrects is of another client.
    case originalDiffers = "original_differs"
    /// The event it corrects was reversed before.
    case originalReversed = "original_reversed"
}
