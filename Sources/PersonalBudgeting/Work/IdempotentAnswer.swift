/// The stored answers to requests with an idempotency key (row 86).
public protocol IdempotencyRepository {
    /// Returns the earlier use of a key since a moment. An older use is ignored.
    /// - Parameter digest: the digest of the present request.
    func find(_ digest: String, caller: ID<User>, key: String, since: Instant) throws -> EarlierAnswer?
    /// Stores an answer. It replaces an answer under the same key from before `moment`, and deletes some other answers from before it.
    func insert(_ answer: IdempotentAnswer, lettingGoBefore moment: Instant) throws
}

/// The earlier use of an idempotency key: by the same request or by another.
public enum EarlierAnswer: Sendable, Equatable {
    case toTheSame(IdempotentAnswer)
    case toAnother
}

/// A stored answer. The digest binds it to the operation, the path and the body of the request. The digest is keyed: with a plain digest,
/// an attacker could try all national ids and find the one in the body of a search.
public struct IdempotentAnswer: Sendable, Equatable {
    public let caller: ID<User>
    public let key: String
    public let digest: String
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    public let at: Instant
    /// The clients whose data the answer holds.
    public let clients: [ID<Client>]

    /// How long an answer is kept, in days. A caller that lost its connection over a long weekend can still repeat the request.
    public static let daysKept = 7

    /// The moment up to which answers are no longer kept.
    public static func end(at now: Instant) -> Instant {
        Instant(clampingMicroseconds: now.microseconds - Int64(daysKept) * 86_400_000_000)
    }

    public init(
        caller: ID<User>, key: String, digest: String, status: Int, headers: [(name: String, value: String)], body: [UInt8], at: Instant,
        clients: [ID<Client>]
    ) {
        self.caller = caller
        self.key = key
        self.digest = digest
        self.status = status
        self.headers = headers
        self.body = body
        self.at = at
        self.clients = clients
    }

    public static func == (left: IdempotentAnswer, right: IdempotentAnswer) -> Bool {
        left.caller == right.caller && left.key == right.key && left.digest == right.digest
    }
}
