/// An answer. The server adds Date, Content-Length and Connection; such fields in `headers`, and Transfer-Encoding, are left out.
public struct Response: Sendable {
    /// 200 to 599; anything else is sent as 500.
    public var status: Int
    /// Sent in this order. A name that is not a token is left out, a control octet in a value becomes a space: no splitting.
    public var headers: [(name: String, value: String)]
    /// Dropped for HEAD (its length is still told), 204 and 304.
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
