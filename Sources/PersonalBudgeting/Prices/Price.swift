/// One row of the price list (hinnasto): the price of one unit of a service from one day to another (H7).
///
/// A row does not change, except that its end may be brought forward. A correction is a new row (row 67). Calculations keep their own copy
/// of a price (row 14).
public struct Price: Recorded {
    public static let noun = "price"
    public enum Field: ListField { case serviceTypeCode, providerID, validFrom }
    public var record: Record<Price>
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var serviceTypeCode: String
        /// The provider whose price this is; nil for the organiser's general price.
        public var providerID: ID<Provider>?
        /// The price of one unit of the service type, above zero.
        public var unitPrice: Money
        public var validFrom: CalendarDate
        /// The last day; nil for a price valid until further notice.
        public var validTo: CalendarDate?
        /// The decision, tender or price list that the price comes from.
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

    /// Whether the price is valid on the day (H7); both ends of the validity belong to it.
    public func isValid(on date: CalendarDate) -> Bool {
        guard details.validFrom <= date else { return false }
        if let last = details.validTo { return date <= last }
        return true
    }

    /// Whether the two validities share a day (H7).
    func overlaps(_ other: Details) -> Bool {
        if let end = details.validTo, end < other.validFrom { return false }
        if let end = other.validTo, end < details.validFrom { return false }
        return true
    }
}

extension Work {
    /// Inserts a row of the price list (H7, row 67).
    /// - Throws: `overlapping_price` when the service type has a price of the same provider on one of the days, or another general price
    ///   where this one is general; `invalid` for an unknown service type or provider, or an end before the start.
    public func addPrice(_ details: Price.Details) throws -> Price {
        var faults: [RuleFault] = []
        _ = try serviceType(details.serviceTypeCode, pointer: "/serviceTypeCode", &faults)
        if let id = details.providerID { _ = try provider(id, pointer: "/providerId", &faults) }
        if let last = details.validTo, last < details.validFrom {
            faults.append(RuleFault(pointer: "/validTo", code: "before_start", detail: .mustNotBeBefore("validFrom")))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let others = try priceRows(of: details.serviceTypeCode, provider: details.providerID, until: details.validTo)
        if let other = others.first(where: { $0.overlaps(details) }) {
            let until = LocalText.until(other.details.validTo)
            throw Refusal(
                .overlappingPrice,
                LocalText(
                    fi: "toinen hinta on voimassa \(other.details.validFrom.prose) alkaen \(until.fi)",
                    sv: "ett annat pris gäller från \(other.details.validFrom.prose) \(until.sv)",
                    en: "the price \(other.id) is valid from \(other.details.validFrom) \(until.en)"),
                faults: [
                    RuleFault(
                        pointer: "/validFrom", code: "overlapping_price",
                        detail: LocalText(
                            fi: "voimassaolo on päällekkäinen toisen hinnan kanssa", sv: "giltighetstiden överlappar ett annat pris",
                            en: "overlaps the price \(other.id)"))
                ])
        }
        let price = Price(record: newRecord(), details: details)
        try repositories.prices.insert(price)
        try note("created", Price.noun, "\(price.id)")
        return price
    }

    /// Ends a price on an earlier day. A validity can only be shortened: a longer one needs a new row (row 67).
    /// - Throws: `invalid` when the day is before the first day, or not before the present last day.
    public func endPrice(_ price: Price, on last: CalendarDate) throws -> Price {
        try checkEnds(price.details.validFrom, last, pointer: "/validTo")
        if let present = price.details.validTo, last >= present {
            throw Refusal.invalid(
                "/validTo", "not_earlier",
                LocalText(
                    fi: "täytyy olla ennen nykyistä viimeistä päivää \(present.prose)",
                    sv: "måste vara före den nuvarande sista dagen \(present.prose)", en: "must be before the present last day, \(present)")
            )
        }
        var price = price
        price.details.validTo = last
        touch(&price)
        try repositories.prices.update(price)
        try note("end", Price.noun, "\(price.id)")
        return price
    }

    /// Returns the price of one unit of a service on a day (H7): the provider's own price if it has one, else the general price; nil
    /// if there is neither.
    public func price(of serviceTypeCode: String, provider: ID<Provider>?, on date: CalendarDate) throws -> Price? {
        func row(_ provider: ID<Provider>?) throws -> Price? {
            try priceRows(of: serviceTypeCode, provider: provider, until: date).first { $0.isValid(on: date) }
        }
        if let provider, let own = try row(provider) { return own }
        return try row(nil)
    }

    /// Returns the rows of one provider, or the general rows, that begin on or before the day; with nil, all of them.
    private func priceRows(of serviceTypeCode: String, provider: ID<Provider>?, until date: CalendarDate?) throws -> [Price] {
        var filters: [Filter<Price>] = [.equal(.serviceTypeCode, serviceTypeCode)]
        filters.append(provider.map { .equal(.providerID, $0) } ?? .isAbsent(.providerID))
        if let date { filters.append(.atMost(.validFrom, date)) }
        return try repositories.prices.all(filters)
    }
}
