import Foundation
import SQLiteEngine

/// The checks of a database file before it is opened. Each refusal is an exit with a sentence.
extension DatabaseLocation {
    /// Returns the status of the database file; nil if there is none and one may be made here.
    /// - Throws: exit code 65 if it is no file, 66 if it must exist and does not, 73 if it cannot be written; `FileFault`.
    func usableStatus(mustExist: Bool) throws -> FileStatus? {
        guard let status = try FileStatus.of(file) else {
            try refuseRemains()
            if mustExist { throw Exit.noInput("there is no database at \(file)") }
            try refuseReadOnlyFolder()
            return nil
        }
        try DatabaseLocation.refuseOtherKinds(status, file)
        try refuseReadOnlyFolder()
        for path in [file] + (try foundLogs()) {
            guard let status = path == file ? status : try FileStatus.of(path) else { continue }
            try DatabaseLocation.refuseOtherKinds(status, path)
            if let why = status.whyReadOnly(path) { throw Exit.cannotCreate("\(path) \(why): the service must write it") }
        }
        return status
    }

    /// Refuses a locked file that could be opened under another name or at another place, where its log is not.
    /// - Throws: exit code 78; `FileFault`.
    func refuseOtherNames() throws {
        guard let status = try FileStatus.of(file) else { return }
        if status.names > 1 {
            throw Exit.configuration(
                "\(file) has \(status.names) names (hard links): under another name its log would not be found; remove the other names")
        }
        if FileStatus.isMountPoint(file) {
            throw Exit.configuration("\(file) is mounted as a single file: its log would be elsewhere; mount its folder instead")
        }
        if FileIdentity(path: DatabaseLocation.resolved(keyFile)) == FileIdentity(path: file) {
            throw Exit.configuration("--key-file names the database itself")
        }
    }

    /// Refuses a place where there is a database, or a log that would be played into a file that is put there.
    /// - Parameter advice: what the administrator can do.
    /// - Throws: exit code 73; `FileFault`.
    func refuseTaken(_ advice: String) throws {
        var taken = try logsToPlay()
        if try FileStatus.of(file) != nil { taken.insert(file, at: 0) }
        if taken.first == file { throw Exit.cannotCreate("\(taken.joined(separator: ", ")) exists; \(advice)") }
        if !taken.isEmpty {
            throw Exit.cannotCreate(
                "there is no \(file), but \(taken.joined(separator: ", ")): these belong to the database that was moved away. SQLite would play"
                    + " them into a file that is put in its place. Move them to where that database is, beside it")
        }
        try refuseReadOnlyFolder()
    }

    /// Refuses what is neither a file nor absent.
    /// - Throws: exit code 65; 66 for a link that leads nowhere.
    static func refuseOtherKinds(_ status: FileStatus, _ path: String) throws {
        switch status.kind {
        case .file: return
        case .folder: throw Exit.data("\(path) is a folder, not a database")
        case .pipe: throw Exit.data("\(path) is a pipe, not a database")
        case .other: throw Exit.data("\(path) is a device or a socket, not a database")
        // Links are resolved before: this one cannot be.
        case .link: throw Exit.noInput("\(path) is a link that leads to no file")
        }
    }

    /// Refuses to make a database where another one has been: its log would be played into the new file, and its anchors would accuse it.
    /// - Throws: exit code 66; `FileFault`.
    private func refuseRemains() throws {
        if let log = try logsToPlay().first {
            throw Exit.noInput(
                "there is no database at \(file), but its log \(log): the database was moved without it. Move the database back, or its log"
                    + " to it")
        }
        if let status = try FileStatus.of(anchors.path), status.kind != .file || status.size > 0 {
            throw Exit.noInput(
                "there is no database at \(file), but its anchors \(anchors.path): the database was moved or lost. Move it back, or restore"
                    + " a backup; to begin anew, move the anchors away and keep them")
        }
    }

    private func refuseReadOnlyFolder() throws {
        let folder = DurableFile.folder(of: file)
        guard let status = try FileStatus.of(folder), status.kind == .folder else {
            throw Exit.cannotCreate("\(file) cannot be made: there is no folder \(folder)")
        }
        if let why = status.whyReadOnly(folder) {
            throw Exit.cannotCreate("the folder \(folder) \(why): the service must make files beside the database")
        }
    }
}
