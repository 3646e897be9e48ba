import JSON
import Testing

/// A caller with a key, or nobody. A status other than the expected one fails the test and shows the whole exchange.
///
/// `at` is the time of the request: a date, which means nine o'clock in UTC, or an instant.
struct Caller: Sendable {
    /// The day of a request, unless the test says otherwise.
    static let usualDay = "2026-06-30"

    let service: ServiceProcess
    let curl: Curl
    /// The bearer token; nil for nobody.
    let token: String?
    let name: String
    /// The identities of the user and of the key; empty for nobody.
    var userID = ""
    var keyID = ""
    /// What the caller asks for in `Accept-Language`; nil for nothing.
    var language: String?

    /// The language in which callers without one of their own ask, in a test that repeats what others do.
    @TaskLocal static var usualLanguage: String?

    /// The same caller, who asks for English. For tests that read the words of an answer.
    var inEnglish: Caller { speaking("en") }

    /// The same caller, who asks for a language.
    func speaking(_ language: String) -> Caller {
        var copy = self
        copy.language = language
        return copy
    }

    @discardableResult
    func get(
        _ path: String, expecting status: Int = 200, at moment: String = usualDay, headers: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        try send("GET", path, nil, expecting: status, at: moment, headers: headers, sourceLocation: sourceLocation)
    }

    @discardableResult
    func post(
        _ path: String, _ json: JSONValue, expecting status: Int = 201, at moment: String = usualDay, headers: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        try send("POST", path, json.octets, expecting: status, at: moment, headers: headers, sourceLocation: sourceLocation)
    }

    /// Sends a merge patch.
    /// - Parameter etag: the version that the caller saw; read first if nil.
    @discardableResult
    func patch(
        _ path: String, _ json: JSONValue, expecting status: Int = 200, at moment: String = usualDay, etag: String? = nil,
        headers: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        let headers = try matching(etag, path, moment, headers, sourceLocation)
        return try send("PATCH", path, json.octets, expecting: status, at: moment, headers: headers, sourceLocation: sourceLocation)
    }

    /// Replaces a sub-document.
    /// - Parameter etag: the version that the caller saw; read first if nil; `*` if there is none yet.
    @discardableResult
    func put(
        _ path: String, _ json: JSONValue, expecting status: Int = 200, at moment: String = usualDay, etag: String? = nil,
        headers: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        let headers = try matching(etag, path, moment, headers, sourceLocation)
        return try send("PUT", path, json.octets, expecting: status, at: moment, headers: headers, sourceLocation: sourceLocation)
    }

    /// Sends a command to an item: `command(on: "/v1/cases/…", "start-assessment")`.
    /// - Parameter etag: the version of the item that the caller saw; read first if nil.
    @discardableResult
    func command(
        on path: String, _ command: String, _ json: JSONValue = [:], expecting status: Int = 200, at moment: String = usualDay,
        etag: String? = nil, headers: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        let headers = try matching(etag, path, moment, headers, sourceLocation)
        return try send(
            "POST", "\(path)/\(command)", json.octets, expecting: status, at: moment, headers: headers, sourceLocation: sourceLocation)
    }

    /// Sends any request. A header of the test overrides the usual one, and a header with the value "" is left out.
    /// - Parameters:
    ///   - status: the expected one; nil accepts any.
    ///   - isJudged: whether the answer is checked against the document; false for thousands of calls that other tests check.
    @discardableResult
    func send(
        _ method: String, _ path: String, _ body: [UInt8]?, expecting status: Int?, at moment: String? = usualDay,
        headers: [String: String] = [:], isJudged: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Reply {
        var fields: [(name: String, value: String)] = []
        func add(_ name: String, _ value: String?) {
            if let value, !headers.keys.contains(where: { $0.lowercased() == name.lowercased() }) { fields.append((name, value)) }
        }
        add("Authorization", token.map { "Bearer \($0)" })
        add("X-Test-Now", moment.map { $0.contains("T") ? $0 : "\($0)T09:00:00Z" })
        if body != nil { add("Content-Type", "application/json") }
        add("Accept-Language", language ?? Caller.usualLanguage)
        fields += headers.filter { $0.value != "" }.map { ($0.key, $0.value) }
        let answer = try curl.send(method, service.base + path, headers: fields, body: body)
        let reply = Reply(
            status: answer.status, headers: answer.headers, body: answer.body, json: (try? JSONReader.read(answer.body)) ?? .null,
            request: "\(method) \(path)", requestBody: body)
        if let status, reply.status != status {
            Issue.record("\(name) expected \(status): \(reply)", sourceLocation: sourceLocation)
        }
        for fault in isJudged ? try Contract.served(by: service, curl).faults(of: reply) : [] {
            Issue.record("the document does not describe this answer: \(fault)\n\(reply)", sourceLocation: sourceLocation)
        }
        return reply
    }

    /// Every item of a list, page by page.
    func all(_ path: String, limit: Int = 200, at moment: String = usualDay, sourceLocation: SourceLocation = #_sourceLocation) throws
        -> [JSONValue]
    {
        var items: [JSONValue] = []
        let first = "\(path)\(path.contains("?") ? "&" : "?")limit=\(limit)"
        var next: String? = first
        while let asked = next {
            let page = try get(asked, at: moment, sourceLocation: sourceLocation)
            items += page.items
            next = page["next"].string.map { "\(first)&after=\($0)" }
            if page.items.isEmpty || next == asked { break }
        }
        return items
    }

    private func matching(
        _ etag: String?, _ path: String, _ moment: String, _ headers: [String: String], _ sourceLocation: SourceLocation
    ) throws -> [String: String] {
        if headers.keys.contains(where: { $0.lowercased() == "if-match" }) { return headers }
        let seen = try etag ?? get(path, at: moment, sourceLocation: sourceLocation).etag
        return headers.merging(["If-Match": seen ?? "\"0.0\""]) { $1 }
    }
}

extension Caller {
    /// Makes a backup as this caller, who is an administrator, and waits until it has ended.
    func backup() throws -> Reply { try ended(post("/v1/admin/backups", [:])) }

    /// Waits for the change that reports the end of a backup, and returns the backup.
    func ended(_ asked: Reply) throws -> Reply {
        var place = 0
        for _ in 0..<9 {
            let changes = try get("/v1/changes?after=\(place)&limit=1000&wait=20")
            if changes.items.contains(where: { $0["nounId"].string == asked.id && $0["verb"] != "created" }) { break }
            place = changes["next"].int ?? Int(changes["next"].string ?? "") ?? place
        }
        return try get(asked.path)
    }
}
