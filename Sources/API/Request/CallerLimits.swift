/// How often one caller may ask.
public struct CallerLimits: Sendable {
    /// Nil for no bound.
    public var requestsPerSecond: Int?
    public var failuresPerSecond: Int?

    /// How many seconds' worth of requests may come at once: a page that opens.
    static let secondsOfBurst = 5
    /// A front whose key has just expired asks with it for a while.
    static let secondsOfFailures = 100

    public init(requestsPerSecond: Int? = nil, failuresPerSecond: Int? = 20) {
        self.requestsPerSecond = requestsPerSecond
        self.failuresPerSecond = failuresPerSecond
    }
}
