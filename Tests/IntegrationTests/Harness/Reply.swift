import JSON

/// An answer of the service, and the request behind it.
struct Reply: Sendable, CustomStringConvertible {
    let status: Int
    let headers: Headers
    let body: [UInt8]
    /// The body as JSON; `.null` if it is not JSON.
    let json: JSONValue
    /// Method and path, such as `POST /v1/cases?pretty`, and the body that was sent.
    let request: String
    let requestBody: [UInt8]?

    /// A member of the answer; `.null` when there is none.
    subscript(name: String) -> JSONValue { json[name] }

    /// The identity of the resource; empty when the answer has none.
    var id: String { json["id"].string ?? "" }
    /// The path of the resource: the `Location` of a new one, otherwise the requested path without the query.
    var path: String { headers["Location"] ?? String(request.split(separator: " ").last?.split(separator: "?").first ?? "") }
    var etag: String? { headers["ETag"] }
    var text: String { String(decoding: body, as: UTF8.self) }
    /// The items of a list.
    var items: [JSONValue] { json["items"].array }

    /// The code of the problem; nil if the answer is not a problem.
    var code: String? { headers["Content-Type"] == "application/problem+json" ? json["code"].string : nil }
    /// The codes of the faults by their place: a JSON pointer, or the name of a parameter or header.
    var errors: [String: String] {
        var found: [String: String] = [:]
        for error in json["errors"].array {
            let place = error["pointer"].string ?? error["parameter"].string ?? error["header"].string ?? "?"
            found[place] = error["code"].string
        }
        return found
    }
    /// The commands that would be allowed, from the answer to a refused transition.
    var allowed: [String] { json["allowed"].array.compactMap(\.string) }
    /// Whether a command is allowed now, by the item's `actions`; nil if the item has no such action.
    func allows(_ command: String) -> Bool? { json["actions"].array.first { $0["command"].string == command }?["allowed"].bool }

    /// The whole exchange as text.
    var description: String {
        let sent = requestBody.map { "\n" + String(decoding: $0.prefix(4000), as: UTF8.self) } ?? ""
        let fields = headers.lines.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        return "\(request)\(sent)\n→ \(status)\n\(fields)\n\(String(decoding: body.prefix(4000), as: UTF8.self))"
    }
}
