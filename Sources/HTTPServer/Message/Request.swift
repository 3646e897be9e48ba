/// A request method: a case-sensitive token (RFC 9110 9.1).
public struct Method: Hashable, Sendable, CustomStringConvertible {
    /// The token as it stands in the request line.
    public let raw: String

    /// A method of this name.
    public init(_ raw: String) { self.raw = raw }

    /// The token itself.
    public var description: String { raw }

    /// Reads a resource.
    public static let get = Method("GET")
    /// Reads a resource's fields without its content.
    public static let head = Method("HEAD")
    /// Creates or commands.
    public static let post = Method("POST")
    /// Replaces.
    public static let put = Method("PUT")
    /// Changes in part.
    public static let patch = Method("PATCH")
    /// Removes.
    public static let delete = Method("DELETE")
    /// Asks what is allowed.
    public static let options = Method("OPTIONS")

    /// Would send the request back, credentials and all: known, so that a handler can refuse it at every target.
    public static let trace = Method("TRACE")

    /// Asks with a body. Known, and no target of ours takes it.
    public static let query = Method("QUERY")
}

/// The protocol versions served. A minor version above 1 is processed as 1.1 (RFC 9110 2.5).
public enum Version: Sendable, Equatable {
    /// HTTP/1.0: closes unless asked to keep alive.
    case http10
    /// HTTP/1.1: keeps alive unless asked to close.
    case http11
}

/// How the length of the body is known (RFC 9112 6.3).
public enum Framing: Sendable, Equatable {
    /// Neither Content-Length nor Transfer-Encoding: no body.
    case none
    /// The value of Content-Length.
    case length(Int)
    /// Transfer-Encoding: chunked.
    case chunked

    /// Whether octets of a body follow the head.
    public var hasBody: Bool { self != .none && self != .length(0) }
}

/// The request line and the header section.
public struct RequestHead: Sendable {
    /// One of the methods named there; every other is answered 501 (CONNECT by intent).
    public var method: Method
    /// Raw, not decoded; "*" for the server-wide OPTIONS; without scheme and authority when the target was in absolute form.
    public var path: String
    /// Raw, without the question mark; nil when there was none.
    public var query: String?
    /// The version processed: a minor version above 1 counts as 1.1.
    public var version: Version
    /// Every field line as it came, those about framing too.
    public var headers: Headers
    /// How the body is delimited; lets `admit` insist on a length (411).
    public var framing: Framing
    /// Whether the client waits for 100 (Continue) before it sends the body (RFC 9110 10.1.1); never in HTTP/1.0.
    public var expectsContinue: Bool
    /// Whether the client lets the connection live on (RFC 9112 9.3).
    public var keepAlive: Bool

    /// Whether the answer must come without its body.
    public var isHead: Bool { method == .head }

    /// A head from its parts, for tests of handlers.
    public init(
        method: Method, path: String, query: String? = nil, version: Version = .http11, headers: Headers = Headers(),
        framing: Framing = .none,
        expectsContinue: Bool = false, keepAlive: Bool = true
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.version = version
        self.headers = headers
        self.framing = framing
        self.expectsContinue = expectsContinue
        self.keepAlive = keepAlive
    }
}

/// A whole request.
public struct Request: Sendable {
    /// The request line and the fields.
    public var head: RequestHead
    /// The content with the transfer coding taken off, as it was collected: none, one, or several of about `Limits.bodyPieceBytes`. Trailers
    /// are checked and dropped.
    public var pieces: [[UInt8]]
    /// The peer's numeric address, without port: the proxy's when one stands in front.
    public var remoteAddress: String

    /// A request from its parts, for tests of handlers.
    public init(head: RequestHead, body: [UInt8] = [], remoteAddress: String = "127.0.0.1") {
        self.init(head: head, pieces: body.isEmpty ? [] : [body], remoteAddress: remoteAddress)
    }

    /// A request whose body is in pieces.
    public init(head: RequestHead, pieces: [[UInt8]], remoteAddress: String) {
        self.head = head
        self.pieces = pieces
        self.remoteAddress = remoteAddress
    }

    /// The whole content as one array. Of several pieces this is a copy: a large body is better read piece by piece.
    public var body: [UInt8] {
        guard pieces.count > 1 else { return pieces.first ?? [] }
        var whole: [UInt8] = []
        whole.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
        for piece in pieces { whole += piece }
        return whole
    }
}
