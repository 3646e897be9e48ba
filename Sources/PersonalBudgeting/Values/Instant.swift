/// A moment in UTC with microseconds, 1800-01-01T00:00:00Z…2999-12-31T23:59:59.999999Z (RFC 3339; I30).
///
/// Helsinki time follows the EU rule for every year: +02:00, and +03:00 from 01:00 UTC on the last Sunday of March to
/// 01:00 UTC on the last Sunday of October. Clock changes before 1996 therefore differ from history.
public struct Instant: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 1800-01-01T00:00:00Z.
    public static let earliest = Instant(unchecked: Instant.midnight(CalendarDate.earliest))
    /// 2999-12-31T23:59:59.999999Z.
    public static let latest = Instant(unchecked: Instant.midnight(CalendarDate.latest) + Instant.day - 1)

    private static let second: Int64 = 1_000_000
    private static let day: Int64 = 86_400 * second

    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    public let microseconds: Int64

    private init(unchecked microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Nil outside the years 1800…2999.
    public init?(microseconds: Int64) {
        self.init(unchecked: microseconds)
        guard self >= Instant.earliest, self <= Instant.latest else { return nil }
    }

    /// The nearest possible instant, for clock readings.
    public init(clampingMicroseconds microseconds: Int64) {
        self.init(unchecked: min(max(microseconds, Instant.earliest.microseconds), Instant.latest.microseconds))
    }

    /// Reads strictly `YYYY-MM-DDTHH:MM:SS[.f]Z`, the fraction 1…6 digits; upper-case T and Z, no other offset, no leap second.
    public init?(_ text: String) {
        let octets = Array(text.utf8)
        guard octets.count == 20 || (22...27).contains(octets.count),
            let date = CalendarDate(octets: octets[0..<10]),
            octets[10] == 0x54, octets[13] == 0x3A, octets[16] == 0x3A, octets[octets.count - 1] == 0x5A,
            let hour = ASCIIText.number(octets[11..<13]), hour <= 23,
            let minute = ASCIIText.number(octets[14..<16]), minute <= 59,
            let second = ASCIIText.number(octets[17..<19]), second <= 59
        else { return nil }
        var fraction = 0
        if octets.count > 20 {
            let digits = octets[20..<octets.count - 1]
            guard octets[19] == 0x2E, var value = ASCIIText.number(digits) else { return nil }
            for _ in digits.count..<6 { value *= 10 }
            fraction = value
        }
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        self.init(unchecked: Instant.midnight(date) + seconds * Instant.second + Int64(fraction))
    }

    /// `YYYY-MM-DDTHH:MM:SSZ`, with six digits of fraction only when it is not zero.
    public var description: String { String(unsafeUninitializedCapacity: 27) { write(to: $0) } }

    /// Writes the octets of the description into a buffer of at least 27 octets. Returns the count.
    public func write(to octets: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let (date, inDay) = Instant.parts(microseconds)
        let seconds = Int(inDay / Instant.second)
        let fraction = Int(inDay % Instant.second)
        var count = date.write(to: octets)
        octets[count] = 0x54
        ASCIIText.write(seconds / 3600, width: 2, at: count + 1, of: octets)
        octets[count + 3] = 0x3A
        ASCIIText.write(seconds / 60 % 60, width: 2, at: count + 4, of: octets)
        octets[count + 6] = 0x3A
        ASCIIText.write(seconds % 60, width: 2, at: count + 7, of: octets)
        count += 9
        if fraction != 0 {
            octets[count] = 0x2E
            ASCIIText.write(fraction, width: 6, at: count + 1, of: octets)
            count += 7
        }
        octets[count] = 0x5A
        return count + 1
    }

    /// The day in UTC.
    public var utcDate: CalendarDate { Instant.parts(microseconds).date }

    /// Seconds by which Helsinki is ahead of UTC: 7 200 or 10 800.
    public var helsinkiOffsetSeconds: Int {
        let year = utcDate.year
        let starts = Instant.switchover(year: year, month: 3)
        let ends = Instant.switchover(year: year, month: 10)
        return microseconds >= starts && microseconds < ends ? 10_800 : 7200
    }

    /// The business day: the date in Helsinki (I30); at the very end of the range 2999-12-31.
    public var helsinkiDate: CalendarDate {
        Instant.parts(microseconds + Int64(helsinkiOffsetSeconds) * Instant.second).date
    }

    /// The instant so many seconds later (earlier when negative); nil outside the years 1800…2999.
    public func adding(seconds: Int64) -> Instant? {
        let (span, tooLong) = seconds.multipliedReportingOverflow(by: Instant.second)
        let (sum, overflow) = microseconds.addingReportingOverflow(span)
        return tooLong || overflow ? nil : Instant(microseconds: sum)
    }

    /// 00:00 in Helsinki on a day, as an instant; for 1800-01-01 the earliest instant.
    public static func startOfHelsinkiDay(_ date: CalendarDate) -> Instant {
        let winter = Instant(clampingMicroseconds: midnight(date) - 7200 * second)
        guard winter.helsinkiOffsetSeconds == 10_800 else { return winter }
        return Instant(clampingMicroseconds: midnight(date) - 10_800 * second)
    }

    /// Order in time.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    private static func midnight(_ date: CalendarDate) -> Int64 {
        Int64(date.daysSinceEpoch) * day
    }

    private static func parts(_ microseconds: Int64) -> (date: CalendarDate, inDay: Int64) {
        let remainder = microseconds % day
        let inDay = remainder < 0 ? remainder + day : remainder
        let days = (microseconds - inDay) / day
        let date = Int32(exactly: days).flatMap { CalendarDate(daysSinceEpoch: $0) }
        return (date ?? (days < 0 ? CalendarDate.earliest : CalendarDate.latest), inDay)
    }

    /// 01:00 UTC on the last Sunday of a month of 31 days, in microseconds.
    private static func switchover(year: Int, month: Int) -> Int64 {
        guard let last = CalendarDate(year: year, month: month, day: 31) else { return 0 }
        return midnight(last.addingClamped(days: -(last.weekday % 7))) + 3600 * second
    }
}
