/// What everything that is kept carries: who it is, when it was made and last changed, and how often.
public struct Record<Of>: Sendable, Hashable {
    public let id: ID<Of>
    public let createdAt: Instant
    public var updatedAt: Instant
    /// 1 when made; one more with every change. The entity tag of the API begins with it.
    public var version: Int64

    public init(id: ID<Of>, createdAt: Instant, updatedAt: Instant, version: Int64) {
        self.id = id
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }
}

/// A thing with an identity that is kept and changed under optimistic locking.
public protocol Recorded: Sendable {
    /// What lists of these are filtered and ordered by besides the identity.
    associatedtype Field: ListField = NoField
    var record: Record<Self> { get set }
    /// What it is called in events, problems and logs, in lower snake_case.
    static var noun: String { get }
}

extension Recorded {
    public var id: ID<Self> { record.id }
}

/// A thing that belongs to one case: part of one client's secret file.
public protocol CaseFile: Recorded where Field: CaseFileField {
    var caseID: ID<Case> { get }
}
