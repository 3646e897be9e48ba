/// A source system's report of one service of one client (G1): the content of a row of a batch.
public struct ServiceUsage: Sendable, Equatable {
    /// The event id of the source; it counts once for ever (M9).
    public var eventID: String
    /// The masked national id, where the source reported one; the whole of it is sealed beside the usage (I9).
    public var maskedHetu: MaskedHetu?
    public var clientNumber: String?
    public var agreementID: ID<Agreement>?
    public var serviceTypeCode: String
    public var start: Moment
    public var end: Moment?
    public var quantity: Quantity
    public var unit: Unit
    public var providerBusinessID: BusinessID?
    /// The cost that the source reports; if it is missing, the price of the agreement determines the cost.
    public var amount: Money?
    public var status: Status
    /// The event of the same source that this event corrects (M10).
    public var corrects: String?

    /// The units in the codes of the source systems (G1).
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

    /// The status of the service; only a done service costs money.
    public enum Status: String, CaseIterable, Sendable {
        case done, planned
        case cancelledByClient = "cancelled_by_client"
        case noShow = "no_show"
    }

    /// A day or a moment, as the source reports it.
    public enum Moment: Sendable, Equatable, CustomStringConvertible {
        case day(CalendarDate)
        case instant(Instant)

        /// Reads `2026-03-02` or `2026-03-02T09:00:00Z`.
        public init?(_ text: String) {
            if let day = CalendarDate(text) {
                self = .day(day)
            } else if let instant = Instant(text) {
                self = .instant(instant)
            } else {
                return nil
            }
        }

        /// The day in Helsinki (I30).
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

    /// The day that the service counts for: the day on which it began (M8).
    public var serviceDate: CalendarDate { start.date }

    /// Whether the service ends before it begins (F8).
    public var endsBeforeStart: Bool {
        switch (start, end) {
        case (_, nil): false
        case (.instant(let start), .instant(let end)): end < start
        case (let start, let end?): end.date < start.date
        }
    }

    /// Whether the reported time is longer than the days of the service (F8).
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

/// The reason to hold service data (G11, row 65): it is kept whole and not posted until a person decides or its cause is mended (row 110).
public enum HoldCode: String, CaseIterable, Sendable {
    /// F5: no client has the national id or the client number.
    case unknownClient = "unknown_client"
    /// F6: the service type is not in the register.
    case unknownServiceType = "unknown_service_type"
    /// The client has no agreement for the service.
    case noAgreement = "no_agreement"
    /// More than one agreement fits, and the row names none.
    case ambiguousAgreement = "ambiguous_agreement"
    /// The named agreement is for another service.
    case serviceDiffers = "service_differs"
    /// F7: the day is outside the agreement or the budget.
    case outsidePeriod = "outside_period"
    /// The budget is not effective yet, or it is settled.
    case budgetNotEffective = "budget_not_effective"
    /// M7: the delivered service exceeds the money left on the line and the tolerance of the model.
    case overBudget = "over_budget"
    /// The approval of the provider does not cover the day (O7, row 34).
    case providerNotApproved = "provider_not_approved"
    /// F14: the provider is not the agreed one.
    case providerDiffers = "provider_differs"
    /// F9: the unit is not the unit of the service type.
    case unitMismatch = "unit_mismatch"
    /// F10: the reported amount is not quantity times the agreed price, within the tolerance of the model.
    case amountDiffers = "amount_differs"
    /// F8: the reported time is longer than the days of the service.
    case tooLong = "too_long"
    /// F22: a done service on a future day.
    case futureDate = "future_date"
    /// F13: the service is after the client's death.
    case afterDeath = "after_death"
    /// F11: the corrected event is not reported yet.
    case unknownOriginal = "unknown_original"
    /// The corrected event belongs to another client.
    case originalDiffers = "original_differs"
    /// The corrected event is already reversed.
    case originalReversed = "original_reversed"
}
