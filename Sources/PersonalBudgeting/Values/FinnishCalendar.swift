/// Finnish public holidays, weekdays and the day on which an act may still be done (D2, D8).
///
/// Today's rules are used for every year 1800…2999; the Epiphany and Ascension Saturdays of 1973–1990 are not included.
/// Near 2999-12-31 a result that would be later is 2999-12-31.
public enum FinnishCalendar {
    /// A church holiday, Independence Day or May Day.
    public struct Holiday: Hashable, Sendable {
        /// The day.
        public let date: CalendarDate
        /// The Finnish name.
        public let name: String
    }

    /// Easter Sunday by the Gregorian computus; nil unless 1800…2999.
    public static func easter(_ year: Int) -> CalendarDate? {
        guard (1800...2999).contains(year) else { return nil }
        let golden = year % 19
        let century = year / 100
        let ofCentury = year % 100
        let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30
        let weekdayShift = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7
        let correction = (golden + 11 * epact + 22 * weekdayShift) / 451
        let count = epact + weekdayShift - 7 * correction + 114
        return CalendarDate(year: year, month: count / 31, day: count % 31 + 1)
    }

    /// The thirteen holidays of a year in order, without the eves; empty unless 1800…2999.
    public static func holidays(_ year: Int) -> [Holiday] {
        guard let easter = easter(year) else { return [] }
        let dated: [(CalendarDate?, String)] = [
            (CalendarDate(year: year, month: 1, day: 1), "uudenvuodenpäivä"),
            (CalendarDate(year: year, month: 1, day: 6), "loppiainen"),
            (easter.adding(days: -2), "pitkäperjantai"),
            (easter, "pääsiäispäivä"),
            (easter.adding(days: 1), "2. pääsiäispäivä"),
            (CalendarDate(year: year, month: 5, day: 1), "vappu"),
            (easter.adding(days: 39), "helatorstai"),
            (easter.adding(days: 49), "helluntaipäivä"),
            (saturday(onOrAfter: CalendarDate(year: year, month: 6, day: 20)), "juhannuspäivä"),
            (saturday(onOrAfter: CalendarDate(year: year, month: 10, day: 31)), "pyhäinpäivä"),
            (CalendarDate(year: year, month: 12, day: 6), "itsenäisyyspäivä"),
            (CalendarDate(year: year, month: 12, day: 25), "joulupäivä"),
            (CalendarDate(year: year, month: 12, day: 26), "2. joulupäivä"),
        ]
        return dated.compactMap { date, name in date.map { Holiday(date: $0, name: name) } }.sorted { $0.date < $1.date }
    }

    /// Midsummer Eve and Christmas Eve of a year in order; empty unless 1800…2999.
    public static func eves(_ year: Int) -> [Holiday] {
        let dated: [(CalendarDate?, String)] = [
            (saturday(onOrAfter: CalendarDate(year: year, month: 6, day: 20))?.adding(days: -1), "juhannusaatto"),
            (CalendarDate(year: year, month: 12, day: 24), "jouluaatto"),
        ]
        return dated.compactMap { date, name in date.map { Holiday(date: $0, name: name) } }
    }

    /// True on the holidays of ``holidays(_:)``; eves and ordinary Sundays are not holidays here.
    public static func isHoliday(_ date: CalendarDate) -> Bool {
        holidays(date.year).contains { $0.date == date }
    }

    /// True on Midsummer Eve and Christmas Eve.
    public static func isEve(_ date: CalendarDate) -> Bool {
        eves(date.year).contains { $0.date == date }
    }

    /// Arkipäivä: not Saturday, Sunday or holiday; the eves count as weekdays by default (D8).
    public static func isWeekday(_ date: CalendarDate, evesAreWeekdays: Bool = true) -> Bool {
        date.weekday <= 5 && !isHoliday(date) && (evesAreWeekdays || !isEve(date))
    }

    /// The n-th weekday after a day that is not counted itself: the start of an assessment is the 7th (SHL 36 §; D7).
    ///
    /// Nil unless 1…1 000.
    public static func weekday(number: Int, after date: CalendarDate, evesAreWeekdays: Bool = true) -> CalendarDate? {
        guard (1...1000).contains(number) else { return nil }
        var day = date
        var left = number
        while left > 0, day < CalendarDate.latest {
            day = day.addingClamped(days: 1)
            if isWeekday(day, evesAreWeekdays: evesAreWeekdays) { left -= 1 }
        }
        return day
    }

    /// The day itself, or the next weekday when it is a Sunday, church holiday, Independence Day, May Day, Christmas Eve,
    /// Midsummer Eve or Saturday (laki 150/1930 5 §).
    public static func nextDayForAct(_ date: CalendarDate) -> CalendarDate {
        var day = date
        while !isWeekday(day, evesAreWeekdays: false), day < CalendarDate.latest {
            day = day.addingClamped(days: 1)
        }
        return day
    }

    private static func saturday(onOrAfter date: CalendarDate?) -> CalendarDate? {
        date.flatMap { $0.adding(days: (13 - $0.weekday) % 7) }
    }
}
