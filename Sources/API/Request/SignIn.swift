import Crypto
import HTTPServer
import PersonalBudgeting

/// Finds the caller by the bearer token. It belongs to one `RequestPath` or stream.
///
/// A found caller is remembered until a key or a user is written, so a revoked key is refused from the next request on. A second process
/// must notice the writes of the first (`Storage.callerChanges`); otherwise it would still accept a key revoked there.
struct SignIn {
    private struct Caller {
        /// When a use of the key was last recorded.
        var usedAt: Instant?
        let owner: KeyOwner
        let actor: Actor

        func isLive(at now: Instant) -> Bool { owner.isLive(at: now) }
    }

    /// The most callers that are remembered, more than the keys in use at one time. Beyond it, the memory is cleared.
    private static let maximumRemembered = 10_000

    private var remembered: [Token.Digest: Caller] = [:]
    private var changes = -1

    /// Returns the caller.
    /// - Throws: `Problem.unauthorised` (401), the same for every fault of the token.
    mutating func actor(_ head: RequestHead, at now: Instant, _ storage: any Storage, _ reader: any StorageReader) throws -> Actor {
        guard let token = SignIn.token(head) else { throw Problem.unauthorised }
        let digest = Token.digest(token)
        // Read before the look-up, so that a change in between makes the next request look again.
        let current = storage.callerChanges
        if current != changes || remembered.count >= SignIn.maximumRemembered {
            remembered.removeAll(keepingCapacity: true)
            changes = current
        }
        if let caller = remembered[digest] {
            guard caller.isLive(at: now) else { throw Problem.unauthorised }
            recordUse(of: caller, digest, at: now, storage)
            return caller.actor
        }
        guard let owner = try reader.read({ try $0.keys.owner(tokenHash: digest.hexadecimal) }) else {
            throw Problem.unauthorised
        }
        let caller = Caller(owner: owner, actor: owner.actor)
        guard caller.isLive(at: now) else { throw Problem.unauthorised }
        remembered[digest] = caller
        recordUse(of: caller, digest, at: now, storage)
        return caller.actor
    }

    /// Records a use of the key at most once a minute. The request does not wait for it.
    private mutating func recordUse(of caller: Caller, _ digest: Token.Digest, at now: Instant, _ storage: any Storage) {
        if let usedAt = caller.usedAt, now.microseconds - usedAt.microseconds < SignIn.microsecondsBetweenUses { return }
        remembered[digest]?.usedAt = now
        let key = caller.owner.key.id
        storage.write({ try $0.keys.noteUse(of: key, at: now) }, then: { _ in })
    }

    private static let microsecondsBetweenUses: Int64 = 60_000_000

    /// Returns the token of a single `Authorization: Bearer …` (RFC 6750, 2.1).
    private static func token(_ head: RequestHead) -> Substring.UTF8View? {
        let fields = head.headers.all("authorization")
        guard fields.count == 1, let field = fields.first, (8...256).contains(field.utf8.count) else { return nil }
        let start = field.utf8.index(field.startIndex, offsetBy: 7)
        guard isBearer(field.utf8[..<start]) else { return nil }
        let token = field.utf8[start...].drop { $0 == 0x20 }
        return token.isEmpty ? nil : token
    }

    private static func isBearer(_ scheme: Substring.UTF8View) -> Bool {
        // Compares seven octets, lower-cased in one word, with "bearer ".
        scheme.reduce(UInt64(0)) { $0 << 8 | UInt64($1 | 0x20) } == 0x62_65_61_72_65_72_20
    }
}

extension Problem {
    static var unauthorised: Problem {
        var problem = Problem(
            .unauthorised,
            LocalText(fi: "voimassa oleva avain puuttuu", sv: "en giltig nyckel saknas", en: "a valid bearer token is required")
        ).at(.header, "Authorization", "required")
        problem.headers = [("WWW-Authenticate", "Bearer")]
        return problem
    }
}
