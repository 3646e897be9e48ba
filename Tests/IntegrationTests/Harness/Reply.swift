import JSON

/// What the service answered, and what it was asked.
struct Reply: Sendable, CustomStringConvertible {
    let status: Int
    let headers: Headers
    let body: [UInt8]
    /// The body as JSON; `.null` where it is none.
    let json: JSONValue
    /// `POST /v1/cases?pretty` and the body that was sent.
    let request: String
    let requestBody: [UInt8]?

    /// A member of the answer; `.null` when there is none.
    subscript(name: String) -> JSONValue { json[name] }

    /// The identity of the resource; empty when the answer has none.
    var id: String { json["id"].string ?? "" }
    /// Where the resource is: the `Location` of a new one, else the path that was asked for, without the query.
    var path: String { headers["Location"] ?? String(request.split(separator: " ").last?.split(separator: "?").first ?? "") }
    var etag: String? { headers["ETag"] }
    var text: String { String(decoding: body, as: UTF8.self) }
    /// The elements of a list.
    var items: [JSONValue] { json["items"].array }

    /// The code of the problem; nil when the answer is none.
    var code: String? { headers["Content-Type"] == "application/problem+json" ? json["code"].string : nil }
    /// The codes of the faults by where they are: a JSON pointer, a parameter's or a header's name.
    var errors: [String: String] {
        var found: [String: String] = [:]
        for error in json["errors"].array {
            let place = error["pointer"].string ?? error["parameter"].string ?? error["header"].string ?? "?"
            found[place] = error["code"].string
        }
        return found
    }
    /// The commands a refused transition would have allowed.
    var allowed: [String] { json["allowed"].array.compactMap(\.string) }
    /// Whether a command may be given now, as the item's `actions` say; nil when the item has no such action.
    func allows(_ command: String) -> Bool? { json["actions"].array.first { $0["command"].string == command }?["allowed"].bool }

    /// The whole exchange, for a person.
    var description: String {
        let sent = requestBody.map { "\n" + String(decoding: $0.prefix(4000), as: UTF8.self) } ?? ""
        let fields = headers.lines.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        return "\(request)\(sent)\n→ \(status)\n\(fields)\n\(String(decoding: body.prefix(4000), as: UTF8.self))"
    }
}
