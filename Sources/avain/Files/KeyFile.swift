import Foundation
import PersonalBudgeting
import Store

/// The file with the key of national ids, apart from the database: one line for each version, `1 64 hexadecimal digits`.
///
/// It is written to a new file that replaces the old one, so that it is always complete. Only its owner can read it.
struct KeyFile: HetuKeyFile {
    let path: String

    /// Makes the key file at a path.
    /// - Parameter path: the path; of a link, the target is read and written.
    init(_ path: String) { self.path = URL(filePath: path).resolvingSymlinksInPath().path }

    private static let head =
        "# The key of the national ids of a database of avain. Keep a copy apart from the backups: without it they are lost.\n"

    func read() throws -> [HetuMasterKey]? {
        // A pipe would block until somebody writes to it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw unreadable()
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw HetuKeyFault.unusable("is not a regular file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw HetuKeyFault.unusable("is accessible to others than its owner: run chmod 600, and consider who may have read it")
        }
        guard status.st_size <= 1 << 20 else { throw HetuKeyFault.unusable("is too long") }
        let data = try octets(of: descriptor)
        var keys: [HetuMasterKey] = []
        for (index, line) in String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let key = KeyFile.key(line), !keys.contains(where: { $0.version == key.version }) else {
                throw HetuKeyFault.unusable("has no key on line \(index + 1), or a key of a version that an earlier line has")
            }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw HetuKeyFault.unusable("holds no key") }
        return keys
    }

    /// - Throws: `FileFault`; the file is then unchanged.
    func write(_ keys: [HetuMasterKey]) throws {
        let text = KeyFile.head + keys.sorted { $0.version < $1.version }.map { KeyFile.line($0) + "\n" }.joined()
        try DurableFile.write(Array(text.utf8), to: path)
    }

    private func octets(of descriptor: Int32) throws -> [UInt8] {
        var octets: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = Foundation.read(descriptor, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable() }
            if count == 0 { return octets }
            octets += part.prefix(count)
        }
    }

    /// A fault of the disk says nothing about the file.
    private func unreadable() -> any Error {
        [EACCES, EPERM, ELOOP, ENOTDIR, ENXIO, EISDIR].contains(errno)
            ? HetuKeyFault.unusable("cannot be read: \(String(cString: strerror(errno)))") : FileFault(path, "read", errno)
    }

    private static func line(_ key: HetuMasterKey) -> String { "\(key.version) " + String(hexadecimal: key.octets) }

    private static func key(_ line: Substring) -> HetuMasterKey? {
        let parts = line.split(separator: " ")
        guard parts.count == 2, parts[0].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let version = Int(parts[0]),
            parts[1].utf8.count == 64, let octets = [UInt8](hexadecimal: parts[1].lowercased())
        else { return nil }
        return HetuMasterKey(version: version, octets: octets)
    }
}
