import Foundation

/// Gives files their names durably. A file first has another name; its contents are on the disk before it gets its own; and the name is on
/// the disk, with the folder, before anybody relies on it. So after a power cut there is the whole file or none.
enum DurableFile {
    /// Gives a file another name in the same folder. Its contents must be durable.
    /// - Parameter replaces: whether an existing file of that name is replaced.
    /// - Throws: `FileFault`; the file then has its old name, if the file system allows that.
    static func rename(_ path: String, to name: String, replaces: Bool) throws {
        // Only the process that has the lock of `FILE.partial` names `FILE`, so nobody makes it between these two steps.
        if !replaces, try FileStatus.of(name) != nil { throw FileFault(name, "made", EEXIST) }
        guard Foundation.rename(path, name) == 0 else { throw FileFault(name, "put in place", errno) }
        do { try synchroniseFolder(of: name) } catch {
            if !replaces { _ = Foundation.rename(name, path) }
            throw error
        }
    }

    /// Makes the names in the folder of a file durable.
    /// - Throws: `FileFault`.
    static func synchroniseFolder(of path: String) throws {
        let name = folder(of: path)
        let descriptor = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(name, "made durable", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFault(name, "made durable", errno) }
    }

    /// The end of the name of a small file until it is complete.
    static let asideSuffix = ".new"

    /// Writes a small file that only its owner can read, and replaces an existing one. Not for a file that SQLite has open.
    /// - Throws: `FileFault`; there is then the old file or the new one, never a part.
    static func write(_ octets: [UInt8], to path: String) throws {
        let aside = path + asideSuffix
        // Removes what an interrupted run left.
        unlink(aside)
        do {
            try write(to: aside) { try $0.append(octets, at: aside) }
            try rename(aside, to: path, replaces: true)
        } catch {
            unlink(aside)
            throw error
        }
    }

    /// Makes a new file that only its owner can read, and makes its contents durable. Its name is not durable yet.
    /// - Throws: `FileFault`; there may be an incomplete file.
    static func write(to path: String, _ body: (OpenFile) throws -> Void) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFault(path, "made", errno) }
        defer { close(descriptor) }
        try body(OpenFile(descriptor: descriptor))
        guard fsync(descriptor) == 0 else { throw FileFault(path, "made durable", errno) }
    }

    /// A file that is being written.
    struct OpenFile {
        let descriptor: Int32

        /// - Throws: `FileFault`.
        func append(_ octets: [UInt8], at path: String) throws {
            var written = 0
            while written < octets.count {
                let count = octets.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw FileFault(path, "written", count == 0 ? ENOSPC : errno) }
                written += count
            }
        }
    }

    static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }
}
