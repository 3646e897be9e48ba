import Foundation
import TestSupport

/// A database as an older release left it: a small synthetic county at step 15 of the schema, as a script of SQL. It is never made again.
enum OlderRelease {
    /// The number of clients in it.
    static let clients = 5

    /// Makes the database at a path, without its key file: national ids have no key any more.
    static func makeDatabase(_ path: String) throws {
        let script = projectRoot.path + "/Tests/IntegrationTests/Harness/schema15.sql.gz"
        let steps = "(gunzip -c \"$0\"; echo 'UPDATE anchors SET line = 0;') | sqlite3 \"$1\" && chmod 600 \"$1\""
        let made = try ServiceProcess.run(program: "/bin/sh", ["-c", steps, script, path])
        guard made.status == 0 else { throw ProcessFault("sqlite3: \(made.errors)") }
    }
}
