import Crypto
import HTTPServer
import PersonalBudgeting

/// Who calls, found by the bearer token. Belongs to one `RequestPath` or stream.
///
/// What was found is used again as long as no key and no user was written since: a key revoked by one request is dead for the next.
/// A second process would have to hear of the writes of the first (`Storage.callerChanges`), or a key revoked there would live on here.
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
            recordUse(of: caller, digest, at: now, storage)
            return caller.actor
        }
        guard let (key, user, deputyships) = try reader.read({ try $0.keys.user(tokenHash: digest.hexadecimal) }) else {
            throw Problem.unauthorised
        }
        let scope = key.scope.isEmpty ? nil : Set(key.scope)
        let caller = Caller(key: key, user: user, actor: user.actor(deputyships: deputyships, scope: scope))
        guard caller.isLive(at: now) else { throw Problem.unauthorised }
        remembered[digest] = caller
        recordUse(of: caller, digest, at: now, storage)
        return caller.actor
    }

    /// Puts a use on record, once a minute: nobody waits for it.
    private mutating func recordUse(of caller: Caller, _ digest: Token.Digest, at now: Instant, _ storage: any Storage) {
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

extension Problem {
    static var unauthorised: Problem {
        var problem = Problem(.unauthorised, "a bearer token that is alive is needed").at(.header, "Authorization", "required")
        problem.headers = [("WWW-Authenticate", "Bearer")]
        return problem
    }
}
