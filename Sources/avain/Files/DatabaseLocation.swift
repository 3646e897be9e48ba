import Foundation
import SQL
import SQLiteEngine

/// The location of a database and of the files beside it: the SQLite file, its key file, its anchors, its lock and its copies.
///
/// No other code derives one of these names from another, so that a database on a server can have another kind of location.
struct DatabaseLocation: Sendable {
    /// The SQLite file.
    let file: String
    /// The file with the key of national ids, the same for the database and all its copies.
    let keyFile: String

    init(file: String, keyFile: String? = nil) {
        self.file = file
        self.keyFile = keyFile ?? file + ".keys"
    }

    var exists: Bool { FileManager.default.fileExists(atPath: file) }

    var anchors: AnchorFile { AnchorFile(path: file + ".anchors") }

    /// Returns the location of an unfinished copy. It has another name until it is complete, so that nobody takes half a copy for a backup.
    func partialCopy(for path: String) -> DatabaseLocation { DatabaseLocation(file: path + ".partial", keyFile: keyFile) }

    /// Returns the location of the copy that is kept before a migration.
    func copyBeforeMigration(atSecond second: Int) -> DatabaseLocation {
        DatabaseLocation(file: "\(file).before-migration-\(second)", keyFile: keyFile)
    }

    /// Locks the database against all other processes while the lock exists.
    func lock(waitingSeconds: Int) throws -> DatabaseLock { try DatabaseLock(databasePath: file, waitingSeconds: waitingSeconds) }

    /// Returns the engine of the database.
    /// - Parameter fillsMuch: whether one transaction changes thousands of pages.
    func engine(fillsMuch: Bool) -> any Engine {
        SQLiteEngine(path: file, writerCacheKilobytes: fillsMuch ? 512 << 10 : 2_048, statements: recordedStatements)
    }

    /// Makes an empty file that only its owner can read. The engine would make it with the permissions of the process's mask.
    func makePrivate() throws {
        guard FileManager.default.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw Exit.cannotCreate("\(file) cannot be made")
        }
    }

    /// Removes a copy and the files that an engine leaves beside it.
    func remove() {
        for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: file + suffix) }
    }
}

/// The file in which the tests record the statements of this process; nil in a release.
private var recordedStatements: StatementFile? {
    #if DEBUG
        StatementFile.ofEnvironment
    #else
        nil
    #endif
}
