import Crypto
import PersonalBudgeting
import SQLiteEngine

/// The size and the SHA-256 of a file.
enum FileDigest {
    /// - Parameter pause: called between parts of 64 kB.
    /// - Returns: the size in octets, and the digest in hexadecimal.
    /// - Throws: `DatabaseLock.Failed`, and what `pause` throws.
    static func of(_ file: DatabaseLock, between pause: () throws -> Void = {}) throws -> (size: Int, digest: String) {
        var hash = SHA256()
        var size = 0
        while true {
            let octets = try file.read(1 << 16, from: size)
            if octets.isEmpty { return (size, String(hexadecimal: hash.finalize())) }
            hash.update(data: octets)
            size += octets.count
            try pause()
        }
    }
}
