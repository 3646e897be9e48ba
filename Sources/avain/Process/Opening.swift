import ArgumentParser
import Foundation
import PersonalBudgeting
import SQLiteEngine
import Store

/// The database of a command.
struct DatabaseOption: ParsableArguments {
    @Option(name: .long, help: "The SQLite file.")
    var database: String
    @Option(name: .long, help: "The file with the key of national ids, apart from the database; DATABASE.keys by default.")
    var keyFile: String?

    var location: DatabaseLocation { DatabaseLocation(file: database, keyFile: keyFile) }

    func validate() throws {
        guard !database.isEmpty, !database.hasSuffix("/"), keyFile?.isEmpty != true else {
            throw ValidationError("--database and --key-file take the path of a file")
        }
    }

    /// Opens the file and locks out all other processes until this process ends.
    /// - Parameters:
    ///   - mustExist: whether to refuse to make a new file.
    ///   - waitingSeconds: how long to wait until another process closes the file, in seconds.
    ///   - fillsMuch: whether one transaction changes thousands of pages.
    ///   - provesSchema: see `Database`.
    ///   - tell: gets what the administrator should know, as sentences.
    func open(
        mustExist: Bool = false, waitingSeconds: Int = 0, fillsMuch: Bool = false, provesSchema: Bool = true,
        tell: @escaping @Sendable (String) -> Void = Exit.tell
    ) throws -> OpenDatabase {
        try OpenDatabase(
            location, mustExist: mustExist, waitingSeconds: waitingSeconds, fillsMuch: fillsMuch, provesSchema: provesSchema, tell: tell)
    }

    /// Opens the file for a command that the service can do too, and says how if a service has the file.
    /// - Parameter request: the request that does the same.
    func open(mustExist: Bool, orSend request: String) throws -> OpenDatabase {
        do { return try open(mustExist: mustExist) } catch let exit as ExitCode where exit == Exit.isHeld {
            Exit.tell("while the service runs, an administrator does this over HTTP: \(request)")
            throw exit
        }
    }
}

/// Whether a command may make a database.
struct NewDatabaseOption: ParsableArguments {
    @Flag(help: "Refuse to make a database where there is none.") var noCreate = false
}

/// An open database with the lock that keeps all other processes out. The lock is held until the process ends.
struct OpenDatabase {
    let database: Database
    let location: DatabaseLocation
    let lock: DatabaseLock

    var anchorFile: AnchorFile { location.anchors }

    /// Runs a body that writes, with an anchor before and an anchor after it.
    func anchored<Result>(_ body: () throws -> Result) throws -> Result {
        let anchors = AnchorWriter(database, anchorFile) { Exit.tell($0) }
        try anchors.begin()
        defer { anchors.write(.close) }
        return try body()
    }

    /// Opens a database.
    /// - Parameters:
    ///   - mustExist: whether to refuse to make a new file.
    ///   - waitingSeconds: how long to wait until another process closes the file, in seconds.
    ///   - fillsMuch: whether one transaction changes thousands of pages.
    ///   - tell: gets what the administrator should know, as sentences.
    /// - Throws: an exit code, after a sentence on standard error.
    init(
        _ location: DatabaseLocation, mustExist: Bool, waitingSeconds: Int = 0, fillsMuch: Bool = false, provesSchema: Bool = true,
        tell: @escaping @Sendable (String) -> Void = Exit.tell
    ) throws {
        let lock: DatabaseLock
        do {
            lock = try OpenDatabase.lock(location, mustExist: mustExist, waitingSeconds: waitingSeconds, tell)
        } catch {
            throw Exit.cannotUse(location, error)
        }
        try self.init(location, lock, fillsMuch: fillsMuch, provesSchema: provesSchema, tell: tell)
    }

    /// Opens a database that this process has locked.
    /// - Throws: an exit code, after a sentence on standard error.
    init(
        _ location: DatabaseLocation, _ lock: DatabaseLock, fillsMuch: Bool = false, provesSchema: Bool = true,
        tell: @escaping @Sendable (String) -> Void = Exit.tell
    ) throws {
        self.location = location
        self.lock = lock
        lock.keepUntilExit()
        do {
            try location.refuseOtherNames()
            try DatabaseHeader.check(lock, location.file)
            database = try Database(
                engine: location.engine(fillsMuch: fillsMuch), keyFile: KeyFile(location.keyFile),
                provesSchema: provesSchema,
                backUpFirst: { copying in
                    let copy = try PartialFile(for: location.copyBeforeMigration(atSecond: Int(Date().timeIntervalSince1970)))
                    try copying.copy(to: copy.location.file) {}
                    try copy.finish()
                })
        } catch {
            throw Exit.cannotUse(location, error)
        }
        // SQLite has opened the name. The name must still be that of the locked file.
        guard lock.hasName(location.file) else {
            throw Exit.inputOutput("\(location.file) was moved or replaced while it was opened; try again")
        }
        try recordRestore(tell)
    }

    /// Returns the lock of the database. Makes the database if there is none.
    private static func lock(
        _ location: DatabaseLocation, mustExist: Bool, waitingSeconds: Int, _ tell: (String) -> Void
    ) throws -> DatabaseLock {
        // Another process may make or move the file between two steps; then the steps begin again.
        for _ in 0..<8 {
            do {
                if let status = try location.usableStatus(mustExist: mustExist) {
                    if status.mode & 0o077 != 0 {
                        let mode = String(status.mode & 0o777, radix: 8)
                        tell("\(location.file) is accessible to others than its owner (mode \(mode)): run chmod 600")
                    }
                    return try DatabaseLock(databasePath: location.file, waitingSeconds: waitingSeconds)
                }
                let lock = try make(location)
                tell("there was no database at \(location.file): made a new, empty one")
                return lock
            } catch let failed as DatabaseLock.Failed where failed.code == ENOENT {
                continue
            } catch let fault as FileFault where fault.code == EEXIST {
                continue
            }
        }
        throw Exit.temporary("\(location.file) appears and disappears")
    }

    /// Makes a database with the schema of this program. It gets its name when it is complete, so that no start that was interrupted leaves
    /// an empty file.
    private static func make(_ location: DatabaseLocation) throws -> DatabaseLock {
        let partial = try PartialFile(for: location)
        do {
            let database = try Database(engine: partial.location.engine(isNew: true), keyFile: KeyFile(location.keyFile))
            try database.consolidate()
        }
        try partial.finish()
        return partial.lock
    }

    /// Registers a restore that is not on record yet.
    private func recordRestore(_ tell: @escaping @Sendable (String) -> Void) throws {
        do {
            guard try database.isRestoreUnrecorded else { return }
            try AnchorWriter(database, anchorFile, tell: tell).begin(.restore)
            try database.noteRestoreIsRecorded()
        } catch {
            throw Exit.cannotUse(location, error)
        }
    }
}
