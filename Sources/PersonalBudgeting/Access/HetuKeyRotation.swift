/// The change to a new version of the key that seals national ids, while the service is in use (Docs/decisions/0013, encryption at rest).
/// New ids are sealed under the new version at once. Stored ids are resealed a few at a time.
public struct HetuKeyRotation: Recorded {
    public static let noun = "hetu_key_rotation"
    public enum Field: ListField { case state }
    public var record: Record<HetuKeyRotation>
    public let requestedBy: ID<User>
    public var state: State
    /// The new version; nil until the key is in the key file.
    public var toVersion: Int?

    public enum State: String, CaseIterable, Sendable {
        /// The key is being made.
        case requested
        /// The new version is in use; some national ids are still sealed under an older one.
        case resealing
        /// Every national id is sealed under the new version.
        case done
    }

    /// Matches the rotation that is not done. There is at most one.
    public static let underWay: [Filter<HetuKeyRotation>] = [.oneOf(.state, [State.requested, .resealing])]

    public init(record: Record<HetuKeyRotation>, requestedBy: ID<User>, state: State, toVersion: Int?) {
        self.record = record
        self.requestedBy = requestedBy
        self.state = state
        self.toVersion = toVersion
    }
}

/// How many national ids are sealed under one version of the key.
public struct HetuKeyUse: Sendable, Equatable {
    public let version: Int
    public let clients: Int
    public let actuals: Int

    public init(version: Int, clients: Int, actuals: Int) {
        self.version = version
        self.clients = clients
        self.actuals = actuals
    }
}

/// The rotations. Storage carries out a requested rotation after the commit, and continues it after a restart.
public protocol HetuKeyRotationRepository: Repository<HetuKeyRotation> {
    /// Returns the uses of each version, oldest version first. It reads the version of every national id, so it is meant for reports.
    func uses() throws -> [HetuKeyUse]
}

extension Work {
    /// Requests a new version of the key.
    /// - Throws: `duplicate` while a rotation is under way.
    public func rotateHetuKey() throws -> HetuKeyRotation {
        let rotations = repositories.hetuKeyRotations
        if try rotations.first(HetuKeyRotation.underWay) != nil {
            throw Refusal(
                .duplicate,
                LocalText(
                    fi: "avaimen vaihto on kesken; pyydä seuraavaa, kun se on valmis",
                    sv: "ett byte av nyckeln pågår; begär nästa när det är klart",
                    en: "a rotation is under way; request the next one when it is done"))
        }
        let rotation = HetuKeyRotation(record: newRecord(), requestedBy: actor.userID, state: .requested, toVersion: nil)
        try rotations.insert(rotation)
        try note("created", HetuKeyRotation.noun, "\(rotation.id)")
        return rotation
    }
}
