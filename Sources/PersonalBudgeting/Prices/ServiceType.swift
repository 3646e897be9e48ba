/// A kind of service that the organiser arranges (palvelulaji), with its legal basis (H1, H2, H6).
public struct ServiceType: Recorded {
    public static let noun = "service_type"
    public enum Field: ListField { case code, law, unit }
    public var record: Record<ServiceType>
    /// The code in lower snake_case, for example `henkilokohtainen_apu_ostopalvelu`: unique, and never changed. Prices, lines and service
    /// data name it.
    public let code: String
    public var details: Details

    /// The unit of the quantity.
    public enum Unit: String, CaseIterable, Sendable { case hour, minute, day, trip, visit, piece, month }

    public struct Details: Sendable, Equatable {
        public var nameFi: String
        public var nameSv: String
        public var unit: Unit
        /// The code of the act in lower snake_case, for example `vammaispalvelulaki_675_2023`.
        public var law: String
        /// The act and section in the form that a decision cites.
        public var legalBasis: String
        /// Whether the client has a right to the service, so that it may not be cut when money runs out; otherwise it is bound by the
        /// appropriation (H2, VPL 6 §).
        public var isSubjectiveRight: Bool
        /// Whether the client may not be charged for the service (M22).
        public var isFreeOfCharge: Bool
        public var validFrom: CalendarDate
        public var validTo: CalendarDate?

        public init(
            nameFi: String, nameSv: String, unit: Unit, law: String, legalBasis: String, isSubjectiveRight: Bool, isFreeOfCharge: Bool,
            validFrom: CalendarDate, validTo: CalendarDate?
        ) {
            self.nameFi = nameFi
            self.nameSv = nameSv
            self.unit = unit
            self.law = law
            self.legalBasis = legalBasis
            self.isSubjectiveRight = isSubjectiveRight
            self.isFreeOfCharge = isFreeOfCharge
            self.validFrom = validFrom
            self.validTo = validTo
        }
    }

    public init(record: Record<ServiceType>, code: String, details: Details) {
        self.record = record
        self.code = code
        self.details = details
    }

    /// Whether the service type is valid on the day (H6); both ends of the validity belong to it.
    public func isValid(on date: CalendarDate) -> Bool {
        guard details.validFrom <= date else { return false }
        if let last = details.validTo { return date <= last }
        return true
    }
}

extension Work {
    /// Adds a service type to the register (H1, H6).
    /// - Throws: `duplicate` when the code is in use; `invalid` when the validity ends before it begins.
    public func addServiceType(code: String, _ details: ServiceType.Details) throws -> ServiceType {
        try checkEnds(details.validFrom, details.validTo, pointer: "/validTo")
        guard try repositories.serviceTypes.first([.equal(.code, code)]) == nil else {
            throw Refusal(
                .duplicate,
                LocalText(
                    fi: "samalla tunnuksella on jo palvelutyyppi", sv: "en servicetyp med samma kod finns redan",
                    en: "there is already a service type \(code)"),
                faults: [RuleFault(pointer: "/code", code: "duplicate", detail: .inUseAlready)])
        }
        let type = ServiceType(record: newRecord(), code: code, details: details)
        try repositories.serviceTypes.insert(type)
        try note("created", ServiceType.noun, "\(type.id)")
        return type
    }

    /// Corrects a service type, or ends its validity (H1, H6).
    /// - Throws: `invalid` when the unit would change although the service type has prices per unit.
    public func changeServiceType(_ type: ServiceType, _ details: ServiceType.Details) throws -> ServiceType {
        try checkEnds(details.validFrom, details.validTo, pointer: "/validTo")
        if details.unit != type.details.unit, try repositories.prices.first([.equal(.serviceTypeCode, type.code)]) != nil {
            throw Refusal.invalid(
                "/unit", "unit_has_prices",
                LocalText(
                    fi:
                        "yksikköä ei voi muuttaa, koska hinnat on annettu sen mukaan (\(type.details.unit.inWords.fi)); lisää toinen palvelutyyppi",
                    sv:
                        "enheten kan inte ändras, eftersom priserna har angetts per \(type.details.unit.inWords.sv); lägg till en annan servicetyp",
                    en: "cannot change: prices are given per \(type.details.unit.rawValue); add another service type"))
        }
        var type = type
        type.details = details
        touch(&type)
        try repositories.serviceTypes.update(type)
        try note("updated", ServiceType.noun, "\(type.id)")
        return type
    }

    /// Returns the service type that a request names by its code. Where there is none, adds `unknown_service_type` or
    /// `service_type_not_valid` at the pointer to the faults of the request.
    /// - Parameter date: a day on which the service type must be valid; nil accepts it valid or not.
    func serviceType(_ code: String, pointer: String, on date: CalendarDate? = nil, _ faults: inout [RuleFault]) throws -> ServiceType? {
        guard let type = try repositories.serviceTypes.first([.equal(.code, code)]) else {
            faults.append(
                RuleFault(
                    pointer: pointer, code: "unknown_service_type",
                    detail: LocalText(
                        fi: "palvelutyyppiä ei ole rekisterissä", sv: "servicetypen finns inte i registret",
                        en: "is not in the register of service types")))
            return nil
        }
        if let date, !type.isValid(on: date) {
            faults.append(
                RuleFault(
                    pointer: pointer, code: "service_type_not_valid",
                    detail: LocalText(fi: "ei ole voimassa \(date.prose)", sv: "gäller inte \(date.prose)", en: "is not valid on \(date)")))
            return nil
        }
        return type
    }

    /// Refuses a validity that ends before it begins, with `before_start` at the pointer.
    func checkEnds(_ from: CalendarDate, _ to: CalendarDate?, pointer: String) throws(Refusal) {
        if let to, to < from {
            throw .invalid(
                pointer, "before_start",
                LocalText(
                    fi: "ei saa olla ennen päivää \(from.prose)", sv: "får inte vara före \(from.prose)", en: "must not be before \(from)"))
        }
    }
}
