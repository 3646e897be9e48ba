import JSON
import Testing

/// How one problem is met and mended through the API: the situation is built when the scene is made.
struct ProblemScene {
    /// Sends what is refused and gives the code that is seen; nil where nobody can provoke it from outside.
    let meet: (() throws -> Reply)?
    /// Who sends the request of the page.
    let caller: Caller
    /// What stands for the names in braces, `{etag}` and `{token}` apart.
    let places: [String: String]
    /// Whether what was refused works after the request of the page.
    let isMended: Bool
    /// What the request of the page must have done besides a status of success.
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
    /// Any answer to a POST.
    func tried(_ path: String, _ json: JSONValue, at moment: String = Caller.usualDay, headers: [String: String] = [:]) throws -> Reply {
        try send("POST", path, json.octets, expecting: nil, at: moment, headers: headers)
    }

    /// Any answer to a command on an item, with its present version.
    func tried(on path: String, _ command: String, _ json: JSONValue = [:], at moment: String = Caller.usualDay) throws -> Reply {
        let etag = try get(path, at: moment).etag ?? ""
        return try send("POST", "\(path)/\(command)", json.octets, expecting: nil, at: moment, headers: ["If-Match": etag])
    }

    /// Any answer to a merge patch.
    /// - Parameter etag: the present one when nil.
    func triedPatch(_ path: String, _ json: JSONValue, etag: String? = nil) throws -> Reply {
        let seen = try etag ?? get(path).etag ?? ""
        return try send("PATCH", path, json.octets, expecting: nil, headers: ["If-Match": seen])
    }

    /// Any answer to a GET.
    func triedGet(_ path: String, headers: [String: String] = [:]) throws -> Reply {
        try send("GET", path, nil, expecting: nil, headers: headers)
    }
}
