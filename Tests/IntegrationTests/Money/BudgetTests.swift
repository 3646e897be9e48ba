import JSON
import Testing

/// Rows 18, 26, 39, 55, 56, 58, 59, 61 and 89: budgets, their ledger and their states.
@Suite struct BudgetTests {
    /// allocated + in − out = committed + used + available, for the whole and for every line (M5, row 56).
    static func isBalanced(_ reply: JSONValue) -> Bool {
        ([reply] + reply["lines"].array).allSatisfy { figures in
            func cents(_ name: String) -> Int { figures[name].int ?? .min / 8 }
            return cents("allocatedCents") + cents("inCents") - cents("outCents")
                == cents("committedCents") + cents("usedCents") + cents("availableCents")
        }
    }

    // MARK: - Drafting

    @Test("an indicative budget computes its lines, its sum and its share of the year: 960 000 c of 1 200 000 (M3, M13, O4, row 58)")
    func draftsBudget() throws {
        let county = try County.shared
        let (file, _, _, code, calculation) = try county.calculatedCase()
        let lines = [County.line(code, quantity: 1_500, price: 2_450), County.line(code, quantity: 333, price: 100)]
        let made = try county.worker.post(
            "\(file.path)/budgets", County.budget(of: calculation, lines: lines, from: "2026-03-15", to: "2026-12-31"), at: "2026-01-05")
        #expect(made["lines"].array.map { $0["amountCents"] } == [3_675, 33])
        #expect(made["totalCents"] == 3_708)
        #expect(made["calculationCents"] == 960_000)
        #expect(made["state"] == "indicative")
        #expect(made["currency"] == "EUR")
        #expect(made["availableCents"] == 0)
        #expect(made.allows("activate") == false)
        #expect(try county.worker.get(made.path).body == made.body)
        #expect(try county.worker.get("\(file.path)/budgets").items.map { $0["id"] } == [made["id"]])
        #expect(try county.client(for: file["clientId"].string ?? "").get(made.path)["totalCents"] == 3_708)
    }

    @Test("money is integer cents and euros: 12.5, \"1200\", 1e3 and USD are refused (M1, M2, row 55)") func refusesWrongMoney() throws {
        let county = try County.shared
        let (file, _, _, code, calculation) = try county.calculatedCase()
        for wrong in [12.5, "1200", .decimal("1e3"), -1, nil] as [JSONValue] {
            let body = County.budget(of: calculation, lines: [County.line(code).with("unitPriceCents", wrong)])
            let refused = try county.worker.post("\(file.path)/budgets", body, expecting: 422, at: "2026-01-05")
            #expect(refused.errors.keys.first == "/lines/0/unitPriceCents", "\(wrong)")
        }
        let dollars = County.budget(of: calculation, lines: [County.line(code)], ["currency": "USD"])
        let refused = try county.worker.post("\(file.path)/budgets", dollars, expecting: 422, at: "2026-01-05")
        #expect(refused.errors == ["/currency": "unknown_code"])
        let huge = County.budget(of: calculation, lines: [County.line(code, quantity: 1_000_000_000_000, price: 1_000_000_000_000)])
        #expect(try county.worker.post("\(file.path)/budgets", huge, expecting: 422, at: "2026-01-05").code == "amount_out_of_range")
    }

