/// The first answers to requests that carried an idempotency key.
public protocol IdempotencyRepository {
    /// What a key was used for since a moment; an older use is as if it had never been.
    /// - Parameter digest: of the request that asks.
    func find(_ digest: String, caller: ID<User>, key: String, since: Instant) throws -> EarlierAnswer?
    /// Keeps an answer, in the place of one from before a moment if there is one, and lets go of some others from before it.
    func insert(_ answer: IdempotentAnswer, lettingGoBefore moment: Instant) throws
}

/// What an idempotency key was used for before.
public enum EarlierAnswer: Sendable, Equatable {
    case toTheSame(IdempotentAnswer)
    case toAnother
}

/// A kept answer. The digest binds it to the operation, the path and the body that it answered; it is kept under a key, because whoever
/// tries all national ids would find the one in the body of a search by its plain digest.
public struct IdempotentAnswer: Sendable, Equatable {
    public let caller: ID<User>
    public let key: String
    public let digest: String
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    public let at: Instant
    /// Whose data it holds.
    public let clients: [ID<Client>]

    /// How long an answer is kept, in days: who was cut off over a weekend, or a long one, can still send the same again.
    public static let daysKept = 7

    /// The moment whose answers are kept no longer.
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
