/// What the readiness answer tells of the process.
public struct ServiceStatus: Sendable {
    public let version: String
    public let engine: String

    public init(version: String, engine: String) {
        self.version = version
        self.engine = engine
    }
}
