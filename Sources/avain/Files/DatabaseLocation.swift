import Foundation
import SQL
import SQLiteEngine

/// Where a database lies, with what lies beside it: the SQLite file, its key file, its anchors, its lock and its copies.
///
/// No other code makes one of these names from another, so that a database on a server can have another kind of location.
struct DatabaseLocation: Sendable {
    /// The SQLite file.
    let file: String
    /// The file with the key of national ids: one for the database and all its copies.
    let keyFile: String

    init(file: String, keyFile: String? = nil) {
        self.file = file
        self.keyFile = keyFile ?? file + ".keys"
    }

    var exists: Bool { FileManager.default.fileExists(atPath: file) }

    var anchors: AnchorFile { AnchorFile(path: file + ".anchors") }

    /// Where a copy for a path is put together: until it is whole it has another name, so that nobody takes half of one for a backup.
    func partialCopy(for path: String) -> DatabaseLocation { DatabaseLocation(file: path + ".partial", keyFile: keyFile) }

    /// The copy that is kept before a migration.
    func copyBeforeMigration(atSecond second: Int) -> DatabaseLocation {
        DatabaseLocation(file: "\(file).before-migration-\(second)", keyFile: keyFile)
    }

    /// Keeps every other process out, for as long as the lock lives.
    func lock(waitingSeconds: Int) throws -> DatabaseLock { try DatabaseLock(databasePath: file, waitingSeconds: waitingSeconds) }

    /// - Parameter fillsMuch: whether one transaction changes thousands of pages.
    func engine(fillsMuch: Bool) -> any Engine {
        SQLiteEngine(path: file, writerCacheKilobytes: fillsMuch ? 512 << 10 : 2_048, statements: recordedStatements)
    }

    /// Makes an empty file that its owner alone can read, to be filled by the engine, which would make it by the process's mask.
    func makePrivate() throws {
        guard FileManager.default.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw Exit.cannotCreate("\(file) cannot be made")
        }
    }

    /// Removes a copy, and what an engine leaves beside it.
    func remove() {
        for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: file + suffix) }
    }
}

/// Where the tests want the statements of this process; never in a release.
private var recordedStatements: StatementFile? {
    #if DEBUG
        StatementFile.ofEnvironment
    #else
        nil
    #endif
}
