import HTTPServer

/// The web fronts whose pages may read answers in a browser: an allow-list (Fetch standard, section 3.2). Other origins get the same answer
/// without these fields, and the browser keeps it from the page. The page itself sends tokens, never the browser, so credentials are not
/// allowed.
public struct Origins: Sendable {
    private let allowed: Set<String>

    /// - Parameter allowed: origins as a browser sends them: scheme, host and perhaps port.
    public init(_ allowed: [String] = []) { self.allowed = Set(allowed) }

    /// Whether a text is an origin: `https://front.example`, without path or slash at the end.
    public static func isOrigin(_ text: String) -> Bool {
        guard let range = text.range(of: "://"), ["http", "https"].contains(text[..<range.lowerBound]) else { return false }
        let authority = text[range.upperBound...]
        return !authority.isEmpty && authority.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/?#@,\"<>*".utf8.contains($0) }
    }

    var isEmpty: Bool { allowed.isEmpty }

    /// Returns the CORS fields for every answer to a page of an allowed origin.
    func fields(for head: RequestHead) -> [(name: String, value: String)] {
        guard let origin = origin(of: head) else { return [] }
        return [("Access-Control-Allow-Origin", origin), ("Access-Control-Expose-Headers", Origins.readable)]
    }

    /// The CORS fields for the answer to a request whose origin is not known, because its head could not be read or is no longer kept. Pages
    /// of any origin may read the answer: it holds only what the server says of itself.
    var fieldsForUnreadHead: [(name: String, value: String)] {
        if allowed.isEmpty { return [] }
        return [("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", Origins.readable)]
    }

    /// Returns the CORS fields for the answer to a preflight request.
    /// - Parameter hasTestClock: whether a page may set the moment of a request.
    func preflightFields(for head: RequestHead, allowing methods: String, _ hasTestClock: Bool) -> [(name: String, value: String)] {
        guard origin(of: head) != nil, head.headers.contains("access-control-request-method") else { return [] }
        return [
            ("Access-Control-Allow-Methods", methods),
            ("Access-Control-Allow-Headers", hasTestClock ? "\(Origins.writable), X-Test-Now" : Origins.writable),
            ("Access-Control-Max-Age", Origins.preflightSeconds),
        ]
    }

    private func origin(of head: RequestHead) -> String? {
        guard !allowed.isEmpty, let origin = head.headers.first("origin"), allowed.contains(origin) else { return nil }
        return origin
    }

    /// How long a browser may keep the answer to a preflight request. Chromium keeps none longer than two hours. A new version of the service
    /// may allow more methods and fields, and a screen that uses them waits at most this long.
    private static let preflightSeconds = "7200"
    /// Every field that the document names, and those of the whole service. A page can read no other.
    private static let readable =
        "Allow, Content-Disposition, Deprecation, Sunset, WWW-Authenticate, "
        + AnswerField.allCases.map(\.name).sorted().joined(separator: ", ")
    private static let writable =
        "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer, X-Purpose, "
        + "X-Request-Id"
}
