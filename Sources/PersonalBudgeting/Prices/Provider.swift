/// A company or an association that is approved to provide some services (palveluntuottaja; O7, row 34).
public struct Provider: Recorded {
    public static let noun = "provider"
    public enum Field: ListField { case businessID, nameOrder }
    public var record: Record<Provider>
    /// The Y-tunnus (I11): unique, and never changed.
    public let businessID: BusinessID
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var name: String
        /// The codes of the service types that the provider is approved for.
        public var approvedServiceTypes: [String]
        public var approvedFrom: CalendarDate
        /// The last day of the approval; nil for an approval until further notice.
        public var approvedTo: CalendarDate?
        public var iban: IBAN?
        /// The OID in the SOTE organisation register (I25).
        public var oid: OID?
        /// The address by which the operator routes e-invoices: an OVT id (I12), an IBAN or another one.
        public var eInvoiceAddress: String?

        public init(
            name: String, approvedServiceTypes: [String], approvedFrom: CalendarDate, approvedTo: CalendarDate?, iban: IBAN?, oid: OID?,
            eInvoiceAddress: String?
        ) {
            self.name = name
            self.approvedServiceTypes = approvedServiceTypes
            self.approvedFrom = approvedFrom
            self.approvedTo = approvedTo
            self.iban = iban
            self.oid = oid
            self.eInvoiceAddress = eInvoiceAddress
        }
    }

    public init(record: Record<Provider>, businessID: BusinessID, details: Details) {
        self.record = record
        self.businessID = businessID
        self.details = details
    }

    /// Whether the approval covers the service on the day; both ends of the approval belong to it (O7, row 34).
    public func isApproved(for serviceTypeCode: String, on date: CalendarDate) -> Bool {
        guard details.approvedServiceTypes.contains(serviceTypeCode), details.approvedFrom <= date else { return false }
        if let last = details.approvedTo { return date <= last }
        return true
    }
}

extension Work {
    /// Adds a provider to the register (O7, row 34).
    /// - Throws: `duplicate` when a provider has the same Y-tunnus; `invalid` for an unknown service type or an approval that ends before
    ///   it begins.
    public func addProvider(businessID: BusinessID, _ details: Provider.Details) throws -> Provider {
        try checkApproval(details)
        if let known = try provider(businessID: businessID) {
            throw Refusal(
                .duplicate,
                LocalText(
                    fi: "samalla Y-tunnuksella on jo palveluntuottaja", sv: "en tjänsteproducent med samma FO-nummer finns redan",
                    en: "the provider \(known.id) has the same Y-tunnus"),
                faults: [RuleFault(pointer: "/businessId", code: "duplicate", detail: .registeredAlready)])
        }
        let provider = Provider(record: newRecord(), businessID: businessID, details: details)
        try repositories.providers.insert(provider)
        try note("created", Provider.noun, "\(provider.id)")
        return provider
    }

    /// Corrects a provider, or changes its approval (O7).
    public func changeProvider(_ provider: Provider, _ details: Provider.Details) throws -> Provider {
        try checkApproval(details)
        var provider = provider
        provider.details = details
        touch(&provider)
        try repositories.providers.update(provider)
        try note("updated", Provider.noun, "\(provider.id)")
        return provider
    }

    /// Returns the provider with a Y-tunnus; nil if the register has none.
    public func provider(businessID: BusinessID) throws -> Provider? {
        try repositories.providers.first([.equal(.businessID, businessID)])
    }

    /// Returns the provider that a request names. Adds `unknown_provider` at the pointer to the faults of the request if there is none.
    func provider(_ id: ID<Provider>, pointer: String, _ faults: inout [RuleFault]) throws -> Provider? {
        if let provider = try repositories.providers.find(id) { return provider }
        faults.append(
            RuleFault(
                pointer: pointer, code: "unknown_provider",
                detail: LocalText(
                    fi: "palveluntuottajaa ei ole rekisterissä", sv: "tjänsteproducenten finns inte i registret",
                    en: "is not in the register of providers")))
        return nil
    }

    private func checkApproval(_ details: Provider.Details) throws {
        var faults: [RuleFault] = []
        var seen: Set<String> = []
        for (index, code) in details.approvedServiceTypes.enumerated() {
            let pointer = "/approvedServiceTypes/\(index)"
            if seen.insert(code).inserted {
                _ = try serviceType(code, pointer: pointer, &faults)
            } else {
                faults.append(RuleFault(pointer: pointer, code: "duplicate", detail: .listedTwice))
            }
        }
        if let last = details.approvedTo, last < details.approvedFrom {
            faults.append(RuleFault(pointer: "/approvedTo", code: "before_start", detail: .mustNotBeBefore("approvedFrom")))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }
}
