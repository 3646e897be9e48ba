/// The identity of a stored entity, the times of its creation and of its last change, and its version.
public struct Record<Of>: Sendable, Hashable {
    public let id: ID<Of>
    public let createdAt: Instant
    public var updatedAt: Instant
    /// 1 at first; every change adds 1. The entity tag of the API begins with it (K25, row 86).
    public var version: Int64

    public init(id: ID<Of>, createdAt: Instant, updatedAt: Instant, version: Int64) {
        self.id = id
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }
}

/// An entity: it is stored under an identity and changed under optimistic locking (row 86).
public protocol Recorded: Sendable {
    /// The fields, besides the identity, by which lists are filtered and ordered.
    associatedtype Field: ListField = NoField
    var record: Record<Self> { get set }
    /// The name of the entity in events, problems and logs, in lower snake_case.
    static var noun: String { get }
}

extension Recorded {
    public var id: ID<Self> { record.id }
}

/// An entity that belongs to one case, and so to the secret file of one client (ATL 4 §).
public protocol CaseFile: Recorded where Field: CaseFileField {
    var caseID: ID<Case> { get }
}
