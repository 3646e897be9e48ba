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
    func append(_ line: String) throws {
        let isNew = !FileManager.default.fileExists(atPath: path)
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failed(path: path, code: errno) }
        defer { close(descriptor) }
        let octets = Array("\(line)\n".utf8)
        let written = write(descriptor, octets, octets.count)
        guard written == octets.count, fsync(descriptor) == 0 else {
            let code = errno
            // An incomplete line would look like tampering.
            if written > 0, let size = try? size() { ftruncate(descriptor, off_t(size - written)) }
            throw Failed(path: path, code: code)
        }
        // The name of a new file is durable only after its folder is synchronised.
        if isNew {
            let folder = open(
                (path as NSString).deletingLastPathComponent.isEmpty ? "." : (path as NSString).deletingLastPathComponent,
                O_RDONLY | O_CLOEXEC)
            guard folder >= 0 else { throw Failed(path: path, code: errno) }
            defer { close(folder) }
            guard fsync(folder) == 0 else { throw Failed(path: path, code: errno) }
        }
    }

    /// Returns the newest line; nil when there is none. Cuts off an incomplete line that a crash left.
    func lastLine() throws -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failed(path: path, code: errno) }
        defer { close(descriptor) }
        let size = try size()
        let start = max(0, size - 8_192)
        var octets = [UInt8](repeating: 0, count: size - start)
        guard pread(descriptor, &octets, octets.count, off_t(start)) == octets.count else { throw Failed(path: path, code: errno) }
        guard let end = octets.lastIndex(of: 0x0A) else {
            if start == 0 { ftruncate(descriptor, 0) }
            return nil
        }
        if end + 1 < octets.count { ftruncate(descriptor, off_t(start + end + 1)) }
        let from = octets[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return String(decoding: octets[from..<end], as: UTF8.self)
    }

    /// Renames the file with the name of its month when that month is over.
    /// - Returns: whether the file was renamed.
    func closeMonth(before now: Instant, lastLine: String) throws -> Bool {
        guard let mark = lastLine.range(of: #""at":""#) else { return false }
        let month = lastLine[mark.upperBound...].prefix(7)
        // A clock that was set back closes no month, so that the order of the names is the order of the lines.
        guard month < "\(now)".prefix(7) else { return false }
        let name = "\(path)-\(month)"
        guard !FileManager.default.fileExists(atPath: name) else { return false }
        try FileManager.default.moveItem(atPath: path, toPath: name)
        return true
    }

    /// Renames the whole file when no new line can follow its lines.
    func putAside(at now: Instant) throws -> String {
        let name = "\(path).aside-\(now.microseconds / 1_000_000)"
        try FileManager.default.moveItem(atPath: path, toPath: name)
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

    private func size() throws -> Int { (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0 }

    struct Failed: Error, CustomStringConvertible {
        let path: String
        let code: Int32
        var description: String { "\(path): \(String(cString: strerror(code)))" }
    }
}
