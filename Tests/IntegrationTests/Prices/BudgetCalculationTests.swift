import JSON
import Testing

/// Rows 14 to 18: the money value of services, on basis A and B (S15, S16).
@Suite struct BudgetCalculationTests {
    private static func basisA(_ services: [(Reply, Int64)], pricesAsOf: String = "2026-06-30") -> JSONValue {
        [
            "basis": "current_services_to_change", "pricesAsOf": .string(pricesAsOf),
            "lines": .array(services.map { ["currentServiceId": $0.0["id"], "exchangedSharePercent": .integer($0.1)] }),
        ]
    }

    private static func basisB(_ lines: [JSONValue], pricesAsOf: String = "2026-06-30") -> JSONValue {
        ["basis": "entitlement", "pricesAsOf": .string(pricesAsOf), "lines": .array(lines)]
    }

    private static func lineB(need: Reply, code: JSONValue, quantity: Int64, share: Int64 = 100) -> JSONValue {
        [
            "needId": need["id"], "serviceTypeCode": code, "quantityPerYearThousandths": .integer(quantity),
            "exchangedSharePercent": .integer(share),
        ]
    }

    /// Takes a case through alternatives and suitability to the client's choice of personal budgeting.
    private static func chooseHb(_ county: County, _ file: Reply) throws {
        try county.worker.command(on: file.path, "start-assessment")
        for form in ["county_service", "hb"] {
            try county.worker.post(
                "\(file.path)/alternatives",
                ["form": .string(form), "title": "Vaihtoehto", "pros": [], "cons": [], "presentedOn": "2026-06-30"])
        }
        try county.worker.command(on: file.path, "present-alternatives")
        try county.worker.send(
            "PUT", "\(file.path)/suitability", (["possibilities": ["oma tahto"], "risks": ["vastuu"]] as JSONValue).octets, expecting: 201)
        let commitments: JSONValue = ["esr_form", "kykyviisari", "end_survey", "effort_and_costs", "follow_up"]
        try county.worker.post(
            "\(file.path)/choices", ["chosen": true, "chosenOn": "2026-06-30", "commitmentsAcknowledged": commitments])
        #expect(try county.worker.get(file.path)["state"] == "hb_chosen")
    }

    // MARK: - Basis A

    @Test("basis A: 40 % of a service of 1 000 000 c a year makes a line of 400 000 c (S16, O4, row 17)") func exchangesPart() throws {
        let county = try County.shared
        let file = try county.openCase()
        let service = try county.currentService(in: file, of: try county.serviceType()["code"])
        let made = try county.worker.post("\(file.path)/budget-calculations", BudgetCalculationTests.basisA([(service, 40)]))
        let line = made["lines"][0]
        #expect(line["amountCents"] == 400_000)
        #expect(line["annualAmountCents"] == 1_000_000)
        #expect(line["remainderCents"] == 600_000)
        #expect(line["exchangedSharePercent"] == 40)
        #expect(line["currentServiceId"] == service["id"])
        #expect(line["needId"].isNull && line["unitPriceCents"].isNull && line["priceId"].isNull)
        #expect(made["totalCents"] == 400_000)
        #expect(made["state"] == "computed")
        #expect(made["computedById"] == .string(county.worker.userID))
        let read = try county.worker.get(made.path)
        #expect(read.body == made.body)
        #expect(read.etag == made.etag)
        // The actions differ by caller.
        #expect(try county.finance.get(made.path).json.with("actions", nil) == made.json.with("actions", nil))
    }

    @Test("the total is the sum of the lines, each share rounded half up to the cent (S16)") func sumsLines() throws {
        let county = try County.shared
        let file = try county.openCase()
        let code = try county.serviceType()["code"]
        let odd = try county.currentService(in: file, of: code, ["annualCostCents": 333])
        let whole = try county.currentService(in: file, of: code, ["annualCostCents": 10_001])
        let made = try county.worker.post(
            "\(file.path)/budget-calculations", BudgetCalculationTests.basisA([(odd, 50), (whole, 100)]))
        #expect(made["lines"].array.map { $0["amountCents"] } == [167, 10_001])
        #expect(made["totalCents"] == 10_168)
    }

    @Test("a share outside 1 to 100 percent is refused (S16, row 17)", arguments: [0, 101, -1] as [Int64])
    func refusesShare(_ percent: Int64) throws {
        let county = try County.shared
        let file = try county.openCase()
        let service = try county.currentService(in: file, of: try county.serviceType()["code"])
        let refused = try county.worker.post(
            "\(file.path)/budget-calculations", BudgetCalculationTests.basisA([(service, percent)]), expecting: 422)
        #expect(refused.errors == ["/lines/0/exchangedSharePercent": "out_of_range"])
    }

