import PersonalBudgeting
import SQL

/// Reads on one connection.
///
/// A view stands from read to read as long as nothing was written but the access log: to begin one costs system calls for its locks, and
/// SQLite throws away the pages it holds in memory whenever the file has changed.
///
/// A second process would leave a view standing that its changes have made old: the count of changes is of this process.
final class Reader: StorageReader {
    private let reading: any ReadingConnection
    private let writer: Writer
    private let unit: UnitOfWork
    /// The writer's count of changes before the view began; nil without a view.
    private var changes: Int?

    init(_ reading: any ReadingConnection, _ writer: Writer) {
        self.reading = reading
        self.writer = writer
        unit = UnitOfWork(reading.connection, writer.keyring)
    }

    func read<Result>(_ body: (any Repositories) throws -> Result) throws -> Result {
        // Asked before the view begins, so that a change in between is seen as one.
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
