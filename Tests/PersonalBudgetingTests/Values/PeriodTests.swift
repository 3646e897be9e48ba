import Foundation
import PersonalBudgeting
import Testing

struct PeriodTests {
    @Test func relations() throws {
        let spring = try #require(Period(from: date("2026-03-15"), to: date("2026-12-31")))
        let winter = try #require(Period(from: date("2026-12-31"), to: date("2027-02-01")))
        #expect(spring.dayCount == 292)
        #expect(spring.overlaps(winter) && winter.overlaps(spring))
        for day in ["2026-03-15", "2026-12-31"] { #expect(spring.contains(try date(day))) }
        #expect(!spring.contains(try date("2026-03-14")) && !spring.contains(winter) && spring.contains(spring))
        #expect(Period(from: try date("2026-01-02"), to: try date("2026-01-01")) == nil)
        let later = try #require(Period(from: date("2027-01-01"), to: date("2027-01-01")))
        #expect(!spring.overlaps(later))
    }
}
