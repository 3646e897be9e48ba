import Foundation
import PersonalBudgeting
import TestSupport
import Testing

func instant(_ text: String) throws -> Instant { try #require(Instant(text)) }

struct InstantTests {
    @Test(arguments: [
        ("2026-03-02T10:11:12Z", "2026-03-02T10:11:12Z"), ("2026-03-02T10:11:12.5Z", "2026-03-02T10:11:12.500000Z"),
        ("2026-03-02T10:11:12.000000Z", "2026-03-02T10:11:12Z"), ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
        ("1800-01-01T00:00:00Z", "1800-01-01T00:00:00Z"), ("2999-12-31T23:59:59.999999Z", "2999-12-31T23:59:59.999999Z"),
    ])
    func readsAndWrites(text: String, written: String) throws { #expect(try instant(text).description == written) }

    @Test(arguments: [
        "", "2026-03-02", "2026-03-02T10:11Z", "2026-03-02T10:11:12", "2026-03-02T10:11:12+00:00", "2026-03-02T10:11:12.Z",
        "2026-03-02T10:11:12.1234567Z", "2026-03-02t10:11:12Z", "2026-03-02T10:11:12z", "2026-03-02 10:11:12Z", "2026-03-02T24:00:00Z",
        "2026-03-02T23:60:00Z", "2016-12-31T23:59:60Z", "2026-02-29T00:00:00Z", "2026-03-02T10:11:12,5Z", "2026-03-02T1０:11:12Z",
        "2026-03-02T10:11:12.-5Z", "3000-01-01T00:00:00Z",
    ])
    func refuses(_ text: String) { #expect(Instant(text) == nil) }

    /// Helsinki changes its offset at 01:00 UTC on the last Sundays of March and October (I30).
    @Test(arguments: [
        ("2026-03-29T00:59:59Z", 7200), ("2026-03-29T01:00:00Z", 10_800), ("2026-10-25T00:59:59Z", 10_800), ("2026-10-25T01:00:00Z", 7200),
        ("2024-03-31T01:00:00Z", 10_800), ("2026-01-01T00:00:00Z", 7200),
    ])
    func offsets(text: String, seconds: Int) throws { #expect(try instant(text).helsinkiOffsetSeconds == seconds) }

    /// The business day is the day in Helsinki (I30).
    @Test(arguments: [
        ("2026-03-28T21:59:59Z", "2026-03-28"), ("2026-03-28T22:00:00Z", "2026-03-29"), ("2026-06-30T20:59:59Z", "2026-06-30"),
        ("2026-06-30T21:00:00Z", "2026-07-01"), ("2026-12-31T22:00:00Z", "2027-01-01"), ("2999-12-31T23:00:00Z", "2999-12-31"),
    ])
    func helsinkiDates(text: String, day: String) throws { #expect(try instant(text).helsinkiDate.description == day) }

    @Test(arguments: [
        ("2026-03-29", "2026-03-28T22:00:00Z"), ("2026-03-30", "2026-03-29T21:00:00Z"), ("2026-10-25", "2026-10-24T21:00:00Z"),
        ("2026-10-26", "2026-10-25T22:00:00Z"), ("1800-01-01", "1800-01-01T00:00:00Z"),
    ])
    func startsOfDays(day: String, text: String) throws { #expect(Instant.startOfHelsinkiDay(try date(day)).description == text) }

    @Test func neverTraps() throws {
        for value in [Int64.min, Int64.max] {
            #expect(Instant(microseconds: value) == nil)
            #expect(try instant("2026-01-01T00:00:00Z").adding(seconds: value) == nil)
            #expect(Instant(clampingMicroseconds: value) == (value < 0 ? .earliest : .latest))
        }
        #expect(try instant("2026-01-01T00:00:00Z").adding(seconds: -1)?.description == "2025-12-31T23:59:59Z")
        #expect(Instant.latest.helsinkiDate == .latest)
    }

    @Test func agreesWithTheZoneDatabase() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Helsinki"))
        var random = SplitMix64("Instant")
        for _ in 0..<2000 {
            let seconds = Int64.random(in: 852_076_800...2_114_380_800, using: &random)
            let moment = try #require(Instant(microseconds: seconds * 1_000_000))
            #expect(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) == moment.helsinkiOffsetSeconds, "\(moment)")
            let start = Instant.startOfHelsinkiDay(moment.helsinkiDate)
            #expect(start <= moment && start.helsinkiDate == moment.helsinkiDate)
            #expect(start.adding(seconds: -1)?.helsinkiDate != moment.helsinkiDate)
            #expect(Instant(moment.description) == moment)
        }
    }
}
