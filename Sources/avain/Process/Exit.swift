import ArgumentParser
import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine
import Store

/// The exits of a command that cannot do its work: a sentence on standard error and an exit code of sysexits.h. Docs/operations.md lists
/// what each code means.
enum Exit {
    static func usage(_ text: String) -> ExitCode { end(text, 64) }
    static func data(_ text: String) -> ExitCode { end(text, 65) }
    static func noInput(_ text: String) -> ExitCode { end(text, 66) }
    static func unavailable(_ text: String) -> ExitCode { end(text, 69) }
    static func software(_ text: String) -> ExitCode { end(text, 70) }
    static func cannotCreate(_ text: String) -> ExitCode { end(text, 73) }
    static func inputOutput(_ text: String) -> ExitCode { end(text, 74) }
    static func temporary(_ text: String) -> ExitCode { end(text, 75) }
    static func configuration(_ text: String) -> ExitCode { end(text, 78) }

    /// The exit when another process has the database.
    static let isHeld = ExitCode(75)

    /// The exit for what verification found: the data has faults, or the disk does not give it.
    static func found(_ findings: [Finding], _ text: String) -> ExitCode {
        findings.contains(where: \.isOfDisk) ? inputOutput(text) : data(text)
    }

    private static func end(_ text: String, _ code: Int32) -> ExitCode {
        tell(text)
        return ExitCode(code)
    }

    /// Writes a sentence to standard error. If that fails, nobody can be told.
    @Sendable static func tell(_ text: String) {
        // One line, whatever the text came from.
        let octets = Array("avain: \(text.split(separator: "\n").joined(separator: " "))\n".utf8)
        _ = write(STDERR_FILENO, octets, octets.count)
    }

    /// Returns the exit for the fault that ended a command.
    static func of(_ error: any Error) -> ExitCode {
        switch error {
        case let exit as ExitCode: exit
        case let refusal as Refusal: of(refusal)
        case let fault as FileFault: forCode(fault.code, "\(fault)")
        case let failed as DatabaseLock.Failed: forCode(failed.code, "\(FileFault(failed.path, "opened for writing", failed.code))")
        case let held as DatabaseLock.Held: temporary("another process has \(held.path) open")
        case let fault as StorageFault: of(fault, "the database")
        case let fault as SQLFault: of(fault, "the database")
        case let error as CocoaError: of(error)
        default: software("unexpected fault: \(error)")
        }
    }

    /// Returns the exit for a command that a rule refuses.
    static func of(_ refusal: Refusal) -> ExitCode {
        refusal.code == .notFound ? noInput(refusal.detail.en) : usage("\(refusal.code.rawValue): \(refusal.detail.en)")
    }

    /// Returns the exit for a database that cannot be opened.
    static func cannotUse(_ location: DatabaseLocation, _ error: any Error) -> ExitCode {
        let path = location.file
        switch error {
        case let fault as HetuKeyFault: return configuration("\(path) cannot be used: \(fault.sentence(of: location.keyFile))")
        case MigrationFault.newerDatabase(let number, let known):
            return configuration("\(path) is at migration step \(number) and this program knows \(known); use the newer program")
        case MigrationFault.changedStep(let number): return data("\(path): migration step \(number) was applied in another form")
        case let changed as Database.ChangedSchema: return data("\(path) is not opened: \(changed)")
        case is Database.LostSecret:
            return data("\(path) is not opened: secrets: the row of the seal was removed by another hand; restore a backup")
        case SQLFault.failed(let code, let detail) where code & 0xFF == 1: return data("\(path) is not opened: \(changedSchema(detail))")
        case StorageFault.failed(let code) where code & 0xFF == 1: return data("\(path) is not opened: \(changedSchema(nil))")
        case is SQLiteEngine.ForeignFile: return data("\(path) is no database of this program")
        case let fault as StorageFault: return of(fault, path)
        case let fault as SQLFault: return of(fault, path)
        default: return of(error)
        }
    }

    /// SQLite's general error while a database is opened: a table or a column is not there.
    private static func changedSchema(_ detail: String?) -> String {
        "another hand has changed its schema\(detail.map { ": \($0)" } ?? ""); restore a backup"
    }

    private static func of(_ fault: SQLFault, _ name: String) -> ExitCode {
        switch fault {
        case .busy: of(StorageFault.busy, name)
        case .full: of(StorageFault.full, name)
        case .corrupt, .unexpected: of(StorageFault.corrupt, name)
        case .readOnly: of(StorageFault.readOnly, name)
        case .notDurable(let detail): inputOutput("the disk did not confirm that \(name) is durable: \(detail)")
        case .outcomeUnknown: of(StorageFault.outcomeUnknown, name)
        case .failed(0, let detail): software("\(name) cannot be used: \(detail)")
        case .failed(let code, _): of(StorageFault.failed(code), name)
        default: software("\(name) cannot be used: \(fault)")
        }
    }

    /// Returns the exit for a fault of storage.
    private static func of(_ fault: StorageFault, _ name: String) -> ExitCode {
        switch fault {
        case .busy: temporary("another program has locked \(name)")
        case .full: inputOutput("\(name) cannot be written: no space is left")
        case .corrupt: data("\(name) is damaged or not a database; run avain verify, or restore a backup")
        case .readOnly: cannotCreate("\(name) cannot be written: its storage is read-only")
        case .unavailable: unavailable("\(name) cannot be reached")
        case .outcomeUnknown: inputOutput("the disk or the connection to \(name) failed during a commit, which may have happened")
        // The primary codes of SQLite for an I/O error, and for a file that cannot be opened.
        case .failed(let code) where code & 0xFF == 10: inputOutput("\(name) cannot be read or written: I/O error (SQLite \(code))")
        case .failed(let code) where code & 0xFF == 14: cannotCreate("\(name), or a file beside it, cannot be opened (SQLite \(code))")
        case .failed(let code): software("\(name) cannot be used (SQLite \(code))")
        default: software("\(name) refused what the program wrote: \(fault)")
        }
    }

    /// Returns the exit for an error of the system.
    private static func forCode(_ code: Int32, _ sentence: String) -> ExitCode {
        switch code {
        case EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, EEXIST, ENAMETOOLONG, ELOOP, EMLINK, ETXTBSY: cannotCreate(sentence)
        default: inputOutput(sentence)
        }
    }

    private static func of(_ error: CocoaError) -> ExitCode {
        let code = (error.underlying as? POSIXError)?.code.rawValue ?? (error.code == .fileWriteNoPermission ? EACCES : EIO)
        return forCode(code, error.localizedDescription)
    }

    /// Checks that what the command has printed has arrived.
    static func checkOutput() throws {
        guard fflush(nil) == 0 else { throw inputOutput("standard output cannot be written") }
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

/// Returns the time of the machine's clock.
func machineNow() -> Instant { Instant(clampingMicroseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
