import Crypto
import PersonalBudgeting

/// One version of the key of national ids: 256 random bits, of which each use has a key of its own.
struct HetuKey: Sendable {
    let master: HetuMasterKey
    private let sealing: SymmetricKey
    private let marking: SymmetricKey
    private let digesting: SymmetricKey

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
    }

    /// What the database keeps to tell the right key from another of the same version. The key does not follow from it.
    var proof: [UInt8] {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: master.octets), info: Array("avain hetu proof \(version)".utf8), outputByteCount: 32
        ).withUnsafeBytes(Array.init)
    }

    /// Where a sealed national id belongs. It cannot be opened anywhere else.
    struct Place: Sendable {
        let table: String
        let column: String
        let row: String

        static func client(_ id: String) -> Place { Place(table: "clients", column: "hetu_sealed", row: id) }
        static func actual(_ id: String) -> Place { Place(table: "actuals", column: "client_hetu_sealed", row: id) }

        /// Bound into the seal. Names and identities hold no zero octet, so that no two places are written alike.
        func octets(_ version: Int) -> [UInt8] { Array("\(table)\u{0}\(column)\u{0}\(row)\u{0}\(version)".utf8) }
    }

    /// The version (4 octets, the highest first), a random nonce (12), the ciphertext (11) and the tag (16) of AES-256-GCM.
    ///
    /// Random nonces of 96 bits: a key may seal 2^32 times (NIST SP 800-38D, 8.3), more often than there are Finns and services in a year.
    func seal(_ hetu: Hetu, at place: Place) throws -> [UInt8] {
        let box = try AES.GCM.seal(Array(hetu.text.utf8), using: sealing, authenticating: place.octets(version))
        return HetuKey.octets(of: version) + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// The national id; nil when it was sealed at another place, under another key, or has been changed since.
    func open(_ sealed: [UInt8], at place: Place) -> Hetu? {
        guard HetuKey.version(of: sealed) == version, sealed.count == HetuKey.sealedLength,
            let nonce = try? AES.GCM.Nonce(data: sealed[4..<16]),
            let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: sealed[16..<27], tag: sealed[27...]),
            let text = try? AES.GCM.open(box, using: sealing, authenticating: place.octets(version))
        else { return nil }
        return try? Hetu(String(decoding: text, as: UTF8.self))
    }

    /// By what a national id is found again without being there: the same for the same id under the same version, and nothing else can be
    /// told from it without the key. HMAC-SHA-256, the first 16 octets in hexadecimal.
    func mark(_ hetu: Hetu) -> String { HetuKey.mark(hetu.text, marking) }

    /// The same of the digest of a request, which may hold a national id and little else.
    func mark(digest: String) -> String { HetuKey.mark(digest, digesting) }

    private static func mark(_ text: String, _ key: SymmetricKey) -> String {
        String(hexadecimal: HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key).prefix(16))
    }

    static let sealedLength = 4 + 12 + 11 + 16

    /// The version that something is sealed under; nil for what is no seal.
    static func version(of sealed: [UInt8]) -> Int? {
        sealed.count < 4 ? nil : sealed[..<4].reduce(0) { $0 << 8 | Int($1) }
    }

    static func octets(of version: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: version >> (24 - 8 * $0)) } }
}

/// What stands in the key file for one version.
public struct HetuMasterKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// 1…2^31-1, one more with every rotation.
    public let version: Int
    /// 32 random octets. Secret.
    public let octets: [UInt8]

    /// Nil for any other version or length.
    public init?(version: Int, octets: [UInt8]) {
        guard (1...Int(Int32.max)).contains(version), octets.count == 32 else { return nil }
        self.version = version
        self.octets = octets
    }

    /// The version alone, so that no log tells the key.
    public var description: String { "version \(version)" }

    /// The version alone, so that `dump` does not leak either.
    public var customMirror: Mirror { Mirror(self, children: ["version": version]) }

    /// A fresh one; nil when there is no version after the one before.
    static func fresh(after version: Int) -> HetuMasterKey? {
        HetuMasterKey(version: version + 1, octets: SymmetricKey(size: .bits256).withUnsafeBytes(Array.init))
    }
}

/// The file outside the database that holds the key, in versions.
public protocol HetuKeyFile: Sendable {
    /// All versions; nil where there is no file.
    /// - Throws: `HetuKeyFault.unusable` when it cannot be read, is no key file, or is open to others.
    func read() throws -> [HetuMasterKey]?
    /// Puts these versions in the place of what is there, durably or not at all.
    /// - Throws: `HetuKeyFault.unusable`.
    func write(_ keys: [HetuMasterKey]) throws
}

/// Why the national ids of a database cannot be opened, or no new ones sealed. No secret is in it.
public enum HetuKeyFault: Error, Equatable {
    /// The database has sealed national ids, and there is no key file.
    case missing
    /// The file has not this version, which the database needs.
    case noVersion(Int)
    /// This version of the file is another key than the one the database was sealed under.
    case otherKey(Int)
    /// What is wrong with the file, as a sentence that goes on after its name.
    case unusable(String)
}
