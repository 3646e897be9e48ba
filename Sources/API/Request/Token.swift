import Crypto
import PersonalBudgeting

/// Bearer tokens of 256 bits, shown once and kept as SHA-256.
public enum Token {
    /// Makes a new token: `avain_` and 64 hexadecimal digits.
    public static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return "avain_" + String(hexadecimal: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    public static func hash(_ token: String) -> String { digest(token[...].utf8).hexadecimal }

    /// The SHA-256 of a token, as a small key for look-ups.
    struct Digest: Hashable {
        private let parts: (UInt64, UInt64, UInt64, UInt64)

        init(_ digest: SHA256.Digest) {
            parts = digest.withUnsafeBytes { octets in
                func part(_ number: Int) -> UInt64 { UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: number * 8, as: UInt64.self)) }
                return (part(0), part(1), part(2), part(3))
            }
        }

        var hexadecimal: String {
            String(hexadecimal: [parts.0, parts.1, parts.2, parts.3].flatMap { part in withUnsafeBytes(of: part.bigEndian, Array.init) })
        }

        static func == (left: Digest, right: Digest) -> Bool { left.parts == right.parts }
        // The parts of a digest are already distributed like random numbers.
        func hash(into hasher: inout Hasher) { hasher.combine(parts.0) }
    }

    static func digest(_ token: Substring.UTF8View) -> Digest {
        var hash = SHA256()
        if token.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            hash.update(data: Array(token))
        }
        return Digest(hash.finalize())
    }

}
