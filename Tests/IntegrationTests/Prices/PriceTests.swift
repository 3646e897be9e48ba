import JSON
import Testing

/// Rows 14 and 67, basics: a price list valid by date (H7).
@Suite struct PriceTests {
    private static func onDate(_ code: JSONValue, _ date: String, provider: Reply? = nil) -> String {
        "/v1/prices/on-date?serviceTypeCode=\(code.string ?? "")&on=\(date)" + (provider.map { "&providerId=\($0.id)" } ?? "")
    }

    @Test("a price is kept, listed and found on the days it is valid (H7, row 67)") func keepsPrice() throws {
        let county = try County.shared
        let code = try county.serviceType()["code"]
        let made = try county.price(of: code, cents: 2450, ["validTo": "2026-06-30"])
        let read = try county.worker.get(made.path)
        #expect(read["unitPriceCents"] == 2450)
        #expect(read["providerId"].isNull)
        #expect(try county.worker.get("/v1/prices?serviceTypeCode=\(code.string ?? "")").items.map { $0["id"] } == [made["id"]])
        #expect(try county.worker.get(PriceTests.onDate(code, "2026-01-01"))["id"] == made["id"])
        #expect(try county.worker.get(PriceTests.onDate(code, "2026-06-30"))["id"] == made["id"])
        for date in ["2025-12-31", "2026-07-01"] {
            let refused = try county.worker.get(PriceTests.onDate(code, date), expecting: 422)
            #expect(refused.code == "no_price_on_date")
            #expect(refused.errors == ["on": "no_price_on_date"])
        }
    }

    @Test("the price of a day needs a service type and a date that exists") func wantsDay() throws {
        let county = try County.shared
        let nothing = try county.worker.get("/v1/prices/on-date", expecting: 400)
        #expect(nothing.errors == ["serviceTypeCode": "required", "on": "required"])
        let wrong = try county.worker.get("/v1/prices/on-date?serviceTypeCode=x&on=2026-02-30", expecting: 400)
        #expect(wrong.errors == ["on": "bad_value"])
    }

    @Test(
        "a price that shares a day with another of the same service and provider is refused (H7, row 67)",
        arguments: [
            ("2026-03-01", "2026-06-30"), ("2026-01-01", "2026-03-01"), ("2026-04-01", "2026-04-30"), ("2026-01-01", nil),
            ("2026-06-30", nil),
        ] as [(String, String?)])
    func refusesOverlap(from: String, to: String?) throws {
        let county = try County.shared
        let code = try county.serviceType()["code"]
        let first = try county.price(of: code, cents: 2450, ["validFrom": "2026-03-01", "validTo": "2026-06-30"])
        let days: JSONValue = ["validFrom": .string(from), "validTo": to.map { .string($0) } ?? .null]
        let refused = try Caller.$usualLanguage.withValue("en") { try county.price(of: code, cents: 2500, days, expecting: 409) }
        #expect(refused.code == "overlapping_price")
        #expect(refused.errors == ["/validFrom": "overlapping_price"])
        #expect(refused["detail"].string?.contains(first.id) == true)
    }

    @Test("prices may follow each other day by day, and an open-ended price blocks later ones (H7)") func prepares() throws {
        let county = try County.shared
        let code = try county.serviceType()["code"]
        try county.price(of: code, cents: 2450, ["validFrom": "2026-03-01", "validTo": "2026-06-30"])
        try county.price(of: code, cents: 2400, ["validFrom": "2026-01-01", "validTo": "2026-02-28"])
        try county.price(of: code, cents: 2533, ["validFrom": "2026-07-01"])
        #expect(try county.price(of: code, cents: 2600, ["validFrom": "2030-01-01"], expecting: 409).code == "overlapping_price")
        #expect(try county.worker.get(PriceTests.onDate(code, "2026-02-28"))["unitPriceCents"] == 2400)
        #expect(try county.worker.get(PriceTests.onDate(code, "2026-03-01"))["unitPriceCents"] == 2450)
        #expect(try county.worker.get(PriceTests.onDate(code, "2031-01-01"))["unitPriceCents"] == 2533)
    }

