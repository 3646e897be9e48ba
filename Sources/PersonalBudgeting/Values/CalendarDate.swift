/// A day of the proleptic Gregorian calendar, years 1800…2999, without time or zone; text form `YYYY-MM-DD` (I30).
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 1800-01-01.
    public static let earliest = CalendarDate(unchecked: Int32(CalendarDate.days(year: 1800, month: 1, day: 1)))
    /// 2999-12-31.
    public static let latest = CalendarDate(unchecked: Int32(CalendarDate.days(year: 2999, month: 12, day: 31)))

    /// Days since 1970-01-01; negative before it.
    public let daysSinceEpoch: Int32

    private init(unchecked days: Int32) {
        daysSinceEpoch = days
    }

    /// Nil outside 1800-01-01…2999-12-31.
    public init?(daysSinceEpoch: Int32) {
        self.init(unchecked: daysSinceEpoch)
        guard self >= CalendarDate.earliest, self <= CalendarDate.latest else { return nil }
    }

    /// Nil when there is no such day or the year is not 1800…2999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1800...2999).contains(year), (1...12).contains(month),
            day >= 1, day <= CalendarDate.daysInMonth(year: year, month: month)
        else { return nil }
        self.init(unchecked: Int32(CalendarDate.days(year: year, month: month, day: day)))
    }

    /// Reads strictly ten ASCII characters `YYYY-MM-DD`; otherwise nil.
    public init?(_ text: String) {
        self.init(octets: Array(text.utf8)[...])
    }

    init?(octets: ArraySlice<UInt8>) {
        guard octets.count == 10 else { return nil }
        let start = octets.startIndex
        guard octets[start + 4] == 0x2D, octets[start + 7] == 0x2D,
            let year = ASCIIText.number(octets[start..<start + 4]),
            let month = ASCIIText.number(octets[start + 5..<start + 7]),
            let day = ASCIIText.number(octets[start + 8..<start + 10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        String(unsafeUninitializedCapacity: 10) { write(to: $0) }
    }

    /// Writes the ten octets of the description into a buffer of at least ten octets. Returns the count.
    public func write(to octets: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let parts = components
        ASCIIText.write(parts.year, width: 4, at: 0, of: octets)
        octets[4] = 0x2D
        ASCIIText.write(parts.month, width: 2, at: 5, of: octets)
        octets[7] = 0x2D
        ASCIIText.write(parts.day, width: 2, at: 8, of: octets)
        return 10
    }

    /// 1800…2999.
    public var year: Int { components.year }
    /// 1…12.
    public var month: Int { components.month }
    /// 1…31.
    public var day: Int { components.day }
    /// 1 = Monday … 7 = Sunday (ISO 8601).
    public var weekday: Int { CalendarDate.floorModulo(Int(daysSinceEpoch) + 3, 7) + 1 }
    /// 365 or 366, of the year of the day.
    public var daysInYear: Int { CalendarDate.isLeap(year) ? 366 : 365 }

    /// The day so many days later (earlier when negative); nil outside 1800…2999.
    public func adding(days: Int) -> CalendarDate? {
        let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
        guard !overflow, let narrow = Int32(exactly: sum) else { return nil }
        return CalendarDate(daysSinceEpoch: narrow)
    }

    /// As ``adding(days:)``, but the first or last possible day instead of nil.
    public func addingClamped(days: Int) -> CalendarDate {
        adding(days: days) ?? (days < 0 ? CalendarDate.earliest : CalendarDate.latest)
    }

    /// The same numbered day so many months later, or the last day of that month when it has no such day (laki 150/1930 3 §).
    ///
    /// Nil outside 1800…2999.
    public func adding(months: Int) -> CalendarDate? {
        let parts = components
        let (sum, overflow) = (parts.year * 12 + parts.month - 1).addingReportingOverflow(months)
        guard !overflow, sum >= 1800 * 12, sum < 3000 * 12 else { return nil }
        let year = sum / 12
        let month = sum % 12 + 1
        return CalendarDate(year: year, month: month, day: min(parts.day, CalendarDate.daysInMonth(year: year, month: month)))
    }

    /// Whole days from this day to the other; negative when the other is earlier.
    public func days(to other: CalendarDate) -> Int {
        Int(other.daysSinceEpoch) - Int(daysSinceEpoch)
    }

    /// Order in time.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }

    /// 28…31; the month must be 1…12, for another month 31.
    static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// Days since 1970-01-01 by counting years from March, in 400-year cycles of 146 097 days; only for years 1…9999.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let shiftedMonth = (month + 9) % 12
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        return shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + dayOfYear - 719_468
    }

    private var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let cycle = shifted / 146_097
        let dayOfCycle = shifted % 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floorModulo(_ value: Int, _ divisor: Int) -> Int {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }
}
