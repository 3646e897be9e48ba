/// Finds the route of a method and a path. It is built once from patterns such as "/v1/cases/{case}/goals/{goal}" and then only read.
///
/// A static segment wins over a parameter for the whole path: if "/a/b" exists, "/a/b" never matches "/a/{x}", for any method. The
/// route of GET serves HEAD where HEAD has no route of its own (RFC 9110 9.3.2).
public struct Router<Route: Sendable>: Sendable {
    /// The result of a look-up.
    public enum Match: Sendable {
        /// The route and its decoded parameters.
        case found(Route, Parameters)
        /// No pattern has this path.
        case notFound
        /// The resource exists, but not for this method. `allowed` is sorted, for the Allow field (RFC 9110 15.5.6).
        case methodNotAllowed(allowed: [Method])
    }

    // The tree works on indexes and is not generic, because generic types would be looked up at run time.
    private let tree: RouteTree
    private let routes: [Route]

    /// Builds the router.
    /// - Throws: `RouteClash` when a pattern cannot be read or distinguished from another.
    public init(_ entries: [(method: Method, pattern: String, route: Route)]) throws(RouteClash) {
        tree = try RouteTree(entries.map { ($0.method, $0.pattern) })
        routes = entries.map(\.route)
    }

    /// Returns the route for a raw path (`RequestHead.path`). "*" is never found. It gives every method of the router as
    /// `methodNotAllowed`, from which a handler answers the server-wide OPTIONS.
    public func match(_ method: Method, _ path: String) -> Match {
        switch tree.match(method, path) {
        case .found(let index, let parameters): .found(routes[index], parameters)
        case .notFound: .notFound
        case .methodNotAllowed(let allowed): .methodNotAllowed(allowed: allowed)
        }
    }
}

/// A pattern that cannot be read or distinguished from another; a mistake of the program.
public struct RouteClash: Error, CustomStringConvertible {
    /// The faulty pattern and the reason.
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
