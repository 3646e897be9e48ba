import Crypto
import HTTPServer
import PersonalBudgeting

/// Who calls, found by the bearer token. Belongs to one lane.
///
/// What was found is used again as long as no key and no user was written since: a key revoked by one request is dead for the next.
struct SignIn {
    private struct Caller {
        /// The use that was last put on record.
        var usedAt: Instant?
        let key: AccessKey
        let user: User
        let actor: Actor

        func isLive(at now: Instant) -> Bool { key.isLive(at: now) && user.isValid(on: now.helsinkiDate) }
    }

    /// More live keys than this are not in use at one time; beyond it the memory begins anew.
    private static let maximumRemembered = 10_000

    private var remembered: [Token.Digest: Caller] = [:]
    private var changes = -1

    /// - Throws: `Problem.unauthorised`, the same whatever is wrong with the token.
    mutating func actor(_ head: RequestHead, at now: Instant, _ storage: any Storage, _ reader: any StorageReader) throws -> Actor {
        guard let token = SignIn.token(head) else { throw Problem.unauthorised }
        let digest = Token.digest(token)
        // Asked before the look-up: a change that comes in between makes the next request look again.
        let current = storage.callerChanges
        if current != changes || remembered.count >= SignIn.maximumRemembered {
            remembered.removeAll(keepingCapacity: true)
            changes = current
        }
        if let caller = remembered[digest] {
            guard caller.isLive(at: now) else { throw Problem.unauthorised }
            noteUse(of: caller, digest, at: now, storage)
            return caller.actor
        }
        guard let (key, user, deputyships) = try reader.read({ try $0.keys.user(tokenHash: digest.hexadecimal) }) else {
            throw Problem.unauthorised
        }
        let scope = key.scope.isEmpty ? nil : Set(key.scope)
        let caller = Caller(key: key, user: user, actor: user.actor(deputyships: deputyships, scope: scope))
        guard caller.isLive(at: now) else { throw Problem.unauthorised }
        remembered[digest] = caller
        noteUse(of: caller, digest, at: now, storage)
        return caller.actor
    }

    /// Puts a use on record, once a minute: nobody waits for it.
    private mutating func noteUse(of caller: Caller, _ digest: Token.Digest, at now: Instant, _ storage: any Storage) {
        if let usedAt = caller.usedAt, now.microseconds - usedAt.microseconds < SignIn.microsecondsBetweenUses { return }
        remembered[digest]?.usedAt = now
        let key = caller.key.id
        storage.write({ try $0.keys.noteUse(of: key, at: now) }, then: { _ in })
    }

    private static let microsecondsBetweenUses: Int64 = 60_000_000

    /// The token of the one `Authorization: Bearer …` (RFC 6750, 2.1).
    private static func token(_ head: RequestHead) -> Substring.UTF8View? {
        let fields = head.headers.all("authorization")
        guard fields.count == 1, let field = fields.first, (8...256).contains(field.utf8.count) else { return nil }
        let start = field.utf8.index(field.startIndex, offsetBy: 7)
        guard isBearer(field.utf8[..<start]) else { return nil }
        let token = field.utf8[start...].drop { $0 == 0x20 }
        return token.isEmpty ? nil : token
    }

    private static func isBearer(_ scheme: Substring.UTF8View) -> Bool {
        // Lower-cased in one word: seven octets, "bearer ".
        scheme.reduce(UInt64(0)) { $0 << 8 | UInt64($1 | 0x20) } == 0x62_65_61_72_65_72_20
    }
}

/// Bearer tokens: 256 bits, shown once, kept as SHA-256.
public enum Token {
    /// A fresh token: `avain_` and 64 hexadecimal digits.
    public static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return "avain_" + String(hexadecimal: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    public static func hash(_ token: String) -> String { digest(token[...].utf8).hexadecimal }

    /// SHA-256 of a token, small enough to be looked up by.
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
        // The parts are as good as random already.
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

extension Problem {
    static var unauthorised: Problem {
        var problem = Problem(.unauthorised, "a bearer token that is alive is needed").at(.header, "Authorization", "required")
        problem.headers = [("WWW-Authenticate", "Bearer")]
        return problem
    }
}
