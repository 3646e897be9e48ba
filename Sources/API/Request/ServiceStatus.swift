/// The facts about the process that the readiness answer shows.
public struct ServiceStatus: Sendable {
    public let version: String
    public let engine: String

    public init(version: String, engine: String) {
        self.version = version
        self.engine = engine
    }
}
