/// Finds the route of a method and a path. Built once from patterns such as "/v1/cases/{case}/goals/{goal}", then only read.
///
/// A static segment wins over a parameter, for the path as a whole: where "/a/b" exists, "/a/b" never matches "/a/{x}", whatever the
/// methods. HEAD is served by the route of GET where it has none of its own (RFC 9110 9.3.2).
public struct Router<Route: Sendable>: Sendable {
    /// The outcome of a look-up.
    public enum Match: Sendable {
        /// The route and its decoded parameters.
        case found(Route, Parameters)
        /// No pattern has this path.
        case notFound
        /// The resource exists; `allowed` is sorted, for the Allow field (RFC 9110 15.5.6).
        case methodNotAllowed(allowed: [Method])
    }

    // All work is done by a tree of numbers that is not generic: a generic one is looked up type by type at run time.
    private let tree: RouteTree
    private let routes: [Route]

    /// Builds the tree.
    public init(_ entries: [(method: Method, pattern: String, route: Route)]) throws(RouteClash) {
        tree = try RouteTree(entries.map { ($0.method, $0.pattern) })
        routes = entries.map(\.route)
    }

    /// The route for a raw path (`RequestHead.path`). "*" is never found: it gives every method of the router as `methodNotAllowed`, from
    /// which a handler answers the server-wide OPTIONS.
    public func match(_ method: Method, _ path: String) -> Match {
        switch tree.match(method, path) {
        case .found(let index, let parameters): .found(routes[index], parameters)
        case .notFound: .notFound
        case .methodNotAllowed(let allowed): .methodNotAllowed(allowed: allowed)
        }
    }
}

/// A set of patterns that cannot be told apart or read: a mistake of the program.
public struct RouteClash: Error, CustomStringConvertible {
    /// The pattern at fault, and why.
    public let description: String
}

/// The decoded values of a pattern's parameters.
public struct Parameters: Sendable {
    /// In the order of the pattern.
    public private(set) var values: [(name: String, value: String)]

    /// Parameters from their parts, for tests of handlers.
    public init(_ values: [(name: String, value: String)] = []) { self.values = values }

    /// The value of the parameter of this name.
    public subscript(_ name: String) -> String? { values.first { $0.name == name }?.value }

    mutating func append(_ name: String, _ value: String) { values.append((name, value)) }
    mutating func removeLast() { values.removeLast() }
}
