import JSON
import Testing

/// How a test provokes one problem and mends it through the API. Making the scene builds the situation.
struct ProblemScene {
    /// Sends the request that is refused and returns the answer; nil if no request from outside provokes the problem.
    let meet: (() throws -> Reply)?
    /// The caller who sends the request of the page.
    let caller: Caller
    /// The values for the names in braces, except `{etag}` and `{token}`.
    let places: [String: String]
    /// Whether the refused request works after the request of the page.
    let isMended: Bool
    /// What must hold for the answer to the request of the page, besides a status of success.
    let holds: (Reply) -> Bool

    init(
        by caller: Caller, _ places: [String: JSONValue] = [:], isMended: Bool = false, holds: @escaping (Reply) -> Bool = { _ in true },
        meet: (() throws -> Reply)?
    ) {
        self.meet = meet
        self.caller = caller
        self.places = places.mapValues { $0.string ?? "" }
        self.isMended = isMended
        self.holds = holds
    }

    typealias Make = @Sendable (County) throws -> ProblemScene
}

extension Caller {
    /// Sends a POST and accepts any status.
    func tried(_ path: String, _ json: JSONValue, at moment: String = Caller.usualDay, headers: [String: String] = [:]) throws -> Reply {
        try send("POST", path, json.octets, expecting: nil, at: moment, headers: headers)
    }

    /// Sends a command to an item with its current version, and accepts any status.
    func tried(on path: String, _ command: String, _ json: JSONValue = [:], at moment: String = Caller.usualDay) throws -> Reply {
        let etag = try get(path, at: moment).etag ?? ""
        return try send("POST", "\(path)/\(command)", json.octets, expecting: nil, at: moment, headers: ["If-Match": etag])
    }

    /// Sends a merge patch and accepts any status.
    /// - Parameter etag: the version to name; the current one if nil.
    func triedPatch(_ path: String, _ json: JSONValue, etag: String? = nil) throws -> Reply {
        let seen = try etag ?? get(path).etag ?? ""
        return try send("PATCH", path, json.octets, expecting: nil, headers: ["If-Match": seen])
    }

    /// Sends a GET and accepts any status.
    func triedGet(_ path: String, headers: [String: String] = [:]) throws -> Reply {
        try send("GET", path, nil, expecting: nil, headers: headers)
    }
}
