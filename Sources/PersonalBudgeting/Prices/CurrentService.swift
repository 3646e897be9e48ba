/// A service that the client has now, its yearly cost, and whether the client wants it changed (S9, S15 basis A).
public struct CurrentService: CaseFile {
    public static let noun = "current_service"
    public enum Field: CaseFileField { case caseID, wantsChange }
    public var record: Record<CurrentService>
    public let caseID: ID<Case>
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var serviceTypeCode: String
        /// The provider; nil if the organiser provides the service or the provider does not matter.
        public var providerID: ID<Provider>?
        public var description: String
        /// In units of the service type.
        public var quantityPerYear: Quantity
        public var annualCost: Money
        /// Whether the client wants the service changed; a calculation on basis A takes only such services (row 15).
        public var wantsChange: Bool
        public var startedOn: CalendarDate
        /// The last day; nil while the service continues.
        public var endedOn: CalendarDate?

        public init(
            serviceTypeCode: String, providerID: ID<Provider>?, description: String, quantityPerYear: Quantity, annualCost: Money,
            wantsChange: Bool, startedOn: CalendarDate, endedOn: CalendarDate?
        ) {
            self.serviceTypeCode = serviceTypeCode
            self.providerID = providerID
            self.description = description
            self.quantityPerYear = quantityPerYear
            self.annualCost = annualCost
            self.wantsChange = wantsChange
            self.startedOn = startedOn
            self.endedOn = endedOn
        }
    }

    public init(record: Record<CurrentService>, caseID: ID<Case>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.details = details
    }
}

extension Work {
    /// Inserts a service that the client has (S9).
    /// - Throws: `case_closed`; `invalid` for an unknown service type or provider, a start in the future, an end before the start.
    public func addCurrentService(_ details: CurrentService.Details, to caseFile: Case) throws -> CurrentService {
        try checkCurrentService(details, in: caseFile)
        let service = CurrentService(record: newRecord(), caseID: caseFile.id, details: details)
        try insert(service, in: caseFile, to: repositories.currentServices)
        return service
    }

    /// Corrects a service, or records its end or the client's wish to change it (S9). Earlier calculations keep their figures (row 14).
    public func changeCurrentService(
        _ service: CurrentService, _ details: CurrentService.Details, in caseFile: Case
    ) throws -> CurrentService {
        try checkCurrentService(details, in: caseFile)
        var service = service
        service.details = details
        return try update(service, in: caseFile, of: repositories.currentServices)
    }

    private func checkCurrentService(_ details: CurrentService.Details, in caseFile: Case) throws {
        try caseFile.requireOpen()
        var faults: [RuleFault] = []
        _ = try serviceType(details.serviceTypeCode, pointer: "/serviceTypeCode", &faults)
        if let id = details.providerID { _ = try provider(id, pointer: "/providerId", &faults) }
        if details.startedOn > today {
            faults.append(RuleFault(pointer: "/startedOn", code: "in_the_future", detail: .mustNotBeAfterToday(today)))
        }
        if let end = details.endedOn, end < details.startedOn {
            faults.append(RuleFault(pointer: "/endedOn", code: "before_start", detail: .mustNotBeBefore("startedOn")))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }
}
