import Testing

@testable import PersonalBudgeting

/// The days of a user's roles (L76).
struct UserRoleTests {
    private func role(_ from: String?, _ to: String?) throws -> UserRole {
        let now = try #require(Instant("2026-06-30T09:00:00Z"))
        let record = Record<UserRole>(id: ID(high: 1, low: 2), createdAt: now, updatedAt: now, version: 1)
        return UserRole(
            record: record, userID: ID(high: 1, low: 1), role: .finance, unitID: nil, validFrom: from.flatMap { CalendarDate($0) },
            validTo: to.flatMap { CalendarDate($0) })
    }

    @Test(
        "a role is valid from its first day to its last, both included",
        arguments: [
            ("2026-06-01", "2026-06-30", "2026-05-31", false), ("2026-06-01", "2026-06-30", "2026-06-01", true),
            ("2026-06-01", "2026-06-30", "2026-06-30", true), ("2026-06-01", "2026-06-30", "2026-07-01", false),
            (nil, "2026-06-30", "1990-01-01", true), ("2026-06-01", nil, "2090-01-01", true), (nil, nil, "2026-06-30", true),
        ] as [(String?, String?, String, Bool)])
    func valid(from: String?, to: String?, day: String, isValid: Bool) throws {
        #expect(try role(from, to).isValid(on: try #require(CalendarDate(day))) == isValid)
    }

    @Test(
        "two roles overlap if they share a day, whichever comes first",
        arguments: [
            ("2026-01-01", "2026-06-30", "2026-07-01", "2026-12-31", false), ("2026-01-01", "2026-06-30", "2026-06-30", nil, true),
            (nil, "2026-06-30", "2026-07-01", nil, false), (nil, nil, "2026-07-01", "2026-07-01", true),
            ("2026-03-01", "2026-03-31", "2026-01-01", "2026-12-31", true), (nil, "2026-06-30", nil, "2025-01-01", true),
        ] as [(String?, String?, String?, String?, Bool)])
    func overlapping(from: String?, to: String?, otherFrom: String?, otherTo: String?, overlaps: Bool) throws {
        let (one, other) = (try role(from, to), try role(otherFrom, otherTo))
        #expect(one.overlaps(other) == overlaps && other.overlaps(one) == overlaps)
    }

    @Test("users who act for a client and systems have one role, all others may have several") func combined() {
        let alone = Role.allCases.filter { !$0.isCombined }
        #expect(alone == [.system, .client, .representative, .hbAssistant])
    }
}
