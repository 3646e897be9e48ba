import HTTPServer
import JSON
import PersonalBudgeting

/// How a problem occurs, and one request that works: the example on the page of the problem.
///
/// A name in braces is a placeholder for the caller's own data: `{case}` for an id as in the paths of /openapi.json, `{etag}` for the
/// `ETag` of the item that was read last, including its quotes, `{token}` for the caller's key.
struct ProblemExample: Sendable {
    /// One sentence about how the problem occurs.
    let when: LocalText
    let request: Request

    struct Request: Sendable {
        let method: Method
        /// The path with its query, if there is one.
        let path: String
        let headers: [(name: String, value: String)]
        let body: JSONValue?

        /// A request without a token.
        static func open(_ path: String) -> Request { Request(method: .get, path: path, headers: [], body: nil) }

        static func get(_ path: String, _ headers: [(name: String, value: String)] = []) -> Request { Request(.get, path, headers, nil) }

        static func post(_ path: String, _ json: String, _ headers: [(name: String, value: String)] = []) -> Request {
            Request(.post, path, headers, json)
        }

        /// A POST that changes something that exists. It names the version that the caller has seen.
        static func command(_ path: String, _ json: String? = nil) -> Request { Request(.post, path, [("If-Match", "{etag}")], json) }

        static func patch(_ path: String, _ json: String) -> Request { Request(.patch, path, [("If-Match", "{etag}")], json) }

        /// The first PUT of a single sub-document, without a version.
        static func put(_ path: String, _ json: String) -> Request { Request(.put, path, [], json) }

        private init(method: Method, path: String, headers: [(name: String, value: String)], body: JSONValue?) {
            self.method = method
            self.path = path
            self.headers = headers
            self.body = body
        }

        /// - Parameter json: the text of the body. A text that is not JSON makes a request without a body, which a test detects.
        private init(_ method: Method, _ path: String, _ headers: [(name: String, value: String)], _ json: String?) {
            let type = json == nil ? [] : [("Content-Type", "application/json")]
            self.init(
                method: method, path: path, headers: [("Authorization", "Bearer {token}")] + headers + type,
                body: json.flatMap { try? JSONReader.read(Array($0.utf8)) })
        }

        /// The operation that the request calls; every example has one.
        var operation: Operation? {
            let path = path.prefix { $0 != "?" }
            return Operations.all.first { $0.method == method && $0.path == path }
        }

        /// How the command is laid out.
        enum Layout {
            /// All in one line.
            case line
            /// One option on each line, the body on one line.
            case options
            /// One option on each line, the body indented.
            case indented
        }

        /// Returns the command for a shell. All texts are in single quotes, in which only a single quote is special.
        func curl(_ layout: Layout) -> String {
            var words = ["curl -X \(method.raw) \(quoted("https://{host}\(path)"))"]
            words += headers.map { "-H \(quoted("\($0.name): \($0.value)"))" }
            if let body {
                var writer = JSONWriter()
                writer.value(body)
                // Drops the line break at the end of an indented body.
                let octets = layout == .indented ? JSON.pretty(writer.bytes).dropLast() : writer.bytes[...]
                words.append("-d \(quoted(String(decoding: octets, as: UTF8.self)))")
            }
            return words.joined(separator: layout == .line ? " " : " \\\n  ")
        }

        private func quoted(_ text: String) -> String { "'\(text.replacing("'", with: #"'\''"#))'" }
    }

    /// The note about the placeholders.
    static let legend = LocalText(
        fi: "Aaltosulkeissa oleva nimi korvataan omalla tiedolla; {etag} on viimeksi luetun tiedon ETag lainausmerkkeineen.",
        sv: "Ett namn inom klammerparentes ersätts med egna uppgifter; {etag} är ETag för det som senast lästes, med citattecknen.",
        en: "Replace each name in braces with your own value; {etag} is the ETag of the resource that was read last, with its quotes.")

    static let view = View<Request>(
        "ProblemExample",
        [
            ViewMember("operation", .line(60)) { $0.operation?.id ?? "" },
            ViewMember("roles", .list(.line(40), 0...20)) { $0.operation?.right.roles.map(\.rawValue).sorted() ?? [] },
            ViewMember("method", .line(10)) { $0.method.raw },
            ViewMember("path", .line(200)) { $0.path },
            ViewMember("headers", view: headersView) { $0.headers },
            ViewMember("body", view: bodyView) { $0.body },
        ])

    private static let headersView = View<[(name: String, value: String)]>(
        schema: Schema([
            ("type", .string("object")),
            ("additionalProperties", .object([JSONMember(name: "type", value: .string("string"))])),
        ]),
        write: { headers, writer in
            writer.beginObject()
            for header in headers {
                writer.name(header.name)
                writer.string(header.value)
            }
            writer.endObject()
        }, tree: { .object($0.map { JSONMember(name: $0.name, value: .text($0.value)) }) })

    /// Any JSON; null if the request has no body.
    private static let bodyView = View<JSONValue?>(
        schema: Schema([]), write: { body, writer in if let body { writer.value(body) } else { writer.null() } }, tree: { $0 ?? .null })
}
