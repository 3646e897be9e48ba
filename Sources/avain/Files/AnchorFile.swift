import Foundation
import PersonalBudgeting
import Store

/// The anchor file of a database, `FILE.anchors`, with one line for each anchor. It is append-only. The files of earlier months are named
/// `FILE.anchors-2026-06`.
///
/// A line has about 530 bytes, and there is a line for each minute in which something was written: at most 24 MB a month.
struct AnchorFile: Sendable {
    let path: String

    /// Appends a line and makes it durable.
    /// - Throws: `FileFault`; the file is then unchanged, if the disk allows that.
    func append(_ line: String) throws {
        var isNew = false
        var descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT {
            descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            isNew = true
        }
        guard descriptor >= 0 else { throw FileFault(path, "opened for writing", errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(path, "looked at", errno) }
        do {
            try DurableFile.OpenFile(descriptor: descriptor).append(Array("\(line)\n".utf8), at: path)
            guard fsync(descriptor) == 0 else { throw FileFault(path, "made durable", errno) }
        } catch {
            // An incomplete line would look like tampering.
            ftruncate(descriptor, status.st_size)
            throw error
        }
        // The name of a new file is durable only after its folder is synchronised.
        if isNew { try DurableFile.synchroniseFolder(of: path) }
    }

    /// Returns the newest complete line; nil when there is none. The process that serves may be writing the next one.
    /// - Throws: `FileFault`.
    func newestLine() throws -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw FileFault(path, "read", errno) }
        defer { close(descriptor) }
        return try End(of: descriptor, path).line
    }

    /// Cuts off what a crash or a power cut left of the last append: octets without an end, or a line that holds zeros because one of its
    /// sectors is missing. Lines before it were durable, so at most one line is cut.
    /// - Returns: whether there was one.
    /// - Throws: `FileFault`.
    func cutTornLine() throws -> Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return false }
        guard descriptor >= 0 else { throw FileFault(path, "read", errno) }
        defer { close(descriptor) }
        let end = try End(of: descriptor, path)
        let kept = end.isTorn ? end.start : end.end
        guard kept < end.size else { return false }
        guard ftruncate(descriptor, off_t(kept)) == 0, fsync(descriptor) == 0 else { throw FileFault(path, "mended", errno) }
        return true
    }

    /// The last complete line of an open file and its place.
    private struct End {
        private(set) var line: String?
        /// Where the line starts and ends; both are where the reading began if there is none.
        private(set) var start = 0
        private(set) var end = 0
        let size: Int
        /// Whether the line is not an anchor and holds zeros, though an anchor precedes it or it is the first.
        private(set) var isTorn = false

        init(of descriptor: Int32, _ path: String) throws {
            size = Int(lseek(descriptor, 0, SEEK_END))
            guard size >= 0 else { throw FileFault(path, "read", errno) }
            // Room for two lines (`Anchor.Destroyed.most`).
            let first = max(0, size - 16_384)
            var octets: [UInt8] = []
            while first + octets.count < size {
                var part = [UInt8](repeating: 0, count: size - first - octets.count)
                let count = pread(descriptor, &part, part.count, off_t(first + octets.count))
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw FileFault(path, "read", errno) }
                if count == 0 { break }
                octets += part.prefix(count)
            }
            guard let last = octets.lastIndex(of: 0x0A) else {
                start = first
                end = first
                return
            }
            let before = octets[..<last].lastIndex(of: 0x0A)
            let from = before.map { $0 + 1 } ?? 0
            let text = String(decoding: octets[from..<last], as: UTF8.self)
            line = text
            start = first + from
            end = first + last + 1
            guard octets[from..<last].contains(0), Anchor(line: text) == nil else { return }
            guard let before else {
                isTorn = first == 0
                return
            }
            let earlier = octets[..<before].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            isTorn = Anchor(line: String(decoding: octets[earlier..<before], as: UTF8.self)) != nil
        }
    }

    /// Renames the file with the name of its month when that month is over.
    /// - Parameter last: the last line of the file.
    /// - Throws: `FileFault`.
    func closeMonth(of last: Anchor, at now: Instant) throws {
        let month = "\(last.at)".prefix(7)
        // A clock that was set back closes no month, so that the order of the names is the order of the lines.
        guard month < "\(now)".prefix(7) else { return }
        let name = "\(path)-\(month)"
        guard try FileStatus.of(name) == nil else { return }
        try DurableFile.rename(path, to: name, replaces: false)
    }

    /// Renames the whole file when no new line can follow its lines.
    func putAside(at now: Instant) throws -> String {
        let name = "\(path).aside-\(now.microseconds / 1_000_000)"
        try DurableFile.rename(path, to: name, replaces: false)
        return name
    }

    /// Reads all lines, those of earlier months first.
    func read(into record: inout AnchorRecord) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let name = (path as NSString).lastPathComponent
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
        let months = names.filter { $0.wholeMatch(of: /(.*)-[0-9]{4}-[0-9]{2}/)?.1 ?? "" == name }.sorted()
        for file in months + (names.contains(name) ? [name] : []) {
            // An array, because slicing `Data` costs as much as all the rest of the reading.
            let octets = try [UInt8](Data(contentsOf: URL(filePath: folder.isEmpty ? file : "\(folder)/\(file)")))
            // A last line without an end is incomplete.
            for line in octets.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
                record.take(String(decoding: line, as: UTF8.self))
            }
        }
    }
}
