import HTTPServer
import PersonalBudgeting

/// That an operation goes away: since when it is told, and the day from which it may be gone.
struct Deprecation: Sendable {
    let since: CalendarDate
    let sunset: CalendarDate

    /// The header fields of every answer of the operation: Deprecation (RFC 9745) and Sunset (RFC 8594).
    var fields: [(name: String, value: String)] {
        [("Deprecation", "@\(seconds(since))"), ("Sunset", HTTPDate.text(seconds(sunset)))]
    }

    /// Seconds since 1970 at the beginning of a day in UTC.
    private func seconds(_ day: CalendarDate) -> Int64 { (Instant("\(day)T00:00:00Z")?.microseconds ?? 0) / 1_000_000 }
}
