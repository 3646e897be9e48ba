import JSON
import Testing

/// Row 34, basics: the register of providers, with the vectors of identifiers (I13, I19, I24, I26).
@Suite struct ProviderTests {
    /// A county of its own, because public business ids are unique in a register.
    private static let own = Result { try County() }

    @Test(
        "a valid Y-tunnus is accepted (I11 to I13, row 34)",
        arguments: [
            "2077474-0", "0737546-2", "0204819-8", "1572860-0", "0112038-9", "2094551-1", "2496986-0", "1234567-1", "9000001-1",
            "9000003-8",
        ])
    func takesBusinessID(_ text: String) throws {
        let county = try ProviderTests.own.get()
        let made = try county.finance.post("/v1/providers", county.providerBody(businessID: text))
        #expect(made["businessId"] == .string(text))
        let digits = text.filter { $0 != "-" }
        #expect(made["vatNumber"] == .string("FI\(digits)"))
        #expect(made["ovt"] == .string("0037\(digits)"))
        #expect(try county.worker.get("/v1/providers?businessId=\(text)").items.map { $0["id"] } == [made["id"]])
    }

    @Test(
        "a wrong Y-tunnus is refused with its fault (I11, I13, row 34)",
        arguments: [
            ("0737546-1", "business_id_wrong_check_digit"), ("2077474-1", "business_id_wrong_check_digit"),
            ("9000002-0", "business_id_not_issued"), ("9000002-1", "business_id_not_issued"), ("9000002-9", "business_id_not_issued"),
            ("0000006-0", "business_id_not_issued"), ("0000006-5", "business_id_not_issued"), ("20774740", "business_id_wrong_form"),
            ("FI20774740", "business_id_wrong_form"), ("2077474-A", "business_id_wrong_form"),
        ])
    func refusesBusinessID(_ text: String, _ fault: String) throws {
        let county = try County.shared
        let refused = try county.finance.post("/v1/providers", county.providerBody(businessID: text), expecting: 422)
        #expect(refused.errors == ["/businessId": fault])
    }

    @Test("an old Y-tunnus of six digits gets its leading zero, and counts as the same one (I11)") func oldForm() throws {
        let county = try County()
        let made = try county.finance.post("/v1/providers", county.providerBody(businessID: "737546-2"))
        #expect(made["businessId"] == "0737546-2")
        #expect(try county.worker.get("/v1/providers?businessId=737546-2").items.map { $0["id"] } == [made["id"]])
        for text in ["0737546-2", "737546-2", " 0737546-2 "] {
            let refused = try county.finance.post("/v1/providers", county.providerBody(businessID: text), expecting: 409)
            #expect(refused.code == "duplicate")
            #expect(refused.errors == ["/businessId": "duplicate"])
        }
        let wrong = try county.worker.get("/v1/providers?businessId=0737546-1", expecting: 400)
        #expect(wrong.errors == ["businessId": "bad_value"])
    }

    @Test(
        "a valid IBAN is accepted (I14, I19, row 34)",
        arguments: [
            ("FI2112345600000785", "FI2112345600000785"), ("FI5542345670000081", "FI5542345670000081"),
            ("FI1410093000123458", "FI1410093000123458"), ("FI0799201901261467", "FI0799201901261467"),
            ("fi21 1234 5600 0007 85", "FI2112345600000785"), ("SE4550000000058398257466", "SE4550000000058398257466"),
        ])
    func takesIBAN(_ text: String, _ kept: String) throws {
        let county = try County.shared
        #expect(try county.provider(["iban": .string(text)])["iban"] == .string(kept))
    }

    @Test(
        "a wrong IBAN is refused with its fault (I14, I19, row 34)",
        arguments: [
            ("FI2112345600000786", "iban_wrong_check_digits"), ("FI1234567890123456", "iban_wrong_check_digits"),
            ("FI211234560000078", "iban_wrong_length"), ("US64SVBKUS6S3300958879", "iban_country_not_in_sepa"),
            ("12345600000785", "iban_wrong_form"),
        ])
    func refusesIBAN(_ text: String, _ fault: String) throws {
        let county = try County.shared
        let refused = try county.finance.post("/v1/providers", county.providerBody().with("iban", .string(text)), expecting: 422)
        #expect(refused.errors == ["/iban": fault])
    }

    @Test(
        "a valid OID is accepted (I24 to I26)",
        arguments: ["1.2.246.10.2048198", "1.2.246.10.2048198.10.0", "1.2.246.10.2048198.10.12", "0.1", "2.999"])
    func takesOID(_ text: String) throws {
        #expect(try County.shared.provider(["oid": .string(text)])["oid"] == .string(text))
    }

    @Test(
        "a wrong OID is refused (I26)",
        arguments: [
            ("1.2.246.010.2048198", "wrong_form"), ("3.2.246", "wrong_form"), ("1.2..246", "wrong_form"), ("1.2.246.", "wrong_form"),
            ("1.2.a", "wrong_form"), ("1", "too_short"), ("1.2." + String(repeating: "1", count: 61), "too_long"),
        ])
    func refusesOID(_ text: String, _ fault: String) throws {
        let county = try County.shared
        let refused = try county.finance.post("/v1/providers", county.providerBody().with("oid", .string(text)), expecting: 422)
        #expect(refused.errors == ["/oid": fault])
    }

    @Test("an approval names service types of the register, each once, and does not end before it begins (O7)") func checksApproval() throws
    {
        let county = try County.shared
        let code = try county.serviceType()["code"]
        let body = county.providerBody(services: [code, "ei_ole", code]).with("approvedTo", "2025-12-31")
        let refused = try county.finance.post("/v1/providers", body, expecting: 422)
        #expect(
            refused.errors == [
                "/approvedServiceTypes/1": "unknown_service_type", "/approvedServiceTypes/2": "duplicate", "/approvedTo": "before_start",
            ])
    }

    @Test("a provider is changed by a merge patch, except its Y-tunnus") func changesProvider() throws {
        let county = try County.shared
        let code = try county.serviceType()["code"]
        let provider = try county.provider(services: [code], ["iban": "FI2112345600000785", "eInvoiceAddress": "003720774740"])
        let changed = try county.finance.patch(provider.path, ["iban": nil, "approvedTo": "2026-12-31", "name": "Toinen Oy"])
        #expect(changed["iban"].isNull)
        #expect(changed["approvedTo"] == "2026-12-31")
        #expect(changed["approvedServiceTypes"] == [code])
        #expect(changed["eInvoiceAddress"] == "003720774740")
        let refused = try county.finance.patch(provider.path, ["businessId": "2077474-0"], expecting: 422)
        #expect(refused.errors == ["/businessId": "unknown_member"])
        #expect(
            try county.finance.patch(provider.path, ["approvedServiceTypes": ["ei_ole"]], expecting: 422).errors == [
                "/approvedServiceTypes/0": "unknown_service_type"
            ])
        #expect(try county.worker.patch(provider.path, ["name": "X"], expecting: 403).code == "forbidden")
        #expect(try county.worker.post("/v1/providers", county.providerBody(), expecting: 403).code == "forbidden")
    }
}
