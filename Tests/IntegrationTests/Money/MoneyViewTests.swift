import JSON
import Testing

/// Row 83: the client's own view of the money (Z1).
@Suite struct MoneyViewTests {
    @Test("the client sees the figures that staff see, in plain words and in the requested language (Z1, I31, row 83)") func showsMoney()
        throws
    {
        let county = try County.shared
        let money = try county.moneyCase { [County.line($0), County.line($0, quantity: 50_000)] }
        _ = try money.agree(quantity: 30_000)
        _ = try money.push([money.row(money.event(), quantity: 10_000)])
        let client = try county.client(for: money.clientID)
        let own = try client.get("\(money.path)/money-view", headers: ["Accept-Language": "fi"])
        let staff = try money.figures()
        #expect([own["grantedCents"], own["committedCents"], own["usedCents"], own["leftCents"]] == [600_000, 80_000, 40_000, 480_000])
        #expect(own["leftCents"] == staff["availableCents"])
        #expect(own["lines"].array.map { $0["leftCents"] } == staff["lines"].array.map { $0["availableCents"] })
        #expect(own["lines"][0]["name"].string?.hasPrefix("Palvelu ") == true)
        #expect(own["sentences"][0] == "Sinulla on rahaa 6\u{A0}000,00\u{A0}€. Se on ajalle 1.1.2026–31.12.2026.")
        #expect(own["sentences"][3] == "Jäljellä on 4\u{A0}800,00\u{A0}€.")
        let swedish = try county.worker.get("\(money.path)/money-view", headers: ["Accept-Language": "sv"])
        #expect(swedish["sentences"][2] == "Du har använt 400,00\u{A0}€.")
        #expect(swedish["lines"][0]["name"].string?.hasPrefix("Tjänst ") == true)
        #expect(try county.worker.get("\(money.path)/money-view", headers: ["Accept-Language": "en"])["language"] == "en")
        #expect(swedish["forecastCents"] == own["forecastCents"])
    }

    @Test("the forecast continues at the daily rate of the last three full months (Z2, row 82)") func forecasts() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        _ = try money.agree(quantity: 50_000)
        // March to May has 92 days, and 184 days follow 30 June: the forecast adds twice the use of those months.
        _ = try money.push([
            money.row(money.event(), quantity: 2_000, on: "2026-03-01"), money.row(money.event(), quantity: 4_000, on: "2026-05-31"),
            money.row(money.event(), quantity: 1_000, on: "2026-06-01"),
        ])
        let view = try county.worker.get("\(money.path)/money-view")
        #expect(view["usedCents"] == 28_000)
        #expect(view["committedCents"] == 172_000)
        #expect(view["forecastCents"] == 248_000)
        #expect(view["isForecastOver"] == false)
    }

    @Test("without a budget the view says so, and another client's view does not exist (Z1, row 83)") func keepsToOwn() throws {
        let county = try County.shared
        let file = try county.openCase()
        let client = try county.client(for: file["clientId"].string ?? "")
        let view = try client.get("\(file.path)/money-view")
        #expect(view["budgetId"] == nil)
        #expect(view["grantedCents"] == 0)
        #expect(view["sentences"] == ["Sinulle ei ole vielä myönnetty budjettia."])
        let other = try county.openCase()
        #expect(try client.get("\(other.path)/money-view", expecting: 404).code == "not_found")
        #expect(try county.system.get("\(file.path)/money-view", expecting: 403).code == "forbidden")
    }
}
