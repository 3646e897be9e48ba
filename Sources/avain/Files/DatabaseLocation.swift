import Foundation
import SQL
import SQLiteEngine

/// The location of a database and of the files beside it: the SQLite file, its key file, its anchors and its copies.
///
/// No other code derives one of these names from another, so that a database on a server can have another kind of location. The names are
/// derived from the path without its links: whatever name an administrator uses, the database has one key file and one set of anchors.
struct DatabaseLocation: Sendable {
    /// The SQLite file: an absolute path in which nothing is a link. So SQLite never takes it for a URI (`file:…`).
    let file: String
    /// The file with the key of national ids, the same for the database and all its copies.
    let keyFile: String

    init(file: String, keyFile: String? = nil) {
        self.file = DatabaseLocation.resolved(file)
        self.keyFile = keyFile ?? self.file + ".keys"
    }

    /// Returns the absolute path without links. Of a file that does not exist, the folder is resolved. What cannot be resolved stays.
    static func resolved(_ path: String) -> String {
        if let whole = realPath(path) { return whole }
        let folder = DurableFile.folder(of: path)
        let name = (path as NSString).lastPathComponent
        if let folder = realPath(folder) { return folder == "/" ? "/\(name)" : "\(folder)/\(name)" }
        return path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    }

    private static func realPath(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    /// The order for an administrator's key, for the service that has the database open.
    var keyOrder: KeyOrderFile { KeyOrderFile(path: file + ".key-order") }

    var anchors: AnchorFile { AnchorFile(path: file + ".anchors") }

    /// The files beside the database whose contents SQLite plays into it when it opens it.
    var logs: [String] { openLogs + [file + "-journal"] }

    /// Those of the logs that SQLite keeps while it has the database open: the log, and the index of the log.
    var openLogs: [String] { [file + "-wal", file + "-shm"] }

    /// Those of the logs that exist.
    /// - Throws: `FileFault`.
    func foundLogs() throws -> [String] { try logs.filter { try FileStatus.of($0) != nil } }

    /// Those of the logs that would be played into a database file at this place. An empty log, which a program that only reads may leave,
    /// changes nothing.
    /// - Throws: `FileFault`.
    func logsToPlay() throws -> [String] {
        let full = try logs.filter { try FileStatus.of($0).map { $0.kind != .file || $0.size > 0 } ?? false }
        return full.contains { !$0.hasSuffix("-shm") } ? full : []
    }

    /// The location of the file while it is not complete. It has another name until then, so that nobody takes half a copy for a backup.
    var partial: DatabaseLocation { DatabaseLocation(file: file + ".partial", keyFile: keyFile) }

    /// Returns the location of the copy that is kept before a migration.
    func copyBeforeMigration(atSecond second: Int) -> DatabaseLocation {
        DatabaseLocation(file: "\(file).before-migration-\(second)", keyFile: keyFile)
    }

    /// Returns the engine of the database.
    /// - Parameters:
    ///   - isNew: whether the file is new and empty. Any other file must be a database of this program.
    ///   - fillsMuch: whether one transaction changes thousands of pages.
    func engine(isNew: Bool = false, fillsMuch: Bool = false) -> any Engine {
        SQLiteEngine(
            path: file, writerCacheKilobytes: fillsMuch ? 512 << 10 : 2_048, ownTable: isNew ? nil : "migrations",
            statements: recordedStatements)
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
