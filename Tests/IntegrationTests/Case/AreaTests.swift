import JSON
import Testing

/// Row 85: municipalities and wellbeing services counties (I20 to I23).
@Suite struct AreaTests {
    @Test("the municipalities are listed by code of three digits, page by page, each once (I20, row 85)") func listsMunicipalities() throws
    {
        let county = try County.shared
        let codes = try county.worker.all("/v1/municipalities", limit: 100).compactMap { $0["code"].string }
        #expect(codes.count == 312)
        #expect(codes == codes.sorted())
        #expect(Set(codes).count == codes.count)
        #expect(codes.contains("091") && !codes.contains("91"))
        let first = try county.worker.get("/v1/municipalities?limit=2&count=exact")
        #expect(first["total"] == 312)
        #expect(first.items.map { $0["code"] } == ["005", "009"])
        #expect(first.headers["Link"]?.contains("rel=\"next\"") == true)
        #expect(try county.worker.get("/v1/municipalities?limit=201", expecting: 400).errors == ["limit": "bad_value"])
    }

    @Test("a municipality has its names, its county and, if it has ended, its last day and successor (I20, I21)") func findsMunicipality()
        throws
    {
        let county = try County.shared
        let helsinki = try county.worker.get("/v1/municipalities/091")
        #expect(helsinki["nameFi"] == "Helsinki")
        #expect(helsinki["nameSv"] == "Helsingfors")
        #expect(helsinki["county"] == "90")
        let ended = try county.worker.get("/v1/municipalities/588")
        #expect(ended["validTo"] == "2024-12-31")
        #expect(ended["successor"] == "507")
        let abroad = try county.worker.get("/v1/municipalities/200")
        #expect(abroad["isMunicipality"] == false)
        #expect(abroad["county"].isNull)
        for code in ["91", "0910", "999", "%20091"] {
            #expect(try county.worker.get("/v1/municipalities/\(code)", expecting: 404).code == "not_found")
        }
    }

    @Test("the filter by county lists the municipalities of that county") func filtersByCounty() throws {
        let county = try County.shared
        let some = try county.worker.all("/v1/municipalities?county=12")
        #expect(some.allSatisfy { $0["county"] == "12" })
        #expect(some.contains { $0["code"] == "588" })
        let all = try county.worker.all("/v1/municipalities")
        #expect(some.count == all.count { $0["county"] == "12" })
        #expect(try county.worker.get("/v1/municipalities?county=22", expecting: 400).errors == ["county": "bad_value"])
    }

    @Test("a cursor works only for its list, its filters and its caller") func bindsCursor() throws {
        let county = try County.shared
        let next = try #require(try county.worker.get("/v1/municipalities?limit=2")["next"].string)
        #expect(try county.worker.get("/v1/wellbeing-counties?after=\(next)", expecting: 400).errors == ["after": "bad_cursor"])
        #expect(try county.finance.get("/v1/municipalities?after=\(next)", expecting: 400).errors == ["after": "bad_cursor"])
        #expect(try county.worker.get("/v1/municipalities?county=12&after=\(next)", expecting: 400).errors == ["after": "bad_cursor"])
    }

    @Test("the counties are 01 to 21, Helsinki 90 and Åland 91, and their populations add up to the national figure (I22, I23)")
    func counties() throws {
        let county = try County.shared
        let counties = try county.worker.all("/v1/wellbeing-counties", limit: 10)
        let numbers = (1...21).map { $0 < 10 ? "0\($0)" : "\($0)" } + ["90", "91"]
        #expect(counties.compactMap { $0["code"].string } == numbers)
        #expect(counties.compactMap { $0["population"].int }.reduce(0, +) == 5_605_317)
        #expect(counties.filter { $0["isOrganiser"] == false }.map { $0["code"] } == ["91"])
        let pirkanmaa = counties.first { $0["code"] == "08" }
        #expect(pirkanmaa?["nameFi"] == "Pirkanmaan hyvinvointialue")
        #expect(pirkanmaa?["nameSv"] == "Birkalands välfärdsområde")
    }
}
