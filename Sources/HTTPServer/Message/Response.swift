/// An answer. The server adds Date, Content-Length and Connection; it leaves out these fields and Transfer-Encoding from `headers`.
public struct Response: Sendable {
    /// 200 to 599. Any other status is sent as 500.
    public var status: Int
    /// Sent in this order. To prevent response splitting, a name that is not a token is left out, and control octets in a value become
    /// spaces.
    public var headers: [(name: String, value: String)]
    /// Dropped for HEAD (whose answer still states the length), 204 and 304.
    public var body: [UInt8]
    /// Whether the connection ends after this answer.
    public var close: Bool

    /// An answer from its parts.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], close: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.close = close
    }
}
