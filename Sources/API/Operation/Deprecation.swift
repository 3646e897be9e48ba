import HTTPServer
import PersonalBudgeting

/// The deprecation of an operation: the day it was announced, and the day from which the operation may be removed.
struct Deprecation: Sendable {
    let since: CalendarDate
    let sunset: CalendarDate

    /// The header fields of every answer of the operation: Deprecation (RFC 9745) and Sunset (RFC 8594).
    var fields: [(name: String, value: String)] {
        [("Deprecation", "@\(seconds(since))"), ("Sunset", HTTPDate.text(seconds(sunset)))]
    }

    /// Returns the seconds from 1970 to the beginning of a day in UTC.
    private func seconds(_ day: CalendarDate) -> Int64 { (Instant("\(day)T00:00:00Z")?.microseconds ?? 0) / 1_000_000 }
}
