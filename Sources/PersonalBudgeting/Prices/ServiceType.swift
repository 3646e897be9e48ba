/// A kind of service that the organiser arranges (palvelulaji), with the law it rests on (H1).
public struct ServiceType: Recorded {
    public static let noun = "service_type"
    public enum Field: ListField { case code, law, unit }
    public var record: Record<ServiceType>
    /// Unique and for good, in lower snake_case, e.g. `henkilokohtainen_apu_ostopalvelu`: prices, lines and pushed events name it.
    public let code: String
    public var details: Details

    /// What one unit of the quantity is.
    public enum Unit: String, CaseIterable, Sendable { case hour, minute, day, trip, visit, piece, month }

    public struct Details: Sendable, Equatable {
        public var nameFi: String
        public var nameSv: String
        public var unit: Unit
        /// The code of the act in lower snake_case, e.g. `vammaispalvelulaki_675_2023`.
        public var law: String
        /// The act and paragraph as a decision names them.
        public var legalBasis: String
        /// The service may not be cut because money runs out; otherwise it is bound by the appropriation (H2).
        public var isSubjectiveRight: Bool
        /// No charge may be taken from the client (M22).
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

    /// Both ends of the validity are part of it.
    public func isValid(on date: CalendarDate) -> Bool {
        guard details.validFrom <= date else { return false }
        if let last = details.validTo { return date <= last }
        return true
    }
}

extension Work {
    /// Takes a service type into the register.
    /// - Throws: `duplicate` when there is one of the code; `invalid` when the validity ends before it begins.
    public func addServiceType(code: String, _ details: ServiceType.Details) throws -> ServiceType {
        try checkEnds(details.validFrom, details.validTo, pointer: "/validTo")
        guard try repositories.serviceTypes.first([.equal(.code, code)]) == nil else {
            throw Refusal(
                .duplicate, "there is a service type \(code)",
                faults: [RuleFault(pointer: "/code", code: "duplicate", detail: "is taken")])
        }
        let type = ServiceType(record: newRecord(), code: code, details: details)
        try repositories.serviceTypes.insert(type)
        try note("created", ServiceType.noun, "\(type.id)")
        return type
    }

    /// Corrects a service type, or ends its validity.
    /// - Throws: `invalid` when the unit would change under prices that were given for it.
    public func changeServiceType(_ type: ServiceType, _ details: ServiceType.Details) throws -> ServiceType {
        try checkEnds(details.validFrom, details.validTo, pointer: "/validTo")
        if details.unit != type.details.unit, try repositories.prices.first([.equal(.serviceTypeCode, type.code)]) != nil {
            throw Refusal.invalid("/unit", "unit_has_prices", "has prices for a \(type.details.unit.rawValue); make another service type")
        }
        var type = type
        type.details = details
        touch(&type)
        try repositories.serviceTypes.update(type)
        try note("updated", ServiceType.noun, "\(type.id)")
        return type
    }

    /// The service type of a code that a request names; what is wrong is added to other faults of the request, with `unknown_service_type` or
    /// `service_type_not_valid` at the pointer.
    /// - Parameter date: a day it must be valid on; nil takes it valid or not.
    func serviceType(_ code: String, pointer: String, on date: CalendarDate? = nil, _ faults: inout [RuleFault]) throws -> ServiceType? {
        guard let type = try repositories.serviceTypes.first([.equal(.code, code)]) else {
            faults.append(RuleFault(pointer: pointer, code: "unknown_service_type", detail: "is not in the register of service types"))
            return nil
        }
        if let date, !type.isValid(on: date) {
            faults.append(RuleFault(pointer: pointer, code: "service_type_not_valid", detail: "is not valid on \(date)"))
            return nil
        }
        return type
    }

    /// A validity that ends must not end before it begins.
    func checkEnds(_ from: CalendarDate, _ to: CalendarDate?, pointer: String) throws(Refusal) {
        if let to, to < from { throw .invalid(pointer, "before_start", "must not be before \(from)") }
    }
}
