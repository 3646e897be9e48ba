import JSON
import Testing

/// Rows 14 and 85, basics: the register of service types.
@Suite struct ServiceTypeTests {
    @Test("a service type is read as it was written, and found by its code (row 85)") func keepsServiceType() throws {
        let county = try County.shared
        let body = county.serviceTypeBody()
        let made = try county.admin.post("/v1/service-types", body)
        let read = try county.worker.get(made.path)
        for name in body.names { #expect(read[name] == body[name], "\(name)") }
        #expect(read["validTo"].isNull)
        #expect(read.etag == made.etag)
        let code = try #require(made["code"].string)
        #expect(try county.finance.get("/v1/service-types?code=\(code)").items.map { $0["id"] } == [made["id"]])
        #expect(try county.finance.get("/v1/service-types?code=\(code)&unit=day").items.isEmpty)
    }

    @Test("a second service type with the same code is refused") func refusesDuplicate() throws {
        let county = try County.shared
        let made = try county.serviceType()
        let refused = try county.admin.post("/v1/service-types", county.serviceTypeBody().with("code", made["code"]), expecting: 409)
        #expect(refused.code == "duplicate")
        #expect(refused.errors == ["/code": "duplicate"])
    }

    @Test("a service type is corrected and ended by a merge patch, except its code and a unit with prices") func corrects() throws {
        let county = try County.shared
        let type = try county.serviceType()
        let changed = try county.admin.patch(type.path, ["nameFi": "Apu kotona", "validTo": "2026-12-31", "unit": "visit"])
        #expect(changed["nameFi"] == "Apu kotona")
        #expect(changed["validTo"] == "2026-12-31")
        #expect(changed["unit"] == "visit")
        #expect(changed["code"] == type["code"])
        #expect(try county.admin.patch(type.path, ["code": "toinen"], expecting: 422).errors == ["/code": "unknown_member"])
        #expect(try county.admin.patch(type.path, ["validTo": "2024-12-31"], expecting: 422).errors == ["/validTo": "before_start"])
        try county.price(of: type["code"], cents: 2450)
        #expect(try county.admin.patch(type.path, ["unit": "hour"], expecting: 422).errors == ["/unit": "unit_has_prices"])
        #expect(try county.admin.patch(type.path, ["nameFi": "Apu"])["unit"] == "visit")
    }

    @Test("all faults of a service type are reported at once") func refusesFaults() throws {
        let county = try County.shared
        let body = county.serviceTypeBody().merged(["code": "Iso Koodi", "unit": "kilometre", "law": "Vammaispalvelulaki"])
        let refused = try county.admin.post("/v1/service-types", body.with("nameSv", nil), expecting: 422)
        #expect(refused.errors == ["/code": "wrong_form", "/unit": "unknown_code", "/law": "wrong_form", "/nameSv": "required"])
        let ended = county.serviceTypeBody().with("validTo", "2024-12-31")
        #expect(try county.admin.post("/v1/service-types", ended, expecting: 422).errors == ["/validTo": "before_start"])
    }

    @Test("only the administrator writes service types (A6)") func rights() throws {
        let county = try County.shared
        for caller in [county.worker, county.finance, county.system, county.auditor] {
            #expect(try caller.post("/v1/service-types", county.serviceTypeBody(), expecting: 403).code == "forbidden")
        }
        let type = try county.serviceType()
        #expect(try county.worker.patch(type.path, ["nameFi": "X"], expecting: 403).code == "forbidden")
        #expect(try county.system.get(type.path)["code"] == type["code"])
        #expect(try county.nobody.get(type.path, expecting: 401).code != nil)
    }
}
