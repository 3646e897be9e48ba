import PersonalBudgeting
import SQL

/// Reads on one connection.
///
/// It keeps its view from read to read until something other than the access log is written. Beginning a view takes system calls for its
/// locks, and SQLite discards its cached pages whenever the file has changed.
///
/// The count of changes covers this process only. If a second process wrote, a kept view would be out of date.
final class Reader: StorageReader {
    private let reading: any ReadingConnection
    private let writer: Writer
    private let unit: UnitOfWork
    /// The writer's count of changes before the view began; nil without a view.
    private var changes: Int?

    init(_ reading: any ReadingConnection, _ writer: Writer) {
        self.reading = reading
        self.writer = writer
        unit = UnitOfWork(reading.connection, writer.keyring, writer.damage)
    }

    func read<Result>(_ body: (any Repositories) throws -> Result) throws -> Result {
        // Read before the view begins, so that a change in between counts as a change.
        let current = writer.changes
        if changes != current || !writer.allowsStandingViews {
            rest()
            try storing { try reading.beginView() }
            changes = current
        }
        do {
            let result = try storing { try body(unit) }
            if !writer.allowsStandingViews { rest() }
            return result
        } catch {
            rest()
            throw error
        }
    }

    func readAnew<Result>(_ body: (any Repositories) throws -> Result) throws -> Result {
        rest()
        defer { rest() }
        return try read(body)
    }

    func rest() {
        guard changes != nil else { return }
        changes = nil
        reading.endView()
    }
}
