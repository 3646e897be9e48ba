import JSON
import Testing

extension County {
    /// A service type that nobody else in this county has, valid since 2025. `type["code"]` is what prices and lines name.
    @discardableResult
    func serviceType(_ changes: JSONValue = [:], sourceLocation: SourceLocation = #_sourceLocation) throws -> Reply {
        let type = try admin.post("/v1/service-types", serviceTypeBody().merged(changes), sourceLocation: sourceLocation)
        guard type.status == 201 else { throw ProcessFault("no service type: \(type)") }
        return type
    }

    /// The body of a new service type.
    func serviceTypeBody() -> JSONValue {
        [
            "code": .string("palvelu_\(nextNumber())"), "nameFi": "Henkilökohtainen apu", "nameSv": "Personlig assistans", "unit": "hour",
            "law": "vammaispalvelulaki_675_2023", "legalBasis": "Vammaispalvelulaki 675/2023", "isSubjectiveRight": true,
            "isFreeOfCharge": true, "validFrom": "2025-01-01",
        ]
    }

    /// A row of the price list; by default the general price since 2026-01-01.
    @discardableResult
    func price(
        of code: JSONValue, cents: Int64, _ changes: JSONValue = [:], expecting status: Int = 201,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        let body: JSONValue = [
            "serviceTypeCode": code, "unitPriceCents": .integer(cents), "validFrom": "2026-01-01", "source": "Lautakunta 12.12.2025 § 80",
        ]
        return try finance.post("/v1/prices", body.merged(changes), expecting: status, sourceLocation: sourceLocation)
    }

    /// A provider that nobody else in this county has, approved since 2026-01-01 for these services.
    @discardableResult
    func provider(
        services: [JSONValue] = [], _ changes: JSONValue = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        let provider = try finance.post("/v1/providers", providerBody(services: services).merged(changes), sourceLocation: sourceLocation)
        guard provider.status == 201 else { throw ProcessFault("no provider: \(provider)") }
        return provider
    }

    /// The body of a new provider.
    func providerBody(businessID: String? = nil, services: [JSONValue] = []) -> JSONValue {
        [
            "businessId": .string(businessID ?? newBusinessID()), "name": "Apu ja Arki Oy", "approvedServiceTypes": .array(services),
            "approvedFrom": "2026-01-01",
        ]
    }

    /// A Y-tunnus that nobody else in this county has, of the range that is not issued (9 000 100 and up).
    func newBusinessID() -> String {
        while true {
            let digits = "\(9_000_100 + nextNumber())"
            let sum = zip(digits.compactMap(\.wholeNumberValue), [7, 9, 10, 5, 8, 4, 2]).reduce(0) { $0 + $1.0 * $1.1 }
            if sum % 11 != 1 { return "\(digits)-\((11 - sum % 11) % 11)" }
        }
    }

    /// A current service of a case: by default 10 000 € a year, and the client wants it changed.
    @discardableResult
    func currentService(
        in file: Reply, of code: JSONValue, _ changes: JSONValue = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        let body: JSONValue = [
            "serviceTypeCode": code, "description": "Avustaja kaksi kertaa viikossa", "quantityPerYearThousandths": 400_000,
            "annualCostCents": 1_000_000, "wantsChange": true, "startedOn": "2025-02-01",
        ]
        return try worker.post("\(file.path)/current-services", body.merged(changes), sourceLocation: sourceLocation)
    }

    /// A need in the client's words, kept in a case.
    @discardableResult
    func need(in file: Reply, kind: String = "need", sourceLocation: SourceLocation = #_sourceLocation) throws -> Reply {
        try worker.post(
            "\(file.path)/statements",
            ["kind": .string(kind), "statedBy": "client", "inOwnWords": "Tarvitsen apua arjessa", "supportedBy": [], "priority": 1],
            sourceLocation: sourceLocation)
    }
}