    @Test("a service that the client does not want changed makes no line of basis A (S9, S15, row 15)") func refusesUnwanted() throws {
        let county = try County.shared
        let file = try county.openCase()
        let code = try county.serviceType()["code"]
        let wanted = try county.currentService(in: file, of: code)
        let unwanted = try county.currentService(in: file, of: code, ["wantsChange": false])
        let body = BudgetCalculationTests.basisA([(wanted, 100), (unwanted, 100)])
        let refused = try county.worker.post("\(file.path)/budget-calculations", body, expecting: 422)
        #expect(refused.code == "change_not_wanted")
        #expect(refused.errors == ["/lines/1/currentServiceId": "change_not_wanted"])
        #expect(try county.worker.get("\(file.path)/budget-calculations").items.isEmpty)
        try county.worker.patch(unwanted.path, ["wantsChange": true])
        try county.worker.post("\(file.path)/budget-calculations", body)
    }

    @Test("basis A takes services of the case that have not ended, each once (S15)") func refusesOtherServices() throws {
        let county = try County.shared
        let file = try county.openCase()
        let code = try county.serviceType()["code"]
        let service = try county.currentService(in: file, of: code)
        let ended = try county.currentService(in: file, of: code, ["endedOn": "2026-06-29"])
        let elsewhere = try county.currentService(in: try county.openCase(), of: code)
        let refused = try county.worker.post(
            "\(file.path)/budget-calculations",
            BudgetCalculationTests.basisA([(service, 60), (service, 60), (ended, 10), (elsewhere, 10)]), expecting: 422)
        #expect(
            refused.errors == [
                "/lines/1/currentServiceId": "duplicate", "/lines/2/currentServiceId": "service_ended",
                "/lines/3/currentServiceId": "unknown_current_service",
            ])
    }

    // MARK: - Basis B

    @Test("basis B: quantity times the price of the day, half up, then the share (M3, S15, S16, rows 14 and 16)") func computesEntitlement()
        throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let code = try county.serviceType()["code"]
        let price = try county.price(of: code, cents: 2450)
        let need = try county.need(in: file)
        let made = try county.worker.post(
            "\(file.path)/budget-calculations",
            BudgetCalculationTests.basisB([
                BudgetCalculationTests.lineB(need: need, code: code, quantity: 1500),
                BudgetCalculationTests.lineB(need: need, code: code, quantity: 1500, share: 50),
            ]))
        let line = made["lines"][0]
        #expect(line["amountCents"] == 3675)
        #expect(line["unitPriceCents"] == 2450)
        #expect(line["priceId"] == price["id"])
        #expect(line["needId"] == need["id"])
        #expect(line["currentServiceId"].isNull)
        // 3 675 × 50 % = 1 837.5
        #expect(made["lines"][1]["amountCents"] == 1838)
        #expect(made["totalCents"] == 5513)
    }

    @Test("a later price leaves an old calculation unchanged (H7, row 14)") func freezesPrice() throws {
        let county = try County.shared
        let file = try county.openCase()
        let code = try county.serviceType()["code"]
        let price = try county.price(of: code, cents: 2450)
        let line = BudgetCalculationTests.lineB(need: try county.need(in: file), code: code, quantity: 100_000)
        let old = try county.worker.post("\(file.path)/budget-calculations", BudgetCalculationTests.basisB([line]))
        try county.finance.command(on: price.path, "end", ["validTo": "2026-03-31"])
        try county.price(of: code, cents: 2600, ["validFrom": "2026-04-01"])
        #expect(try county.worker.get(old.path).body == old.body)
        let new = try county.worker.post("\(file.path)/budget-calculations", BudgetCalculationTests.basisB([line]))
        #expect(old["totalCents"] == 245_000)
        #expect(new["totalCents"] == 260_000)
        let earlier = try county.worker.post(
            "\(file.path)/budget-calculations", BudgetCalculationTests.basisB([line], pricesAsOf: "2026-03-31"))
        #expect(earlier["totalCents"] == 245_000)
    }

    @Test("a later change of a current service leaves an old calculation unchanged") func freezesService() throws {
        let county = try County.shared
        let file = try county.openCase()
        let service = try county.currentService(in: file, of: try county.serviceType()["code"])
        let old = try county.worker.post("\(file.path)/budget-calculations", BudgetCalculationTests.basisA([(service, 100)]))
        try county.worker.patch(service.path, ["annualCostCents": 5, "wantsChange": false])
        #expect(try county.worker.get(old.path).body == old.body)
    }

    @Test("a service without a price on the day is refused, naming the line (S15, row 14)") func refusesMissingPrice() throws {
        let county = try County.shared
        let file = try county.openCase()
        let priced = try county.serviceType()["code"]
        let unpriced = try county.serviceType()["code"]
        try county.price(of: priced, cents: 2450)
        let need = try county.need(in: file)
        let lines = [priced, unpriced].map { BudgetCalculationTests.lineB(need: need, code: $0, quantity: 1000) }
        let refused = try county.worker.post(
            "\(file.path)/budget-calculations", BudgetCalculationTests.basisB(lines), expecting: 422)
        #expect(refused.code == "no_price_on_date")
        #expect(refused.errors == ["/lines/1/serviceTypeCode": "no_price_on_date"])
        let before = try county.worker.post(
            "\(file.path)/budget-calculations", BudgetCalculationTests.basisB([lines[0]], pricesAsOf: "2025-12-31"), expecting: 422)
        #expect(before.errors == ["/lines/0/serviceTypeCode": "no_price_on_date"])
        let invalid = try county.worker.post(
            "\(file.path)/budget-calculations", BudgetCalculationTests.basisB([lines[0]], pricesAsOf: "2024-12-31"), expecting: 422)
        #expect(invalid.errors == ["/lines/0/serviceTypeCode": "service_type_not_valid"])
    }

    @Test("a line without its reference is refused (S15, row 16)") func refusesMissingReference() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/budget-calculations"
        let bare: JSONValue = ["exchangedSharePercent": 100]
        let onB = try county.worker.post(path, BudgetCalculationTests.basisB([bare]), expecting: 422)
        #expect(onB.code == "invalid")
        #expect(
            onB.errors == [
                "/lines/0/needId": "required", "/lines/0/serviceTypeCode": "required", "/lines/0/quantityPerYearThousandths": "required",
            ])
        let onA = try county.worker.post(
            path, BudgetCalculationTests.basisB([bare]).with("basis", "current_services_to_change"), expecting: 422)
        #expect(onA.errors == ["/lines/0/currentServiceId": "required"])
        let none = try county.worker.post(path, BudgetCalculationTests.basisB([]), expecting: 422)
        #expect(none.errors == ["/lines": "too_few"])
    }

    @Test("a line of basis B refers to a need of the case that has not been dropped (K4, S15)") func refusesOtherNeeds() throws {
        let county = try County.shared
        let file = try county.openCase()
        let code = try county.serviceType()["code"]
        try county.price(of: code, cents: 2450)
        let goal = try county.need(in: file, kind: "goal")
        let elsewhere = try county.need(in: try county.openCase())
        let dropped = try county.need(in: file)
        try county.worker.command(on: dropped.path, "drop", ["reason": "ei enää tarpeen"])
        let lines = [goal, elsewhere, dropped].map { BudgetCalculationTests.lineB(need: $0, code: code, quantity: 1000) }
        let refused = try county.worker.post("\(file.path)/budget-calculations", BudgetCalculationTests.basisB(lines), expecting: 422)
        #expect(
            refused.errors == ["/lines/0/needId": "unknown_need", "/lines/1/needId": "unknown_need", "/lines/2/needId": "need_dropped"])
    }

    @Test("members of the other basis are refused (S15, row 16)") func refusesMixedBases() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/budget-calculations"
        let code = try county.serviceType()["code"]
        try county.price(of: code, cents: 2450)
        let service = try county.currentService(in: file, of: code)
        let entitled = BudgetCalculationTests.lineB(need: try county.need(in: file), code: code, quantity: 1000)
        let current: JSONValue = ["currentServiceId": service["id"], "exchangedSharePercent": 100]
        let onB = try county.worker.post(
            path, BudgetCalculationTests.basisB([entitled, entitled.merged(current)]), expecting: 422)
        #expect(onB.code == "mixed_bases")
        #expect(onB.errors == ["/lines/1/currentServiceId": "mixed_bases"])
        let onA = try county.worker.post(
            path, BudgetCalculationTests.basisB([current, entitled]).with("basis", "current_services_to_change"), expecting: 422)
        #expect(onA.code == "mixed_bases")
        #expect(
            onA.errors == [
                "/lines/1/needId": "mixed_bases", "/lines/1/serviceTypeCode": "mixed_bases",
                "/lines/1/quantityPerYearThousandths": "mixed_bases", "/lines/1/currentServiceId": "required",
            ])
        #expect(try county.worker.get(path).items.isEmpty)
    }

    @Test("a sum above 10^12 cents is refused where it arises (M1)") func refusesHugeSums() throws {
        let county = try County.shared
        let file = try county.openCase()
        let code = try county.serviceType()["code"]
        try county.price(of: code, cents: 1_000_000_000_000)
        let need = try county.need(in: file)
        let path = "\(file.path)/budget-calculations"
        let huge = BudgetCalculationTests.lineB(need: need, code: code, quantity: 1001)
        #expect(
            try county.worker.post(path, BudgetCalculationTests.basisB([huge]), expecting: 422).errors == [
                "/lines/0/quantityPerYearThousandths": "out_of_range"
            ])
        let full = BudgetCalculationTests.lineB(need: need, code: code, quantity: 1000)
        let twice = try county.worker.post(path, BudgetCalculationTests.basisB([full, full]), expecting: 422)
        #expect(twice.errors == ["/lines": "out_of_range"])
        #expect(try county.worker.post(path, BudgetCalculationTests.basisB([full]))["totalCents"] == 1_000_000_000_000)
    }

    @Test("a basis that the regional model does not allow is refused (S46)") func refusesBasis() throws {
        let county = try County.shared
        let model = try county.model(rules: ["allowedBases": ["entitlement"]])
        let file = try county.openCase(model: try #require(model["code"].string))
        let code = try county.serviceType()["code"]
        let service = try county.currentService(in: file, of: code)
        let refused = try county.worker.post(
            "\(file.path)/budget-calculations", BudgetCalculationTests.basisA([(service, 100)]), expecting: 422)
        #expect(refused.code == "basis_not_allowed")
        #expect(refused.errors == ["/basis": "basis_not_allowed"])
        try county.price(of: code, cents: 2450)
        let line = BudgetCalculationTests.lineB(need: try county.need(in: file), code: code, quantity: 1000)
        try county.worker.post("\(file.path)/budget-calculations", BudgetCalculationTests.basisB([line]))
    }

    // MARK: - Comparing and choosing

    @Test("the newest calculations of both bases are compared side by side (K4, S15, row 16)") func compares() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/budget-calculations"
        let empty = try county.worker.get("\(path)/comparison")
        #expect(empty["currentServicesToChange"].isNull && empty["entitlement"].isNull && empty["differenceCents"].isNull)
        let code = try county.serviceType()["code"]
        try county.price(of: code, cents: 2450)
        let service = try county.currentService(in: file, of: code)
        let line = BudgetCalculationTests.lineB(need: try county.need(in: file), code: code, quantity: 100_000)
        try county.worker.post(path, BudgetCalculationTests.basisA([(service, 100)]), at: "2026-06-28")
        let current = try county.worker.post(path, BudgetCalculationTests.basisA([(service, 40)]), at: "2026-06-29")
        #expect(try county.finance.get("\(path)/comparison")["differenceCents"].isNull)
        let entitled = try county.worker.post(path, BudgetCalculationTests.basisB([line]), at: "2026-06-30")
        let both = try county.worker.get("\(path)/comparison")
        #expect(both["currentServicesToChange"] == current.json)
        #expect(both["entitlement"] == entitled.json)
        #expect(both["differenceCents"] == -155_000)
        #expect(try county.finance.get("\(path)?basis=entitlement").items.map { $0["id"] } == [entitled["id"]])
    }

    @Test("exactly one calculation is chosen, and the one chosen before is superseded (S15, row 16)") func choosesOne() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/budget-calculations"
        let code = try county.serviceType()["code"]
        try county.price(of: code, cents: 2450)
        let service = try county.currentService(in: file, of: code)
        let line = BudgetCalculationTests.lineB(need: try county.need(in: file), code: code, quantity: 100_000)
        let current = try county.worker.post(path, BudgetCalculationTests.basisA([(service, 40)]))
        let entitled = try county.worker.post(path, BudgetCalculationTests.basisB([line]))
        #expect(current.allows("choose") == true)
        let chosen = try county.worker.command(on: current.path, "choose")
        #expect(chosen["state"] == "chosen")
        #expect(chosen.allows("choose") == false)
        try county.worker.command(on: entitled.path, "choose")
        #expect(try county.worker.get(current.path)["state"] == "superseded")
        #expect(try county.worker.get("\(path)?state=chosen").items.map { $0["id"] } == [entitled["id"]])
        for path in [current.path, entitled.path] {
            let refused = try county.worker.command(on: path, "choose", expecting: 409)
            #expect(refused.code == "illegal_transition")
            #expect(refused.allowed == [])
        }
        #expect(try county.worker.get("\(path)?state=chosen").items.count == 1)
        #expect(try county.worker.get(current.path)["lines"] == current["lines"])
    }

    @Test("choosing needs the version that the caller saw, and calculations are neither changed nor deleted") func isImmutable() throws {
        let county = try County.shared
        let file = try county.openCase()
        let service = try county.currentService(in: file, of: try county.serviceType()["code"])
        let made = try county.worker.post("\(file.path)/budget-calculations", BudgetCalculationTests.basisA([(service, 40)]))
        #expect(try county.worker.post("\(made.path)/choose", [:], expecting: 428).errors == ["If-Match": "required"])
        for method in ["PATCH", "PUT", "DELETE"] { try county.worker.send(method, made.path, [], expecting: 405) }
        #expect(try county.finance.post("\(made.path)/choose", [:], expecting: 403, headers: ["If-Match": "*"]).code == "forbidden")
    }

    // MARK: - The case around it

    @Test("a calculation before the choice is indicative, and one after it starts the planning (K1, K14, row 18)") func beginsPlanning()
        throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/budget-calculations"
        let service = try county.currentService(in: file, of: try county.serviceType()["code"])
        let body = BudgetCalculationTests.basisA([(service, 40)])
        try county.worker.post(path, body)
        #expect(try county.worker.get(file.path)["state"] == "opened")
        try BudgetCalculationTests.chooseHb(county, file)
        try county.worker.post(path, body)
        #expect(try county.worker.get(file.path)["state"] == "planning")
        try county.worker.post(path, body)
        #expect(try county.worker.get(file.path)["state"] == "planning")
    }

    @Test("choosing a calculation from before the choice starts the planning too (K14, row 18)") func choosingBeginsPlanning() throws {
        let county = try County.shared
        let file = try county.openCase()
        let service = try county.currentService(in: file, of: try county.serviceType()["code"])
        let early = try county.worker.post("\(file.path)/budget-calculations", BudgetCalculationTests.basisA([(service, 40)]))
        try BudgetCalculationTests.chooseHb(county, file)
        try county.worker.command(on: early.path, "choose")
        #expect(try county.worker.get(file.path)["state"] == "planning")
    }

    @Test("a closed case takes no calculation, no choice of one and no change of a service") func refusesClosedCase() throws {
        let county = try County.shared
        let file = try county.openCase()
        let code = try county.serviceType()["code"]
        let service = try county.currentService(in: file, of: code)
        let body = BudgetCalculationTests.basisA([(service, 40)])
        let made = try county.worker.post("\(file.path)/budget-calculations", body)
        try county.worker.command(on: file.path, "close", ["reason": "asiakas perui"])
        #expect(try county.worker.post("\(file.path)/budget-calculations", body, expecting: 409).code == "case_closed")
        let choice = try county.worker.command(on: made.path, "choose", expecting: 409)
        #expect(choice.code == "case_closed" && choice["title"] == "Asia on päättymässä tai suljettu")
        #expect(choice["detail"] == "laskelmaa ei voi valita asiassa, jonka tila on ”asia suljettu”")
        #expect(try county.worker.patch(service.path, ["wantsChange": false], expecting: 409).code == "case_closed")
        #expect(try county.worker.get(made.path)["totalCents"] == 400_000)
    }

    @Test("the client reads the own services and calculations; another client's do not exist (A10)") func clientReads() throws {
        let county = try County.shared
        let file = try county.openCase()
        let service = try county.currentService(in: file, of: try county.serviceType()["code"])
        let body = BudgetCalculationTests.basisA([(service, 40)])
        let made = try county.worker.post("\(file.path)/budget-calculations", body)
        let client = try county.client(for: try #require(file["clientId"].string))
        #expect(try client.get(made.path)["totalCents"] == 400_000)
        #expect(try client.get("\(file.path)/current-services").items.count == 1)
        #expect(try client.post("\(file.path)/budget-calculations", body, expecting: 403).code == "forbidden")
        let stranger = try county.client(for: try county.newClient().id)
        for path in [made.path, service.path, "\(file.path)/budget-calculations/comparison"] {
            #expect(try stranger.get(path, expecting: 404).code == "not_found")
        }
        // Rights are checked before content: the administrator and a source system see no case file.
        #expect(try county.admin.get(made.path, expecting: 403).code == "forbidden")
        #expect(try county.system.get(made.path, expecting: 403).code == "forbidden")
    }
}