    @Test("all faults of a draft are reported at once") func refusesWrongDraft() throws {
        let county = try County.shared
        let (file, _, _, _, _) = try county.calculatedCase()
        let (_, _, _, _, foreign) = try county.calculatedCase()
        let body = County.budget(
            of: foreign, lines: [County.line("ei_ole")], from: "2026-07-01", to: "2027-03-31", ["administrationMode": "direct_payment"])
        let refused = try county.worker.post("\(file.path)/budgets", body, expecting: 422, at: "2026-01-05")
        #expect(
            refused.errors == [
                "/calculationId": "unknown_calculation", "/period": "neither_year_nor_part", "/administrationMode": "mode_not_allowed",
                "/lines/0/serviceTypeCode": "unknown_service_type",
            ])
        #expect(try county.auditor.post("\(file.path)/budgets", body, expecting: 403, at: "2026-01-05").code == "forbidden")
    }

    @Test("a period of whole years counts the calculation once for each year") func takesWholeYears() throws {
        let county = try County.shared
        let (file, _, _, code, calculation) = try county.calculatedCase(annualCents: 1_000_000)
        let body = County.budget(of: calculation, lines: [County.line(code)], from: "2026-07-01", to: "2028-06-30")
        #expect(try county.worker.post("\(file.path)/budgets", body, at: "2026-01-05")["calculationCents"] == 2_000_000)
    }

    @Test("services and purposes that the model excludes are refused line by line, however they are spelt (K9, S46, row 52)")
    func refusesExcluded() throws {
        let county = try County.shared
        let allowed = try county.moneyServiceType()
        let model = try county.model(rules: ["allowedServiceTypes": [.string(allowed)], "excludedPurposes": ["alkoholi"]])
        let (file, _, _, code, calculation) = try county.calculatedCase(model: model["code"].string ?? "")
        let excluded = County.budget(of: calculation, lines: [County.line(allowed), County.line(code)])
        let service = try county.worker.post("\(file.path)/budgets", excluded, expecting: 422, at: "2026-01-05")
        #expect(service.code == "service_excluded")
        #expect(service.errors == ["/lines/1/serviceTypeCode": "service_excluded"])
        let drinks = County.budget(of: calculation, lines: [County.line(allowed, ["purpose": " Alkoholi "])])
        let purpose = try county.worker.post("\(file.path)/budgets", drinks, expecting: 422, at: "2026-01-05")
        #expect(purpose.code == "excluded_purpose")
        #expect(purpose.errors == ["/lines/0/purpose": "excluded_purpose"])
    }

    @Test("the lines of an indicative budget are replaced as a whole, and those of a decided budget are not replaced") func replacesLines()
        throws
    {
        let county = try County.shared
        let (file, _, _, code, calculation) = try county.calculatedCase()
        let made = try county.worker.post(
            "\(file.path)/budgets", County.budget(of: calculation, lines: [County.line(code)]), at: "2026-01-05")
        let lines: JSONValue = ["lines": [County.line(code, quantity: 2_000), County.line(code, quantity: 1_000)]]
        let replaced = try county.worker.put("\(made.path)/lines", lines, at: "2026-01-06", etag: made.etag)
        #expect(replaced["totalCents"] == 12_000)
        #expect(replaced["lines"].array.map { $0["number"] } == [1, 2])
        #expect(try county.worker.put("\(made.path)/lines", lines, expecting: 412, etag: made.etag).code == "stale")
        let money = try county.moneyCase(isActive: false)
        let other: JSONValue = ["lines": [County.line(money.serviceType)]]
        let refused = try county.worker.put("\(money.budgetPath)/lines", other, expecting: 409, etag: money.budget.etag)
        #expect(refused.code == "illegal_transition")
    }

    // MARK: - In force

    @Test("activating an approved budget allocates every line; the ledger shows it and never changes (M4, O1, O3, row 56)")
    func allocates() throws {
        let county = try County.shared
        let money = try county.moneyCase { [County.line($0), County.line($0, quantity: 50_000)] }
        #expect(money.budget["state"] == "effective")
        #expect(money.budget["allocatedCents"] == 600_000)
        #expect(money.budget["availableCents"] == 600_000)
        #expect(money.budget["lines"].array.map { $0["availableCents"] } == [400_000, 200_000])
        #expect(BudgetTests.isBalanced(money.budget.json))
        let path = "\(money.budgetPath)/ledger-entries"
        let entries = try county.auditor.get(path)
        #expect(entries.items.map { $0["kind"] } == ["allocate", "allocate"])
        #expect(entries.items.map { $0["amountCents"] } == [400_000, 200_000])
        let first = try county.auditor.get("\(path)?limit=1")
        #expect(first.items.count == 1)
        #expect(try county.auditor.all(path, limit: 1).count == 2)
        for method in ["DELETE", "PUT", "PATCH", "POST"] {
            let refused = try county.worker.send(method, path, ("{}").utf8.map { $0 }, expecting: 405)
            #expect(refused.headers["Allow"] == "GET, HEAD, OPTIONS", "\(method)")
        }
        let again = try county.worker.command(on: money.budgetPath, "activate", expecting: 409)
        #expect(again.code == "illegal_transition")
        #expect(again.allowed == ["suspend", "begin-closing"])
    }

    @Test("if the model requires monitoring, no budget is activated without it (S34, row 39)") func asksForMonitoring() throws {
        let county = try County.shared
        let money = try county.moneyCase(rules: ["monitoringRequired": true], isActive: false)
        #expect(try county.worker.command(on: money.budgetPath, "activate", expecting: 409).code == "monitoring_missing")
        #expect(try money.figures()["allocatedCents"] == 0)
    }

    @Test("a total is split into equal parts to the cent, the extra cents first (M14, O4, row 58)") func splits() throws {
        let county = try County.shared
        let (file, _, _, code, calculation) = try county.calculatedCase()
        let body = County.budget(of: calculation, lines: [County.line(code, quantity: 1_000, price: 100_000)])
        let made = try county.worker.post("\(file.path)/budgets", body, at: "2026-01-05")
        let parts = try county.worker.get("\(made.path)/split?parts=12")["partsCents"].array.compactMap(\.int)
        #expect(parts == [8_334, 8_334, 8_334, 8_334] + Array(repeating: 8_333, count: 8))
        #expect(try county.worker.get("\(made.path)/split")["partsCents"].array.count == 12)
        #expect(try county.worker.get("\(made.path)/split?parts=0", expecting: 400).code == "bad_query")
    }

    @Test("balances are read as of a day and as known at a moment (M20, row 59)") func readsThePast() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        let agreement = try money.agree(at: "2026-03-01")
        _ = try money.push([money.row(money.event(), on: "2026-04-10", ["agreementId": agreement["id"]])], at: "2026-05-20")
        let path = "\(money.budgetPath)/balances"
        func figures(_ query: String) throws -> [Int?] {
            let read = try county.finance.get("\(path)\(query)")
            #expect(BudgetTests.isBalanced(read.json), "\(query)")
            return ["allocatedCents", "committedCents", "usedCents", "availableCents"].map { read[$0].int }
        }
        #expect(try figures("") == [400_000, 36_000, 4_000, 360_000])
        #expect(try figures("?asOf=2026-02-28") == [400_000, 0, 0, 400_000])
        #expect(try figures("?asOf=2026-04-09") == [400_000, 40_000, 0, 360_000])
        #expect(try figures("?asOf=2026-04-10") == [400_000, 36_000, 4_000, 360_000])
        // The service of the tenth was not known in April.
        #expect(try figures("?asOf=2026-04-30&knownAt=2026-05-01T00:00:00Z") == [400_000, 40_000, 0, 360_000])
        #expect(try figures("?knownAt=2026-01-01T00:00:00Z") == [0, 0, 0, 0])
        #expect(try county.finance.get("\(path)?knownAt=2026", expecting: 400).code == "bad_query")
    }

    // MARK: - Settlement

    @Test("a budget cannot rest on a superseded calculation (S15)") func refusesSuperseded() throws {
        let county = try County.shared
        let (file, _, _, code, first) = try county.calculatedCase()
        let copy: JSONValue = [
            "basis": "current_services_to_change", "pricesAsOf": "2026-01-05",
            "lines": [["currentServiceId": first["lines"][0]["currentServiceId"], "exchangedSharePercent": 50]],
        ]
        let second = try county.worker.post("\(file.path)/budget-calculations", copy, at: "2026-01-06")
        // The second calculation is not chosen yet: a budget may be drafted on it beside the first.
        let body = County.budget(of: second, lines: [County.line(code)])
        try county.worker.post("\(file.path)/budgets", body, at: "2026-01-06")
        try county.worker.command(on: second.path, "choose", at: "2026-01-06")
        let stale = County.budget(of: first, lines: [County.line(code)])
        let no = try county.worker.post("\(file.path)/budgets", stale, expecting: 422, at: "2026-01-06")
        #expect(no.errors == ["/calculationId": "superseded"])
    }

    @Test("after a withdrawn choice a new budget is refused until HB is chosen again (S5, rows 6 and 18)") func refusesWithoutChoice()
        throws
    {
        let county = try County.shared
        let (file, _, _, code, calculation) = try county.calculatedCase()
        let body = County.budget(of: calculation, lines: [County.line(code)])
        try county.worker.post("\(file.path)/budgets", body, at: "2026-01-06")
        let choice = try #require(try county.worker.get("\(file.path)/choices").items.first?["id"].string)
        try county.worker.command(on: "\(file.path)/choices/\(choice)", "withdraw", at: "2026-01-07")
        #expect(try county.worker.post("\(file.path)/budgets", body, expecting: 409, at: "2026-01-08").code == "choice_missing")
        let commitments: JSONValue = ["esr_form", "kykyviisari", "end_survey", "effort_and_costs", "follow_up"]
        try county.worker.post(
            "\(file.path)/choices", ["chosen": true, "chosenOn": "2026-01-08", "commitmentsAcknowledged": commitments], at: "2026-01-08")
        try county.worker.post("\(file.path)/budgets", body, at: "2026-01-08")
    }
}
