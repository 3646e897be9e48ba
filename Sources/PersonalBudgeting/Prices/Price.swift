/// The price of one unit of a service from one day to another: one row of the price list (hinnasto).
///
/// A row never changes once it stands: its end may be brought forward, and a correction is a new row (row 67). What was worked out from
/// it keeps its own copy.
public struct Price: Recorded {
    public static let noun = "price"
    public enum Field: ListField { case serviceTypeCode, providerID, validFrom }
    public var record: Record<Price>
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var serviceTypeCode: String
        /// Whose price; nil for the general price of the organiser.
        public var providerID: ID<Provider>?
        /// Of one unit of the service type, above zero.
        public var unitPrice: Money
        public var validFrom: CalendarDate
        /// The last day; nil until further notice.
        public var validTo: CalendarDate?
        /// The decision, tender or price list it comes from.
        public var source: String

        public init(
            serviceTypeCode: String, providerID: ID<Provider>?, unitPrice: Money, validFrom: CalendarDate, validTo: CalendarDate?,
            source: String
        ) {
            self.serviceTypeCode = serviceTypeCode
            self.providerID = providerID
            self.unitPrice = unitPrice
            self.validFrom = validFrom
            self.validTo = validTo
            self.source = source
        }
    }

    public init(record: Record<Price>, details: Details) {
        self.record = record
        self.details = details
    }

    /// Both ends of the validity are part of it.
    public func isValid(on date: CalendarDate) -> Bool {
        guard details.validFrom <= date else { return false }
        if let last = details.validTo { return date <= last }
        return true
    }

    /// Whether two validities share a day.
    func overlaps(_ other: Details) -> Bool {
        if let end = details.validTo, end < other.validFrom { return false }
        if let end = other.validTo, end < details.validFrom { return false }
        return true
    }
}

extension Work {
    /// Adds a row to the price list.
    /// - Throws: `overlapping_price` when the service type has a price of the same provider (or a general one) on one of its days;
    ///   `invalid` for an unknown service type or provider.
    public func addPrice(_ details: Price.Details) throws -> Price {
        var faults: [RuleFault] = []
        _ = try serviceType(details.serviceTypeCode, pointer: "/serviceTypeCode", &faults)
        if let id = details.providerID { _ = try provider(id, pointer: "/providerId", &faults) }
        if let last = details.validTo, last < details.validFrom {
            faults.append(RuleFault(pointer: "/validTo", code: "before_start", detail: "must not be before validFrom"))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let others = try priceRows(of: details.serviceTypeCode, provider: details.providerID, until: details.validTo)
        if let other = others.first(where: { $0.overlaps(details) }) {
            let until = other.details.validTo.map { "\($0)" } ?? "further notice"
            throw Refusal(
                .overlappingPrice, "the price \(other.id) is valid from \(other.details.validFrom) until \(until)",
                faults: [RuleFault(pointer: "/validFrom", code: "overlapping_price", detail: "overlaps the price \(other.id)")])
        }
        let price = Price(record: newRecord(), details: details)
        try repositories.prices.insert(price)
        try note("created", Price.noun, "\(price.id)")
        return price
    }

    /// Ends a price on its last day. A validity is only ever cut short: a longer one is a new row.
    /// - Throws: `invalid` when the day is before the first one, or not before the present last one.
    public func endPrice(_ price: Price, on last: CalendarDate) throws -> Price {
        try checkEnds(price.details.validFrom, last, pointer: "/validTo")
        if let present = price.details.validTo, last >= present {
            throw Refusal.invalid("/validTo", "not_earlier", "must be before the present last day, \(present)")
        }
        var price = price
        price.details.validTo = last
        touch(&price)
        try repositories.prices.update(price)
        try note("end", Price.noun, "\(price.id)")
        return price
    }

    /// The price of one unit of a service on a day: the provider's own where there is one, else the general one; nil where there is
    /// neither.
    public func price(of serviceTypeCode: String, provider: ID<Provider>?, on date: CalendarDate) throws -> Price? {
        func row(_ provider: ID<Provider>?) throws -> Price? {
            try priceRows(of: serviceTypeCode, provider: provider, until: date).first { $0.isValid(on: date) }
        }
        if let provider, let own = try row(provider) { return own }
        return try row(nil)
    }

    /// The rows of one provider, or the general ones, that begin at the latest on a day.
    private func priceRows(of serviceTypeCode: String, provider: ID<Provider>?, until date: CalendarDate?) throws -> [Price] {
        var filters: [Filter<Price>] = [.equal(.serviceTypeCode, serviceTypeCode)]
        filters.append(provider.map { .equal(.providerID, $0) } ?? .isAbsent(.providerID))
        if let date { filters.append(.atMost(.validFrom, date)) }
        return try repositories.prices.all(filters)
    }
}
