import Testing

@testable import PersonalBudgeting

/// Days, sums and counts in the sentences of refusals.
struct ProseTests {
    @Test("a day is written without zeros before it", arguments: [("2026-06-01", "1.6.2026"), ("2026-12-24", "24.12.2026")])
    func days(date: String, prose: String) throws {
        #expect(try #require(CalendarDate(date)).prose == prose)
    }

    @Test(
        "a sum is written in euros, with spaces that do not break",
        arguments: [
            (0, "0,00 €"), (5, "0,05 €"), (123_450, "1 234,50 €"), (99_999, "999,99 €"), (100_000_000, "1 000 000,00 €"),
            (-1_005, "\u{2212}10,05 €"),
        ] as [(Int64, String)])
    func sums(cents: Int64, prose: String) throws {
        let money = try #require(Money(cents: cents))
        #expect(money.prose == prose.replacing(" ", with: "\u{A0}"))
    }

    @Test(
        "a count has the form of its noun",
        arguments: [(1, "1 virhe", "1 fel", "1 fault"), (2, "2 virhettä", "2 fel", "2 faults"), (0, "0 virhettä", "0 fel", "0 faults")])
    func counts(faults: Int, fi: String, sv: String, en: String) {
        #expect(LocalText.faultCount(faults) == LocalText(fi: fi, sv: sv, en: en))
    }

    @Test("several places of a request are counted in each language") func places() {
        let one = LocalText.faultsInRequest(1)
        #expect(one.fi.hasSuffix(": 1 kohta") && one.sv.hasSuffix("på 1 ställe") && one.en == "1 place of the request is not valid")
        let two = LocalText.faultsInRequest(2)
        #expect(two.fi.hasSuffix(": 2 kohtaa") && two.sv.hasSuffix("på 2 ställen") && two.en == "2 places of the request are not valid")
    }

    @Test("a range, a first day and an end are told in each language") func sentences() throws {
        #expect(LocalText.mustBe(1, to: 100) == LocalText(fi: "täytyy olla 1–100", sv: "måste vara 1–100", en: "must be 1 to 100"))
        #expect(LocalText.mustNotBeBefore("validFrom").en == "must not be before validFrom")
        #expect(!LocalText.mustNotBeBefore("validFrom").fi.contains("validFrom"))
        let day = try #require(CalendarDate("2026-06-01"))
        #expect(LocalText.until(day) == LocalText(fi: "1.6.2026 asti", sv: "till och med 1.6.2026", en: "until 2026-06-01"))
        #expect(LocalText.until(nil) == LocalText(fi: "toistaiseksi", sv: "tills vidare", en: "until further notice"))
    }
}
