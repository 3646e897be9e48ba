import Crypto
import PersonalBudgeting

/// One version of the key of national ids (HETU): 256 random bits. Each use has its own derived key.
struct HetuKey: Sendable {
    let master: HetuMasterKey
    private let sealing: SymmetricKey
    private let marking: SymmetricKey
    private let digesting: SymmetricKey
    /// The key of the digests of rows (`RowDigest`).
    let rowKey: SymmetricKey
    private let identifying: SymmetricKey

    var version: Int { master.version }

    init(_ master: HetuMasterKey) {
        self.master = master
        let key = SymmetricKey(data: master.octets)
        func derived(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("avain hetu \(use)".utf8), outputByteCount: 32)
        }
        sealing = derived("seal")
        marking = derived("mark")
        digesting = derived("digest")
        rowKey = derived("rows")
        identifying = derived("idempotency")
    }

    /// The value in the database that identifies the right key among keys of the same version. The key cannot be derived from it.
    var proof: [UInt8] {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: master.octets), info: Array("avain hetu proof \(version)".utf8), outputByteCount: 32
        ).withUnsafeBytes(Array.init)
    }

    /// The place to which a sealed national id is bound. It cannot be opened at another place.
    struct Place: Sendable {
        let table: String
        let column: String
        let row: String

        static func client(_ id: String) -> Place { Place(table: "clients", column: "hetu_sealed", row: id) }
        static func actual(_ id: String) -> Place { Place(table: "actuals", column: "client_hetu_sealed", row: id) }

        /// The bytes that are bound into the seal. Names and identities contain no zero byte, so two places never have the same bytes.
        func octets(_ version: Int) -> [UInt8] { Array("\(table)\u{0}\(column)\u{0}\(row)\u{0}\(version)".utf8) }
    }

    /// Seals a national id with AES-256-GCM. The result is the version (4 bytes, big-endian), a random nonce (12), the ciphertext (11) and
    /// the tag (16).
    ///
    /// With random nonces of 96 bits, a key may seal 2^32 times (NIST SP 800-38D, 8.3), which is more than the number of Finns and of
    /// services in a year.
    func seal(_ hetu: Hetu, at place: Place) throws -> [UInt8] {
        let box = try AES.GCM.seal(Array(hetu.text.utf8), using: sealing, authenticating: place.octets(version))
        return HetuKey.octets(of: version) + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// Opens a national id. Returns nil if it was sealed at another place or under another key, or was changed since.
    func open(_ sealed: [UInt8], at place: Place) -> Hetu? {
        guard HetuKey.version(of: sealed) == version, sealed.count == HetuKey.sealedLength,
            let nonce = try? AES.GCM.Nonce(data: sealed[4..<16]),
            let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: sealed[16..<27], tag: sealed[27...]),
            let text = try? AES.GCM.open(box, using: sealing, authenticating: place.octets(version))
        else { return nil }
        return try? Hetu(String(decoding: text, as: UTF8.self))
    }

    /// Returns the mark of a national id. A client is found by the mark, so the id is not stored in plain text. The same id always has the
    /// same mark under the same version of the key; without the key, the mark reveals nothing else. HMAC-SHA-256, the first 16 bytes in
    /// hexadecimal.
    func mark(_ hetu: Hetu) -> String { HetuKey.mark(hetu.text, marking) }

    /// Returns the mark of a request's digest, because a request may contain little else than a national id.
    func mark(digest: String) -> String { HetuKey.mark(digest, digesting) }

    /// Returns the mark of a caller's idempotency key, because a caller may put anything into a key. The same key of another caller has
    /// another mark.
    func mark(idempotencyKey key: String, of caller: String) -> String { HetuKey.mark("\(caller) \(key)", identifying) }

    private static func mark(_ text: String, _ key: SymmetricKey) -> String {
        String(hexadecimal: HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key).prefix(16))
    }

    static let sealedLength = 4 + 12 + 11 + 16

    /// Returns the version of a seal; nil for bytes that are no seal.
    static func version(of sealed: [UInt8]) -> Int? {
        sealed.count < 4 ? nil : sealed[..<4].reduce(0) { $0 << 8 | Int($1) }
    }

    static func octets(of version: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: version >> (24 - 8 * $0)) } }
}

/// The key of one version in the key file.
public struct HetuMasterKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// 1…2^31-1. Each rotation adds 1.
    public let version: Int
    /// 32 random octets. Secret.
    public let octets: [UInt8]

    /// Returns nil if the version or the length is out of range.
    public init?(version: Int, octets: [UInt8]) {
        guard (1...Int(Int32.max)).contains(version), octets.count == 32 else { return nil }
        self.version = version
        self.octets = octets
    }

    /// The version alone, so that no log contains the key.
    public var description: String { "version \(version)" }

    /// The version alone, so that `dump` does not reveal the key.
    public var customMirror: Mirror { Mirror(self, children: ["version": version]) }

    /// Returns a new random key of the next version; nil if the version before is the last one.
    static func fresh(after version: Int) -> HetuMasterKey? {
        HetuMasterKey(version: version + 1, octets: SymmetricKey(size: .bits256).withUnsafeBytes(Array.init))
    }
}

/// The key file, outside the database. It holds all versions of the key.
public protocol HetuKeyFile: Sendable {
    /// Reads all versions. Returns nil if there is no file.
    /// - Throws: `HetuKeyFault.unusable` when the file cannot be read, is no key file, or can be read by others.
    func read() throws -> [HetuMasterKey]?
    /// Replaces the versions in the file, durably or not at all.
    /// - Throws: `HetuKeyFault.unusable`.
    func write(_ keys: [HetuMasterKey]) throws
}

/// Why the national ids of a database cannot be opened or sealed. It contains no secret.
public enum HetuKeyFault: Error, Equatable {
    /// The database has sealed national ids, but there is no key file.
    case missing
    /// The file lacks this version, which the database needs.
    case noVersion(Int)
    /// The key of this version in the file is not the key under which the database was sealed.
    case otherKey(Int)
    /// The file cannot be used. The text continues a sentence that begins with the name of the file.
    case unusable(String)
}
