import ArgumentParser
import Foundation
import PersonalBudgeting
import SQLiteEngine
import Store

/// The database that a command works on.
struct DatabaseOption: ParsableArguments {
    @Option(name: .long, help: "The SQLite file; made when it is not there.")
    var database: String
    @Option(name: .long, help: "The file with the key of national ids, apart from the database; DATABASE.keys by default.")
    var keyFile: String?

    var location: DatabaseLocation { DatabaseLocation(file: database, keyFile: keyFile) }

    /// Opens the file for this process alone.
    /// - Parameters:
    ///   - mustExist: refuse instead of making a new file.
    ///   - waitingSeconds: how long to wait for another process to let go of it.
    ///   - fillsMuch: whether one transaction changes thousands of pages.
    func open(mustExist: Bool = false, waitingSeconds: Int = 0, fillsMuch: Bool = false) throws -> OpenDatabase {
        try OpenDatabase(location, mustExist: mustExist, waitingSeconds: waitingSeconds, fillsMuch: fillsMuch)
    }
}

/// An open database with the lock that keeps every other process out.
struct OpenDatabase {
    let database: Database
    let anchorFile: AnchorFile
    private let lock: DatabaseLock

    /// Runs what writes, between an anchor before and one after.
    func anchored<Result>(_ body: () throws -> Result) rethrows -> Result {
        let anchors = AnchorWriter(database, anchorFile) { FileHandle.standardError.write(Data("avain: \($0)\n".utf8)) }
        anchors.write(.open)
        defer { anchors.write(.close) }
        return try body()
    }

    /// - Parameter isCopy: what is opened is a copy itself, of which none is kept before a migration.
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
        // Readable by its owner alone, before SQLite makes the file with the process's mask.
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
                throw Exit.configuration("\(path) is at step \(number), this program knows \(known): use the newer program")
            case .changedStep(let number): throw Exit.data("\(path): step \(number) was applied in another form")
            }
        } catch {
            throw Exit.data("\(path) cannot be used: \(error)")
        }
    }
}

extension HetuKeyFault {
    /// What is wrong, for whoever can mend it.
    func sentence(of path: String) -> String {
        switch self {
        case .missing: "its national ids are sealed, and there is no key file \(path); put the copy of it there, or name it with --key-file"
        case .noVersion(let version): "the key file \(path) has not version \(version), under which national ids are sealed"
        case .otherKey(let version): "version \(version) in the key file \(path) is another key than the one national ids are sealed under"
        case .unusable(let what): "the key file \(path) \(what)"
        }
    }
}

/// How a command ends when it cannot do its work: a sentence on standard error and a code of sysexits.h.
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

/// The moment now, from the clock of the machine.
func machineNow() -> Instant { Instant(clampingMicroseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
