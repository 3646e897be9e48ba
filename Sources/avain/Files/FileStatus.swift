import Foundation

/// What the file system says about a name.
struct FileStatus {
    enum Kind { case file, folder, link, pipe, other }

    let kind: Kind
    /// The number of names of the file (hard links).
    let names: Int
    /// The bits of permission.
    let mode: mode_t
    /// In octets.
    let size: Int

    /// Returns the status of the file with this name. A link is not followed.
    /// - Returns: nil if there is none.
    /// - Throws: `FileFault` when nobody can say.
    static func of(_ path: String) throws -> FileStatus? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileFault(path, "looked at", errno)
        }
        let kind: Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            case S_IFIFO: .pipe
            default: .other
            }
        return FileStatus(kind: kind, names: Int(status.st_nlink), mode: status.st_mode & 0o7777, size: Int(status.st_size))
    }

    /// Whether something is mounted at this very name, which is absolute and has no links.
    static func isMountPoint(_ path: String) -> Bool {
        guard let table = FileManager.default.contents(atPath: "/proc/self/mountinfo") else { return false }
        // proc_pid_mountinfo(5): the fifth field is the name, in which some characters are written as octal numbers.
        let escapes = [(" ", "\\040"), ("\t", "\\011"), ("\n", "\\012")]
        let name = escapes.reduce(path.replacing("\\", with: "\\134")) { $0.replacing($1.0, with: $1.1) }
        return String(decoding: table, as: UTF8.self).split(separator: "\n").contains { line in
            line.split(separator: " ").dropFirst(4).first.map { $0 == name } ?? false
        }
    }

    /// Returns why this process may not write the file or the folder with this name; nil if it may.
    ///
    /// A mode without any permission to write also counts for root, who could write all the same: whoever set it wants the file unchanged.
    func whyReadOnly(_ path: String) -> String? {
        guard faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 else {
            if errno == EROFS { return "is on storage that is mounted read-only" }
            return "may not be written by this user (\(String(cString: strerror(errno))))"
        }
        return mode & 0o222 == 0 ? "is read-only (mode \(String(mode & 0o777, radix: 8)))" : nil
    }
}

/// What could not be done with a file, and why.
struct FileFault: Error, CustomStringConvertible {
    let path: String
    /// The verb that completes "cannot be …".
    let verb: String
    let code: Int32

    init(_ path: String, _ verb: String, _ code: Int32) {
        self.path = path
        self.verb = verb
        self.code = code
    }

    var description: String { "\(path) cannot be \(verb): \(String(cString: strerror(code)))" }
}
