/// A request method: a case-sensitive token (RFC 9110 9.1).
public struct Method: Hashable, Sendable, CustomStringConvertible {
    /// The token as written in the request line.
    public let raw: String

    /// A method of this name.
    public init(_ raw: String) { self.raw = raw }

    /// The token itself.
    public var description: String { raw }

    /// Reads a resource.
    public static let get = Method("GET")
    /// Reads a resource's fields without its content.
    public static let head = Method("HEAD")
    /// Creates a resource or runs a command.
    public static let post = Method("POST")
    /// Replaces a resource.
    public static let put = Method("PUT")
    /// Changes a resource in part.
    public static let patch = Method("PATCH")
    /// Removes a resource.
    public static let delete = Method("DELETE")
    /// Asks for the allowed methods.
    public static let options = Method("OPTIONS")

    /// Sends the request back, including its credentials. It is known only so that a handler can refuse it for every target.
    public static let trace = Method("TRACE")

    /// Queries with a body. No target of this service accepts it.
    public static let query = Method("QUERY")
}

/// The protocol versions served. A minor version above 1 is processed as 1.1 (RFC 9110 2.5).
public enum Version: Sendable, Equatable {
    /// HTTP/1.0: closes unless asked to keep alive.
    case http10
    /// HTTP/1.1: keeps alive unless asked to close.
    case http11
}

/// How the length of the body is determined (RFC 9112 6.3).
public enum Framing: Sendable, Equatable {
    /// Neither Content-Length nor Transfer-Encoding: no body.
    case none
    /// The value of Content-Length.
    case length(Int)
    /// Transfer-Encoding: chunked.
    case chunked

    /// Whether body octets follow the head.
    public var hasBody: Bool { self != .none && self != .length(0) }
}

/// The request line and the header section.
public struct RequestHead: Sendable {
    /// One of the methods that `Method` names. Every other method is answered 501, including CONNECT.
    public var method: Method
    /// The raw path, not decoded; "*" for the server-wide OPTIONS. A target in absolute form loses its scheme and authority.
    public var path: String
    /// The raw query without the question mark; nil if there is none.
    public var query: String?
    /// The protocol version. A minor version above 1 counts as 1.1.
    public var version: Version
    /// All field lines as they arrived, including those about framing.
    public var headers: Headers
    /// How the body is delimited. `admit` can use it to require a length (411).
    public var framing: Framing
    /// Whether the client waits for 100 (Continue) before it sends the body (RFC 9110 10.1.1); never in HTTP/1.0.
    public var expectsContinue: Bool
    /// Whether the client lets the connection stay open (RFC 9112 9.3).
    public var keepAlive: Bool

    /// Whether the head could not be read. Then `headers` holds the field lines that arrived whole, and nothing else of it counts.
    public var isPartial = false

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
    /// The content without its transfer coding, in the pieces it was collected in: none, one, or several of about `Limits.bodyPieceBytes`.
    /// Trailers are checked and dropped.
    public var pieces: [[UInt8]]
    /// The numeric address of the peer, without port. Behind a proxy it is the proxy's address.
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

    /// The whole content as one array. If there are several pieces, this makes a copy, so read a large body piece by piece.
    public var body: [UInt8] {
        guard pieces.count > 1 else { return pieces.first ?? [] }
        var whole: [UInt8] = []
        whole.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
        for piece in pieces { whole += piece }
        return whole
    }
}
