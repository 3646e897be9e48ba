/// How often one caller may send requests.
public struct CallerLimits: Sendable {
    /// The most requests per second of one user; nil for no bound.
    public var requestsPerSecond: Int?
    /// The most failed sign-ins per second of one visitor: of an IPv4 address, or of the /64 of an IPv6 address; nil for no bound.
    public var failuresPerSecond: Int?

    /// The burst, in seconds' worth of requests: a page that opens sends many at once.
    static let secondsOfBurst = 5
    /// The burst of failed sign-ins, in seconds' worth: a web front whose key has just expired sends it for a while.
    static let secondsOfFailures = 100

    /// Limits per second; a burst of several seconds' worth is allowed.
    public init(requestsPerSecond: Int? = nil, failuresPerSecond: Int? = 20) {
        self.requestsPerSecond = requestsPerSecond
        self.failuresPerSecond = failuresPerSecond
    }
}
