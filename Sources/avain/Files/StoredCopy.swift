import Crypto
import Foundation
import PersonalBudgeting
import SQLiteEngine

/// A copy of a database that somebody made: one file, and perhaps its log beside it. It is read and never changed, so SQLite does not open
/// it; SQLite opens a copy of it together with its log.
struct StoredCopy {
    private let location: DatabaseLocation

    /// - Throws: exit code 65 if the file is no database, 66 if there is none; `FileFault`.
    init(path: String) throws {
        location = DatabaseLocation(file: path)
        guard let status = try FileStatus.of(location.file) else { throw Exit.noInput("there is no backup at \(location.file)") }
        try DatabaseLocation.refuseOtherKinds(status, location.file)
        guard !location.file.hasSuffix(".partial") else { throw Exit.data("\(location.file) is an unfinished copy") }
    }

    /// The manifest beside the copy; nil if there is none that can be read.
    var manifest: BackupManifest? {
        FileManager.default.contents(atPath: location.file + BackupManifest.suffix).flatMap { BackupManifest([UInt8]($0)) }
    }

    /// Copies the file and its log to a file that is being made.
    /// - Parameter pause: called between megabytes.
    /// - Returns: the size of the file without its log in octets, and its SHA-256 in hexadecimal.
    /// - Throws: exit code 65 if the file is no database, 75 if another process has it open; `FileFault`; what `pause` throws.
    func copy(to partial: PartialFile, between pause: () throws -> Void = {}) throws -> (size: Int, digest: String) {
        let descriptor = try StoredCopy.open(location.file)
        defer { close(descriptor) }
        // A file in use is not complete without the pages that its process has not written yet.
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { throw Exit.temporary("another process has \(location.file) open") }
        try DatabaseHeader.check(try StoredCopy.read(descriptor, DatabaseHeader.octets.count, location.file), location.file)
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw FileFault(location.file, "read", errno) }
        let target = Foundation.open(partial.location.file, O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        guard target >= 0 else { throw FileFault(partial.location.file, "written", errno) }
        var hash = SHA256()
        var size = 0
        do {
            defer { close(target) }
            try StoredCopy.pass(descriptor, location.file, to: DurableFile.OpenFile(descriptor: target), partial.location.file) { octets in
                hash.update(data: octets)
                size += octets.count
                try pause()
            }
        }
        for (log, name) in zip(location.logs, partial.location.logs) where !log.hasSuffix("-shm") {
            guard let status = try FileStatus.of(log) else { continue }
            guard status.kind == .file else { throw Exit.data("\(log) is no file") }
            let descriptor = try StoredCopy.open(log)
            defer { close(descriptor) }
            try DurableFile.write(to: name) { try StoredCopy.pass(descriptor, log, to: $0, name) { _ in try pause() } }
        }
        return (size, String(hexadecimal: hash.finalize()))
    }

    private static func open(_ path: String) throws -> Int32 {
        let descriptor = Foundation.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(path, "read", errno) }
        return descriptor
    }

    private static func pass(
        _ descriptor: Int32, _ path: String, to target: DurableFile.OpenFile, _ name: String, _ each: ([UInt8]) throws -> Void
    ) throws {
        while true {
            let octets = try read(descriptor, 1 << 20, path)
            if octets.isEmpty { return }
            try target.append(octets, at: name)
            try each(octets)
        }
    }

    /// Returns the next octets of a file; none at its end.
    private static func read(_ descriptor: Int32, _ count: Int, _ path: String) throws -> [UInt8] {
        var failed: Int32 = 0
        let octets = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = Foundation.read(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failed = errno }
                guard got > 0 else { return }
                filled += got
            }
        }
        guard failed == 0 else { throw FileFault(path, "read", failed) }
        return octets
    }
}
