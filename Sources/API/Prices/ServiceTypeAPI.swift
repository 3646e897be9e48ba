import JSON
import PersonalBudgeting

/// The register of service types.
enum ServiceTypeAPI {
    private static let resource = Resource<ServiceType>(
        "/v1/service-types", "serviceType", tag: .servicesAndPrices, view: view, owner: .none
    ) { $0.serviceTypes }

    static let operations: [Operation] = [
        resource.list(
            "listServiceTypes", "List the service types, with their legal basis", right: .readRegisters,
            filters: [
                .init(.text("code", "Only the service type with this code"), field: .code),
                .init(.text("law", "Only service types under this act"), field: .law),
                .init(.code("unit", "Only service types in this unit", ServiceType.Unit.self), field: .unit),
            ], sorts: [ListSort("code", .code)], isJoined: true),
        resource.find("findServiceType", "Read a service type", right: .readRegisters),
        resource.create("addServiceType", "Add a service type", right: .writeRegisters, newType, refusals: [.duplicate]) { call, new in
            try call.work.addServiceType(code: new.code, new.details)
        },
        resource.change(
            "changeServiceType", "Correct a service type or end its validity", right: .writeRegisters, details, current: \.details
        ) { call, type, details in try call.work.changeServiceType(type, details) },
    ]

    private struct NewType: Sendable {
        let code: String
        let details: ServiceType.Details
    }

    private static let newType = Shape<NewType>.object(
        "NewServiceType",
        Field("code", .registerCode) { $0.code },
        Field("nameFi", .line()) { $0.details.nameFi },
        Field("nameSv", .line()) { $0.details.nameSv },
        Field("unit", .code) { $0.details.unit },
        Field("law", .registerCode) { $0.details.law },
        Field("legalBasis", .prose(500)) { $0.details.legalBasis },
        Field("isSubjectiveRight", .flag) { $0.details.isSubjectiveRight },
        Field("isFreeOfCharge", .flag) { $0.details.isFreeOfCharge },
        Field("validFrom", .date) { $0.details.validFrom },
        Field("validTo", .optional(.date)) { $0.details.validTo },
        make: { code, nameFi, nameSv, unit, law, basis, subjective, free, from, to in
            NewType(
                code: code,
                details: ServiceType.Details(
                    nameFi: nameFi, nameSv: nameSv, unit: unit, law: law, legalBasis: basis, isSubjectiveRight: subjective,
                    isFreeOfCharge: free, validFrom: from, validTo: to))
        })

    private static let details = Shape<ServiceType.Details>.object(
        "ServiceTypeDetails",
        Field("nameFi", .line()) { $0.nameFi },
        Field("nameSv", .line()) { $0.nameSv },
        Field("unit", .code) { $0.unit },
        Field("law", .registerCode) { $0.law },
        Field("legalBasis", .prose(500)) { $0.legalBasis },
        Field("isSubjectiveRight", .flag) { $0.isSubjectiveRight },
        Field("isFreeOfCharge", .flag) { $0.isFreeOfCharge },
        Field("validFrom", .date) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        make: ServiceType.Details.init)

    private static let view = View<ServiceType>(
        "ServiceType", ViewMember.record + [ViewMember("code", .registerCode) { $0.code }, .inline(details) { $0.details }])
}
