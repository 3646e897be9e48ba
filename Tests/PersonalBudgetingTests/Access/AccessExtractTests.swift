import PersonalBudgeting
import Testing

/// An extract of the access log goes back two years; older rows need a reason (A21, row 75; ATL 11 §).
@Suite struct AccessExtractTests {
    @Test(
        "rows older than two years need a reason (A21, row 75)",
        arguments: [
            // today, from, to, with a reason, expected days; nil if a reason is needed
            ("2026-06-30", nil, nil, false, "2024-06-30 2999-12-31"),
            ("2026-06-30", nil, nil, true, "1800-01-01 2999-12-31"),
            ("2026-06-30", "2024-06-30", nil, false, "2024-06-30 2999-12-31"),
            ("2026-06-30", "2024-06-29", nil, false, nil),
            ("2026-06-30", "2024-06-29", nil, true, "2024-06-29 2999-12-31"),
            ("2026-06-30", nil, "2024-06-30", false, "2024-06-30 2024-06-30"),
            ("2026-06-30", nil, "2024-06-29", false, nil),
            ("2026-06-30", "2020-01-01", "2020-12-31", true, "2020-01-01 2020-12-31"),
            ("2028-02-29", nil, nil, false, "2026-02-28 2999-12-31"),
            ("2028-02-29", "2026-02-27", nil, false, nil),
        ] as [(String, String?, String?, Bool, String?)])
    func needsReason(today: String, from: String?, to: String?, hasReason: Bool, told: String?) throws {
        let today = try #require(CalendarDate(today))
        func extract() throws -> AccessExtract {
            try AccessExtract(
                from: from.flatMap { CalendarDate($0) }, to: to.flatMap { CalendarDate($0) }, today: today, hasReason: hasReason)
        }
        guard let told else {
            #expect { try extract() } throws: { ($0 as? Refusal)?.code == .reasonNeeded }
            return
        }
        let made = try extract()
        #expect("\(made.from) \(made.to)" == told)
        #expect(made.isCutOff == (from == nil && !hasReason))
    }

    @Test("the days of an extract are days in Helsinki (I30)")
    func countsHelsinkiDays() throws {
        let day = try #require(CalendarDate("2026-06-30"))
        let extract = try AccessExtract(from: day, to: day, today: day, hasReason: false)
        for (moment, isIn) in [
            ("2026-06-29T20:59:59Z", false), ("2026-06-29T21:00:00Z", true), ("2026-06-30T20:59:59Z", true),
            ("2026-06-30T21:00:00Z", false),
        ] {
            #expect(extract.contains(try #require(Instant(moment))) == isIn, "\(moment)")
        }
    }
}
