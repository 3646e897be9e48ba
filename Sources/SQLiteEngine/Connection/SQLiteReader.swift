import CSQLite
import GRDB
import SQL

/// A connection that only reads.
final class SQLiteReader: ReadingConnection {
    private let statements: SQLiteConnection
    private let views: OpenViews
    private let view: OpenViews.OfReader

    init(_ opened: DatabaseQueue, _ views: OpenViews, _ statementFile: StatementFile?) throws {
        self.views = views
        statements = SQLiteConnection(try opened.unsafeRead { try openHandle(of: $0) }, owner: opened, statementFile)
        view = views.add()
    }

    deinit { views.remove(view) }

    var connection: any Connection { statements }

    func paced<Result>(by pause: () throws -> Void, _ body: () throws -> Result) throws -> Result {
        try statements.paced(by: pause, body)
    }

    func beginView() throws {
        view.begin()
        do { try statements.execute(.begin, []) } catch {
            view.end()
            throw error
        }
    }

    func endView() {
        if statements.isInTransaction { try? statements.execute(.commit, []) }
        view.end()
    }
}

/// Returns the handle of a connection that GRDB has opened.
func openHandle(of database: Database) throws -> OpaquePointer {
    guard let handle = database.sqliteConnection else { throw SQLFault.failed(code: 0, detail: "the connection is closed") }
    // Without this setting, SQLite prepares a statement with `state = ?`, compared with a column of a partial index, again for every bound
    // value. That takes some hundred microseconds; running the statement takes five.
    guard csqlite_keep_plans(handle) == SQLITE_OK else { throw SQLFault.failed(code: 0, detail: "plans would depend on values") }
    return handle
}
