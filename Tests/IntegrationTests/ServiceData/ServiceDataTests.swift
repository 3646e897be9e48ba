import JSON
import Testing

/// Rows 34, 57, 64, 65 and 66: what source systems push, row by row (G1, G11).
@Suite struct ServiceDataTests {
    private static func ledger(_ money: MoneyCase) throws -> [JSONValue] {
        try money.county.auditor.all("\(money.budgetPath)/ledger-entries")
    }

    @Test("a row is posted on its agreement and releases what was reserved for it (M5, O3, row 64)") func posts() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        let agreement = try money.agree()
        let receipt = try money.push([money.row(money.event(), quantity: 1_500)])
        let item = receipt.items[0]
        #expect(item["outcome"] == "accepted")
        #expect(receipt["acceptedCount"] == 1)
        let kinds = try ServiceDataTests.ledger(money).suffix(2)
        #expect(kinds.map { $0["kind"] } == ["actual", "release"])
        #expect(kinds.map { $0["amountCents"] } == [6_000, 6_000])
        #expect(kinds.map { $0["businessDate"] } == ["2026-06-10", "2026-06-10"])
        #expect(kinds.map { $0["agreementId"] } == [agreement["id"], agreement["id"]])
        let after = try money.figures()
        #expect([after["committedCents"], after["usedCents"], after["availableCents"]] == [34_000, 6_000, 360_000])
        let actual = try county.finance.get("/v1/service-data/actuals/\(item["actualId"].string ?? "")")
        #expect(actual["amountCents"] == 6_000)
        #expect(actual["state"] == "accepted")
        #expect(try county.client(for: money.clientID).get("\(money.path)/actuals").items.map { $0["id"] } == [item["actualId"]])
    }

    @Test("an event counts once: a repeat is a duplicate, and other content is refused (M9, F1, F2, row 64)") func countsOnce()
        throws
    {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let row = money.row(money.event())
        let first = try money.push([row, row])
        #expect(first.items.map { $0["outcome"] } == ["accepted", "duplicate"])
        let before = try ServiceDataTests.ledger(money)
        let again = try money.push([row])
        #expect(again.items[0]["outcome"] == "duplicate")
        #expect(again.items[0]["firstOutcome"] == "accepted")
        #expect(again.items.map { $0["actualId"] } == [first.items[0]["actualId"]])
        let changed = try money.push([row.with("quantityThousandths", 2_000)])
        #expect(changed.items[0]["outcome"] == "rejected")
        #expect(changed.items[0]["code"] == "event_changed")
        #expect(try ServiceDataTests.ledger(money) == before)
        // Another source has its own events.
        let other = try county.admin.key(for: [
            "role": "system", "name": "Toinen", "unit": .string(County.unit), "sourceSystem": "toinen_x",
        ])
        let elsewhere = try other.post("/v1/service-data/batches", ["items": [row]], expecting: 200)
        #expect(elsewhere.items[0]["outcome"] == "accepted")
    }

    @Test("an event id, a client number and a code of a source are never taken for a national id because they are random (I9, row 76)")
    func takesRandomIDs() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        // Each holds eleven characters that would be a valid national id by themselves.
        let ids = [
            "5c010190-9090-4999-8999-\(String(money.event().suffix(4)).utf8.reduce("") { $0 + String($1, radix: 16) })9999",
            "deadbeef010190a9090deadbeef\(money.event())", "01010190A909001ARZ3NDEKTSV\(money.event())",
        ]
        for id in ids { #expect(try money.push([money.row(id)]).items[0]["outcome"] == "accepted", "\(id)") }
        let refused = try money.push([money.row("tapahtuma:010190-9090")])
        #expect(refused.items[0]["code"] == "third_person_data")
    }

    @Test("a row with a character that nobody sees is rejected by its code and place, and fails no other row (I33, row 65)")
    func refusesCharacters() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let rows = [
            money.row("a\nb"), money.row(money.event(), ["serviceTypeCode": "x\u{200B}"]), money.row(money.event(), ["corrects": "\u{AD}"]),
            money.row(money.event(), ["clientRef": ["clientNumber": "\u{FFFE}1"]]), money.row(money.event()),
        ]
        let items = try Caller.$usualLanguage.withValue("en") { try money.push(rows).items }
        #expect(
            items.map { $0["code"].string } == [
                "control_character", "control_character", "forbidden_character", "forbidden_character", nil,
            ])
        #expect(items[0]["detail"].string?.contains("/eventId: must not hold U+000A (a line break) at character 2") == true, "\(items[0])")
    }

    @Test("a faulty row is reported by its code and fails no other row (F3, F8, F10, F14, G11, row 65)") func tellsFaults() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let good = money.row(money.event())
        func faulty(_ changes: JSONValue) -> JSONValue { money.row(money.event(), changes) }
        let rows: [(JSONValue, String)] = [
            (faulty(["clientRef": ["hetu": "010190-999X"]]), "hetu_wrong_check_character"),
            (faulty(["clientRef": ["hetu": "010190999W"]]), "hetu_wrong_length"),
            (faulty(["clientRef": [:]]), "required"),
            (faulty(["quantityThousandths": 0]), "out_of_range"),
            (faulty(["quantityThousandths": -1]), "out_of_range"),
            (faulty(["quantityThousandths": 1.5]), "not_an_integer"),
            (faulty(["quantityThousandths": "1,5"]), "not_an_integer"),
            (faulty(["unit": "tunti"]), "unknown_code"),
            (faulty(["status": "maybe"]), "unknown_code"),
            (faulty(["start": "2026-02-29"]), "wrong_form"),
            (faulty(["end": "2026-06-09"]), "before_start"),
            (faulty(["start": "2026-06-10T12:00:00Z", "end": "2026-06-10T11:59:59Z"]), "before_start"),
            (faulty(["providerBusinessId": "2077474-1"]), "business_id_wrong_check_digit"),
            (faulty(["agreementId": "ei-tunnus"]), "wrong_form"),
            (faulty(["amountCents": 12.5]), "not_an_integer"),
            (faulty(["ylimaarainen": 1]), "unknown_member"),
            (faulty(["quantityThousandths": 1_000_000_000_000, "amountCents": nil]), "too_long"),
            ("rivi", "wrong_type"),
            (nil, "wrong_type"),
        ]
        let receipt = try money.push(rows.map(\.0) + [good])
        for (index, row) in rows.enumerated() {
            #expect(receipt.items[index]["code"].string == row.1, "\(index): \(receipt.items[index])")
            #expect(receipt.items[index]["index"].int == index)
            #expect(receipt.items[index]["outcome"] == (row.1 == "too_long" ? "held" : "rejected"))
        }
        #expect(receipt.items.last?["outcome"] == "accepted")
        #expect(!receipt.text.contains("010190"))
        // The source sends a mended row again under the same event.
        let mended = rows[3].0.with("quantityThousandths", 1_000)
        #expect(try money.push([mended]).items[0]["outcome"] == "accepted")
    }

    @Test("a row that cannot be placed is held with its code and kept whole (F5 to F9, F13, F22, M8)") func holds() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        let agreement = try money.agree(["period": ["from": "2026-02-01", "to": "2026-06-30"]])
        let otherType = try county.moneyServiceType()
        let nobody = county.newHetu()
        func odd(_ changes: JSONValue, on day: String = "2026-06-10") -> JSONValue { money.row(money.event(), on: day, changes) }
        let rows: [(JSONValue, String)] = [
            (odd(["clientRef": ["hetu": .string(nobody)]]), "unknown_client"),
            (odd(["clientRef": ["clientNumber": "A9999999"]]), "unknown_client"),
            (odd(["serviceTypeCode": "HA-seteli 12"]), "unknown_service_type"),
            (odd(["serviceTypeCode": .string(otherType)]), "no_agreement"),
            (odd(["agreementId": money.budget["id"]]), "no_agreement"),
            (odd(["agreementId": agreement["id"], "serviceTypeCode": .string(otherType)]), "service_differs"),
            (odd([:], on: "2026-01-31"), "outside_period"),
            (odd([:], on: "2026-07-01"), "outside_period"),
            (odd(["unit": "min"]), "unit_mismatch"),
            (odd(["amountCents": 400_000]), "amount_differs"),
            (odd(["quantityThousandths": 24_001]), "too_long"),
            (odd(["providerBusinessId": "2077474-0"]), "provider_differs"),
            (odd(["corrects": "ei tullut"]), "unknown_original"),
        ]
        let receipt = try money.push(rows.map(\.0))
        for (index, row) in rows.enumerated() {
            #expect(receipt.items[index]["outcome"] == "held", "\(receipt.items[index])")
            #expect(receipt.items[index]["code"].string == row.1, "\(index): \(receipt.items[index])")
        }
        let future = try money.push([odd([:], on: "2026-06-11")], at: "2026-06-10T20:59:59Z")
        #expect(future.items[0]["code"] == "future_date")
        #expect(try money.figures()["usedCents"] == 0)
        let kept = try county.finance.get("/v1/service-data/actuals/\(receipt.items[0]["actualId"].string ?? "")")
        #expect(kept["maskedHetu"].string == String(nobody.prefix(7)) + "***")
        #expect(kept["quantityThousandths"] == 1_000)
        #expect(!kept.text.contains(nobody))
        let held = try county.finance.all("/v1/service-data/held?hold=unit_mismatch")
        #expect(held.compactMap { $0["id"].string }.contains(receipt.items[8]["actualId"].string ?? ""))
        #expect(try county.coordinator.get("/v1/service-data/held").status == 200)
        #expect(try county.system.get("/v1/service-data/held", expecting: 403).code == "forbidden")
    }

    @Test("delivered service above the money is held and kept until somebody accepts it (M7, row 57)") func holdsOverBudget() throws {
        let county = try County.shared
        // The model tolerates a tenth of 400 000 c.
        let money = try county.moneyCase()
        let agreement = try money.agree(quantity: 100_000)
        _ = try money.push((0..<5).map { money.row(money.event(), quantity: 20_000, on: "2026-06-0\($0 + 1)") })
        #expect(try money.figures()["availableCents"] == 0)
        let over = try money.push([money.row(money.event(), quantity: 10_000), money.row(money.event(), quantity: 1)])
        #expect(over.items.map { $0["outcome"] } == ["accepted", "held"])
        #expect(try money.figures()["availableCents"] == -40_000)
        let held = try money.push([money.row(money.event(), quantity: 1_000)])
        #expect(held.items[0]["code"] == "over_budget")
        let place = "/v1/service-data/held/\(held.items[0]["actualId"].string ?? "")"
        let actual = "/v1/service-data/actuals/\(held.items[0]["actualId"].string ?? "")"
        let etag = try county.finance.get(actual).etag ?? ""
        let body: JSONValue = ["decision": "accept", "reason": "palvelu on annettu"]
        #expect(try county.finance.post("\(place)/resolve", body, expecting: 428).code == "precondition_required")
        #expect(try county.coordinator.post("\(place)/resolve", body, expecting: 403, headers: ["If-Match": etag]).code == "forbidden")
        let accepted = try county.finance.post("\(place)/resolve", body, expecting: 200, headers: ["If-Match": etag])
        #expect(accepted["state"] == "accepted")
        #expect(accepted["hold"] == nil)
        #expect(accepted["amountCents"] == 4_000)
        #expect(accepted["agreementId"].string == agreement.id)
        let after = try money.figures()
        #expect(after["availableCents"] == -44_000)
        #expect(BudgetTests.isBalanced(after.json))
        let again = try county.finance.post(
            "\(place)/resolve", body, expecting: 409, headers: ["If-Match": accepted.etag ?? ""])
        #expect(again.code == "illegal_transition")
        // Settlement covers the excess, so that the lines end at zero.
        try county.worker.command(on: money.budgetPath, "begin-closing", ["reason": "kausi päättyi"])
        let settled = try county.worker.command(on: money.budgetPath, "settle")
        #expect(settled["availableCents"] == 0)
        #expect(settled["allocatedCents"] == 444_000)
    }

    @Test("a held row is retried after its cause is mended, or is rejected (G11, row 65)") func retries() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        let held = try money.push([money.row(money.event()), money.row(money.event(), quantity: 2_000)])
        #expect(held.items.map { $0["code"] } == ["no_agreement", "no_agreement"])
        func resolve(_ index: Int, _ body: JSONValue, expecting status: Int = 200) throws -> Reply {
            let id = held.items[index]["actualId"].string ?? ""
            let etag = try county.finance.get("/v1/service-data/actuals/\(id)").etag ?? ""
            return try county.finance.post("/v1/service-data/held/\(id)/resolve", body, expecting: status, headers: ["If-Match": etag])
        }
        let still = try resolve(0, ["decision": "retry", "reason": "katsotaan uudelleen"])
        #expect(still["state"] == "held")
        #expect(try resolve(0, ["decision": "accept", "reason": "ilman sopimusta"], expecting: 422).errors == ["/agreementId": "required"])
        let agreement = try money.agree()
        let now = try resolve(0, ["decision": "retry", "reason": "sopimus tehtiin"])
        #expect(now["state"] == "accepted")
        #expect(now["agreementId"].string == agreement.id)
        #expect(try resolve(1, ["decision": "reject", "reason": "ei meidän"])["state"] == "rejected")
        #expect(try money.figures()["usedCents"] == 4_000)
    }

    @Test("a person's note on a row is for those who care for the client, not for its source, finance or the auditor (A5, A7, A9)")
    func keepsNotes() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        let row = money.row(money.event(), quantity: 90_000)
        let held = try money.push([row])["items"][0]
        #expect(held["outcome"] == "held" && held["detail"].string?.isEmpty == false)
        // The reason for the hold comes from the service, so finance reads it.
        let actual = "/v1/service-data/actuals/\(held["actualId"].string ?? "")"
        #expect(try county.finance.get(actual)["note"].string?.isEmpty == false)
        let path = "/v1/service-data/held/\(held["actualId"].string ?? "")"
        let decided: JSONValue = ["decision": "reject", "reason": "Asiakas sairaalassa"]
        let resolved = try county.worker.send(
            "POST", "\(path)/resolve", decided.octets, expecting: 200, headers: ["If-Match": "*"])
        #expect(resolved["note"] == "Asiakas sairaalassa")
        for caller in [county.finance, county.auditor] {
            let told = try caller.get("\(money.path)/actuals")
            #expect(!told.text.contains("sairaalassa") && told.headers["Withheld"] == "note")
        }
        let again = try money.push([row])
        #expect(again["items"][0]["outcome"] == "duplicate" && !again.text.contains("sairaalassa"))
        #expect(try !county.system.get("\(again.headers["Location"] ?? "")/items").text.contains("sairaalassa"))
        // The repeat is in the client's log too.
        let log = try county.dataProtectionOfficer.all("/v1/clients/\(money.clientID)/access-log")
        #expect(log.filter { $0["operation"] == "pushServiceData" && $0["relation"] == "task" }.count == 2)
        // The ledger shows finance and the auditor no reason for the end of an agreement.
        let agreement = try money.agree(["mode": "purchased"])
        try county.worker.command(on: agreement.path, "cancel", ["reason": "Asiakas sairaalassa"], at: "2026-02-02")
        let entries = "\(money.budgetPath)/ledger-entries"
        #expect(try county.worker.get(entries).text.contains("sairaalassa"))
        for caller in [county.finance, county.auditor] { #expect(try !caller.get(entries).text.contains("sairaalassa")) }
    }

    @Test("a provider's approval that ends before the day of service holds the row (O7, row 34)") func holdsUnapproved() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        try county.finance.patch(money.provider.path, ["approvedTo": "2026-06-09"])
        let receipt = try money.push([money.row(money.event(), on: "2026-06-09"), money.row(money.event(), on: "2026-06-10")])
        #expect(receipt.items.map { $0["code"] } == [nil, "provider_not_approved"])
    }

    @Test("an actual is reversed once, and its day then reads as if it had not been (M10, row 66)") func reverses() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let receipt = try money.push([money.row(money.event())])
        let path = "/v1/service-data/actuals/\(receipt.items[0]["actualId"].string ?? "")"
        let reversed = try county.finance.command(on: path, "reverse", ["reason": "väärä asiakas"])
        #expect(reversed["state"] == "reversed")
        let again = try county.finance.command(on: path, "reverse", ["reason": "väärä asiakas"], expecting: 409)
        #expect(again.code == "already_reversed")
        let entries = try ServiceDataTests.ledger(money).suffix(4)
        #expect(entries.map { $0["kind"] } == ["actual", "release", "reversal", "reserve"])
        #expect(entries.map { $0["businessDate"] } == Array(repeating: "2026-06-10", count: 4))
        let after = try money.figures()
        #expect([after["committedCents"], after["usedCents"], after["availableCents"]] == [40_000, 0, 360_000])
    }

    @Test("a correction replaces its original, also an original that was held (M10, F18)") func corrects() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let (first, second, third) = (money.event(), money.event(), money.event())
        let early = try money.push([money.row(first, quantity: 5_000), money.row(second, ["unit": "min"])])
        #expect(early.items.map { $0["outcome"] } == ["accepted", "held"])
        let receipt = try money.push([
            money.row(third, quantity: 3_000, ["corrects": .string(first)]), money.row(money.event(), ["corrects": .string(second)]),
        ])
        #expect(receipt.items.map { $0["outcome"] } == ["accepted", "accepted"])
        let after = try money.figures()
        #expect([after["committedCents"], after["usedCents"]] == [24_000, 16_000])
        func state(_ item: JSONValue) throws -> JSONValue {
            try county.finance.get("/v1/service-data/actuals/\(item["actualId"].string ?? "")")["state"]
        }
        #expect(try early.items.map(state) == ["reversed", "rejected"])
        let cancelled = try money.push([money.row(money.event(), ["status": "cancelled_by_client", "corrects": .string(third)])])
        #expect(cancelled.items[0]["outcome"] == "accepted")
        #expect(try state(cancelled.items[0]) == "noted")
        #expect(try money.figures()["usedCents"] == 4_000)
        let own = money.event()
        let itself = try money.push([money.row(own, ["corrects": .string(own)])])
        #expect(itself.items[0]["code"] == "corrects_itself")
        let twice = try money.push([money.row(money.event(), ["corrects": .string(third)])])
        #expect(twice.items[0]["code"] == "original_reversed")
    }

    @Test("a source reads its own batches, finance reads all, and a worker none (A9)") func keepsBatchesApart() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree()
        let receipt = try money.push([money.row(money.event()), money.row(money.event(), ["unit": "x"])])
        #expect(receipt.path.hasPrefix("/v1/service-data/batches/"))
        let read = try county.system.get(receipt.path)
        #expect([read["rowCount"], read["acceptedCount"], read["rejectedCount"]] == [2, 1, 1])
        #expect(try county.system.get("\(receipt.path)/items").items == receipt.items)
        #expect(try county.finance.get("\(receipt.path)/items?outcome=rejected").items == [receipt.items[1]])
        let other = try county.admin.key(for: [
            "role": "system", "name": "Kolmas", "unit": .string(County.unit), "sourceSystem": "kolmas_x",
        ])
        #expect(try other.get(receipt.path, expecting: 404).code == "not_found")
        #expect(try other.get("\(receipt.path)/items", expecting: 404).code == "not_found")
        #expect(try other.get("/v1/service-data/batches").items.isEmpty)
        #expect(try county.worker.get(receipt.path, expecting: 403).code == "forbidden")
        #expect(try county.worker.post("/v1/service-data/batches", ["items": []], expecting: 403).code == "forbidden")
        let log = try county.dataProtectionOfficer.get("/v1/clients/\(money.clientID)/access-log").items
        #expect(log.filter { $0["operation"] == "pushServiceData" }.count == 1)
    }

    @Test("5 000 rows are accepted, 5 001 are refused, and a batch that is not JSON is refused as a whole (G11, row 64)") func bounds()
        throws
    {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree(quantity: 90_000, ["unitPriceCents": 4_000])
        let clock = ContinuousClock()
        let mark = money.event()
        let rows = (0..<5_000).map { money.row("\(mark)-\($0)", quantity: 10, on: "2026-0\(2 + $0 % 4)-\(10 + $0 % 19)") }
        let start = clock.now
        let receipt = try money.push(rows)
        let took = clock.now - start
        #expect(receipt["acceptedCount"] == 5_000)
        #expect(took < .seconds(30), "took \(took)")
        #expect(try money.figures()["usedCents"] == 200_000)
        let again = try money.push(rows)
        #expect(again["duplicateCount"] == 5_000)
        let more = try money.push(rows + [money.row(money.event())], expecting: 422)
        #expect(more.code == "batch_too_large")
        #expect(try money.push([], expecting: 422).errors == ["/items": "too_few"])
        let cut = Array((["items": .array([money.row(money.event())])] as JSONValue).octets.dropLast(3))
        #expect(try county.system.send("POST", "/v1/service-data/batches", cut, expecting: 400).code == "malformed_json")
        #expect(try county.system.post("/v1/service-data/batches", ["rows": []], expecting: 422).errors["/items"] == "required")
    }
}
