import ArgumentParser
import Foundation
import PersonalBudgeting
import SQLiteEngine
import Store

/// The database of a command.
struct DatabaseOption: ParsableArguments {
    @Option(name: .long, help: "The SQLite file; made if it does not exist.")
    var database: String
    @Option(name: .long, help: "The file with the key of national ids, apart from the database; DATABASE.keys by default.")
    var keyFile: String?

    var location: DatabaseLocation { DatabaseLocation(file: database, keyFile: keyFile) }

    /// Opens the file and locks out all other processes.
    /// - Parameters:
    ///   - mustExist: whether to refuse to make a new file.
    ///   - waitingSeconds: how long to wait until another process closes the file, in seconds.
    ///   - fillsMuch: whether one transaction changes thousands of pages.
    func open(mustExist: Bool = false, waitingSeconds: Int = 0, fillsMuch: Bool = false) throws -> OpenDatabase {
        try OpenDatabase(location, mustExist: mustExist, waitingSeconds: waitingSeconds, fillsMuch: fillsMuch)
    }
}

/// An open database with the lock that keeps all other processes out.
struct OpenDatabase {
    let database: Database
    let anchorFile: AnchorFile
    private let lock: DatabaseLock

    /// Runs a body that writes, with an anchor before and an anchor after it.
    func anchored<Result>(_ body: () throws -> Result) rethrows -> Result {
        let anchors = AnchorWriter(database, anchorFile) { FileHandle.standardError.write(Data("avain: \($0)\n".utf8)) }
        anchors.write(.open)
        defer { anchors.write(.close) }
        return try body()
    }

    /// Opens a database.
    /// - Parameter isCopy: whether the database is itself a copy, which needs no further copy before a migration.
    init(
        _ location: DatabaseLocation, mustExist: Bool, waitingSeconds: Int = 0, fillsMuch: Bool = false, isCopy: Bool = false
    ) throws {
        anchorFile = location.anchors
        let path = location.file
        let exists = location.exists
        if mustExist, !exists { throw Exit.noInput("there is no database at \(path)") }
        do {
            lock = try location.lock(waitingSeconds: waitingSeconds)
        } catch is DatabaseLock.Held {
            throw Exit.temporary("another process has \(path) open")
        } catch {
            throw Exit.cannotCreate("\(path) cannot be opened for writing: \(error)")
        }
        // The file gets the permissions of its owner alone before SQLite would make it with the process's mask.
        if !exists { try location.makePrivate() }
        do {
            let engine = location.engine(fillsMuch: fillsMuch)
            database = try Database(engine: engine, keyFile: KeyFile(location.keyFile)) { copying in
                if isCopy { return }
                let copy = location.copyBeforeMigration(atSecond: Int(Date().timeIntervalSince1970))
                try copy.makePrivate()
                try copying.copy(to: copy.file)
            }
        } catch let exit as ExitCode {
            throw exit
        } catch let fault as HetuKeyFault {
            throw Exit.configuration("\(path) cannot be used: \(fault.sentence(of: location.keyFile))")
        } catch let fault as MigrationFault {
            switch fault {
            case .newerDatabase(let number, let known):
                throw Exit.configuration("\(path) is at migration step \(number) and this program knows \(known); use the newer program")
            case .changedStep(let number): throw Exit.data("\(path): migration step \(number) was applied in another form")
            }
        } catch {
            throw Exit.data("\(path) cannot be used: \(error)")
        }
    }
}

extension HetuKeyFault {
    /// Returns the fault as a sentence for the administrator.
    func sentence(of path: String) -> String {
        switch self {
        case .missing: "its national ids are sealed, and there is no key file \(path); put a copy there, or name it with --key-file"
        case .noVersion(let version): "the key file \(path) does not have version \(version), under which national ids are sealed"
        case .otherKey(let version): "version \(version) in the key file \(path) is not the key under which national ids are sealed"
        case .unusable(let what): "the key file \(path) \(what)"
        }
    }
}

/// The exits of a command that cannot do its work: a sentence on standard error and an exit code of sysexits.h.
enum Exit {
    static func usage(_ text: String) -> ExitCode { end(text, 64) }
    static func data(_ text: String) -> ExitCode { end(text, 65) }
    static func noInput(_ text: String) -> ExitCode { end(text, 66) }
    static func unavailable(_ text: String) -> ExitCode { end(text, 69) }
    static func cannotCreate(_ text: String) -> ExitCode { end(text, 73) }
    static func temporary(_ text: String) -> ExitCode { end(text, 75) }
    static func configuration(_ text: String) -> ExitCode { end(text, 78) }

    private static func end(_ text: String, _ code: Int32) -> ExitCode {
        FileHandle.standardError.write(Data("avain: \(text)\n".utf8))
        return ExitCode(code)
    }
}

/// Returns the time of the machine's clock.
func machineNow() -> Instant { Instant(clampingMicroseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
