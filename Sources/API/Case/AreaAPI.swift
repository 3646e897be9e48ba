import JSON
import PersonalBudgeting

/// Municipalities and wellbeing services counties: national code lists that come with the service (row 85).
enum AreaAPI {
    static let operations: [Operation] = [
        Operation(
            "listMunicipalities", .get, "/v1/municipalities", "List the municipalities by code, including ended and special codes",
            tag: .areas,
            effect: .read, right: .readRegisters, kind: .list,
            parameters: [.code("county", "Only municipalities of this wellbeing services county", WellbeingCounty.self)] + parameters,
            response: municipalities.schema
        ) { call in
            let county = call.query["county"]
            let all = MunicipalityCode.all.filter { county == nil || $0.county?.rawValue == county }
            return call.answer(call.masked(try page(all, call) { $0.text }), municipalities)
        },
        Operation(
            "findMunicipality", .get, "/v1/municipalities/{municipality}", "Read a municipality by its three-digit code", tag: .areas,
            effect: .read, right: .readRegisters, response: municipality.schema
        ) { call in
            let code = call.parameters["municipality"].flatMap { MunicipalityCode($0) }
            guard let code else { throw Refusal.notFound("municipality") }
            return .value(call.masked(code), municipality)
        },
        Operation(
            "listWellbeingCounties", .get, "/v1/wellbeing-counties", "List the wellbeing services counties, Helsinki and Åland, by code",
            tag: .areas, effect: .read, right: .readRegisters, kind: .list, parameters: parameters, response: counties.schema
        ) { call in call.answer(call.masked(try page(WellbeingCounty.allCases.sorted(), call) { $0.code }), counties) },
    ]

    private static let parameters = [QueryParameter.sort(["code"], standard: "code", of: "area")] + pageParameters

    /// Returns a page of a list that is in memory in the order of its codes.
    private static func page<Element>(_ all: [Element], _ call: AdmittedCall, code: (Element) -> String) throws -> Page<Element> {
        let position = try call.position()
        let isAfter = { (one: String, other: String) in
            call.isDescending ? one.utf8.lexicographicallyPrecedes(other.utf8) : other.utf8.lexicographicallyPrecedes(one.utf8)
        }
        let ordered = call.isDescending ? all.reversed() : all
        let rest = position.map { position in ordered.filter { isAfter(code($0), position) } } ?? ordered
        return try call.page(Array(rest.prefix(call.limit + 1)), total: call.query["count"] == nil ? nil : all.count, position: code)
    }

    private static let municipality = View<MunicipalityCode>(
        "Municipality",
        [
            ViewMember("code", .municipality) { $0 },
            ViewMember("nameFi", .line()) { $0.finnishName },
            ViewMember("nameSv", .line()) { $0.swedishName },
            ViewMember("county", .optional(.county)) { $0.county },
            ViewMember("isMunicipality", .flag) { $0.isMunicipality },
            ViewMember("validTo", .optional(.date)) { $0.validTo },
            ViewMember("successor", .optional(.municipality)) { $0.successor },
        ])

    private static let municipalities = Page<MunicipalityCode>.view("Municipalities", municipality)

    private static let county = View<WellbeingCounty>(
        "WellbeingCounty",
        [
            ViewMember("code", .county) { $0 },
            ViewMember("nameFi", .line()) { $0.finnishName },
            ViewMember("nameSv", .line()) { $0.swedishName },
            ViewMember("population", .optional(.count(0...10_000_000))) { $0.population },
            ViewMember("isOrganiser", .flag) { $0.isOrganiser },
        ])

    private static let counties = Page<WellbeingCounty>.view("WellbeingCounties", county)
}
