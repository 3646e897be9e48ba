import JSON
import Testing

/// Scenes that provoke the refusals about prices and the calculation.
enum PricesScenes {
    static let all: [String: ProblemScene.Make] = [
        "no_price_on_date": noPriceOnDate, "overlapping_price": overlappingPrice, "mixed_bases": mixedBases,
        "basis_not_allowed": basisNotAllowed, "change_not_wanted": changeNotWanted,
    ]

    private static func noPriceOnDate(_ county: County) throws -> ProblemScene {
        let code = try county.serviceType()["code"]
        try county.price(of: code, cents: 2450)
        return ProblemScene(by: county.worker, ["serviceTypeCode": code]) {
            try county.worker.triedGet("/v1/prices/on-date?serviceTypeCode=\(code.string ?? "")&on=2025-12-31")
        }
    }

    private static func overlappingPrice(_ county: County) throws -> ProblemScene {
        let code = try county.serviceType()["code"]
        let price = try county.price(of: code, cents: 2450)
        let next: JSONValue = ["serviceTypeCode": code, "unitPriceCents": 2600, "validFrom": "2026-07-01", "source": "Lautakunta § 41"]
        return ProblemScene(by: county.finance, ["price": price["id"]], isMended: true) { try county.finance.tried("/v1/prices", next) }
    }

    private static func calculation(on basis: JSONValue, _ line: JSONValue) -> JSONValue {
        ["basis": basis, "pricesAsOf": "2026-06-30", "lines": [line.with("exchangedSharePercent", 100)]]
    }

    private static func mixedBases(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let service = try county.currentService(in: file, of: try county.serviceType()["code"])
        let need = try county.need(in: file)
        let body = calculation(on: "current_services_to_change", ["currentServiceId": service["id"], "needId": need["id"]])
        return ProblemScene(by: county.worker, ["case": file["id"], "currentService": service["id"]]) {
            try county.worker.tried("\(file.path)/budget-calculations", body)
        }
    }

    private static func basisNotAllowed(_ county: County) throws -> ProblemScene {
        let model = try county.model(rules: ["allowedBases": ["entitlement"]])
        let file = try county.openCase(model: model["code"].string ?? "")
        let code = try county.serviceType()["code"]
        try county.price(of: code, cents: 2450)
        let service = try county.currentService(in: file, of: code)
        let need = try county.need(in: file)
        let body = calculation(on: "current_services_to_change", ["currentServiceId": service["id"]])
        return ProblemScene(by: county.worker, ["case": file["id"], "statement": need["id"], "serviceTypeCode": code]) {
            try county.worker.tried("\(file.path)/budget-calculations", body)
        }
    }

    private static func changeNotWanted(_ county: County) throws -> ProblemScene {
        let file = try county.openCase()
        let service = try county.currentService(in: file, of: try county.serviceType()["code"], ["wantsChange": false])
        let body = calculation(on: "current_services_to_change", ["currentServiceId": service["id"]])
        return ProblemScene(by: county.worker, ["case": file["id"], "currentService": service["id"]], isMended: true) {
            try county.worker.tried("\(file.path)/budget-calculations", body)
        }
    }
}