    @Test("a provider's own price precedes the general one, and does not overlap with it (H7)") func prefersProvider() throws {
        let county = try County.shared
        let code = try county.serviceType()["code"]
        let provider = try county.provider(services: [code])
        let general = try county.price(of: code, cents: 2450)
        let own = try county.price(of: code, cents: 3100, ["providerId": provider["id"], "validTo": "2026-03-31"])
        #expect(try county.worker.get(PriceTests.onDate(code, "2026-03-31", provider: provider))["id"] == own["id"])
        #expect(try county.worker.get(PriceTests.onDate(code, "2026-04-01", provider: provider))["id"] == general["id"])
        #expect(try county.worker.get(PriceTests.onDate(code, "2026-03-31"))["id"] == general["id"])
        #expect(try county.worker.get("/v1/prices?providerId=\(provider.id)").items.map { $0["id"] } == [own["id"]])
        let second = try county.price(of: code, cents: 3200, ["providerId": provider["id"]], expecting: 409)
        #expect(second.code == "overlapping_price")
    }

    @Test("a price ends on its last day, which may only move earlier (H7)") func endsPrice() throws {
        let county = try County.shared
        let code = try county.serviceType()["code"]
        let price = try county.price(of: code, cents: 2450)
        let ended = try county.finance.command(on: price.path, "end", ["validTo": "2026-06-30"])
        #expect(ended["validTo"] == "2026-06-30")
        #expect(ended["unitPriceCents"] == 2450)
        for (last, fault) in [("2026-06-30", "not_earlier"), ("2026-07-31", "not_earlier"), ("2025-12-31", "before_start")] {
            let refused = try county.finance.command(on: price.path, "end", ["validTo": .string(last)], expecting: 422)
            #expect(refused.errors == ["/validTo": fault])
        }
        let again = try county.finance.command(on: price.path, "end", ["validTo": "2026-05-31"])
        #expect(again["validTo"] == "2026-05-31")
        // A correction is a new row.
        let next = try county.price(of: code, cents: 2500, ["validFrom": "2026-06-01"])
        #expect(try county.worker.get(PriceTests.onDate(code, "2026-06-01"))["id"] == next["id"])
        #expect(try county.finance.send("PATCH", price.path, [], expecting: 405).headers["Allow"] == "GET, HEAD, OPTIONS")
    }

    @Test("ending a price needs the version that the caller saw (row 86)") func needsVersion() throws {
        let county = try County.shared
        let price = try county.price(of: try county.serviceType()["code"], cents: 2450)
        let missing = try county.finance.post("\(price.path)/end", ["validTo": "2026-06-30"], expecting: 428)
        #expect(missing.errors == ["If-Match": "required"])
        try county.finance.command(on: price.path, "end", ["validTo": "2026-06-30"], etag: price.etag)
        let stale = try county.finance.command(on: price.path, "end", ["validTo": "2026-05-31"], expecting: 412, etag: price.etag)
        #expect(stale.code == "stale")
    }

    @Test("all faults of a price are reported at once (M1, row 55)") func refusesFaults() throws {
        let county = try County.shared
        let code = try county.serviceType()["code"]
        let refused = try county.price(
            of: "ei_ole", cents: 2450, ["providerId": "00000000-0000-7000-8000-000000000000", "validTo": "2025-12-31"], expecting: 422)
        #expect(
            refused.errors == ["/serviceTypeCode": "unknown_service_type", "/providerId": "unknown_provider", "/validTo": "before_start"])
        for money in [12.5, "2450", .decimal("1e3"), .decimal("2450.0")] as [JSONValue] {
            let wrong = try county.price(of: code, cents: 1, ["unitPriceCents": money], expecting: 422)
            #expect(wrong.errors == ["/unitPriceCents": "not_an_integer"])
        }
        for cents in [0, -1, 1_000_000_000_001] as [Int64] {
            #expect(try county.price(of: code, cents: cents, expecting: 422).errors == ["/unitPriceCents": "out_of_range"])
        }
    }

    @Test("finance and the administrator write prices, and the other roles read them (A5)") func rights() throws {
        let county = try County.shared
        let code = try county.serviceType()["code"]
        let body: JSONValue = ["serviceTypeCode": code, "unitPriceCents": 100, "validFrom": "2026-01-01", "source": "x"]
        for caller in [county.worker, county.decisionMaker, county.system, county.auditor] {
            #expect(try caller.post("/v1/prices", body, expecting: 403).code == "forbidden")
        }
        let price = try county.admin.post("/v1/prices", body)
        #expect(try county.auditor.get(price.path)["id"] == price["id"])
        #expect(try county.worker.command(on: price.path, "end", ["validTo": "2026-06-30"], expecting: 403).code == "forbidden")
    }
}
