/// The tree of path segments behind a `Router`. A route is its index in the list that the tree was built from.
struct RouteTree: Sendable {
    enum Match {
        case found(Int, Parameters)
        case notFound
        case methodNotAllowed([Method])
    }

    private struct Node: Sendable {
        var children: [(segment: [UInt8], node: Int)] = []
        var parameter: Int?
        var parameterName = ""
        var routes: [(method: Method, route: Int)] = []
        var allowed: [Method] = []
    }

    private var nodes = [Node()]
    private var allAllowed: [Method] = []

    // MARK: - Building

    init(_ entries: [(method: Method, pattern: String)]) throws(RouteClash) {
        for (index, entry) in entries.enumerated() { try add(entry.method, entry.pattern, index) }
        for index in nodes.indices { nodes[index].allowed = Self.allowed(nodes[index].routes.map(\.method)) }
        allAllowed = Self.allowed(entries.map(\.method))
    }

    private static func allowed(_ methods: [Method]) -> [Method] {
        var names = Set(methods.map(\.raw))
        if names.contains("GET") { names.insert("HEAD") }
        return names.sorted().map { Method($0) }
    }

    private mutating func add(_ method: Method, _ pattern: String, _ route: Int) throws(RouteClash) {
        guard pattern.utf8.first == Octet.slash else { throw RouteClash(description: "\(pattern): does not begin with a slash") }
        var node = 0
        var names: Set<String> = []
        let segments = pattern == "/" ? [] : pattern.utf8.dropFirst().split(separator: Octet.slash, omittingEmptySubsequences: false)
        for segment in segments.map({ Array($0) }) {
            if segment.first == 0x7b {
                let name = String(decoding: segment.dropFirst().dropLast(), as: UTF8.self)
                guard segment.last == 0x7d, !name.isEmpty, !name.contains(where: { "{}".contains($0) }), names.insert(name).inserted else {
                    throw RouteClash(description: "\(pattern): a parameter is malformed or repeated")
                }
                node = try parameterNode(under: node, name, pattern)
            } else {
                guard !segment.isEmpty, !segment.contains(0x7b), !segment.contains(0x7d), !segment.contains(Octet.percent) else {
                    throw RouteClash(description: "\(pattern): a segment is empty, encoded or half a parameter")
                }
                node = staticNode(under: node, segment)
            }
        }
        guard !nodes[node].routes.contains(where: { $0.method == method }) else {
            throw RouteClash(description: "\(method) \(pattern) occurs twice")
        }
        nodes[node].routes.append((method, route))
    }

    private mutating func parameterNode(under node: Int, _ name: String, _ pattern: String) throws(RouteClash) -> Int {
        if let next = nodes[node].parameter {
            let other = nodes[node].parameterName
            guard other == name else { throw RouteClash(description: "\(pattern): {\(name)} is {\(other)} in another pattern") }
            return next
        }
        nodes.append(Node())
        nodes[node].parameter = nodes.count - 1
        nodes[node].parameterName = name
        return nodes.count - 1
    }

    private mutating func staticNode(under node: Int, _ segment: [UInt8]) -> Int {
        if let child = nodes[node].children.first(where: { $0.segment == segment }) { return child.node }
        nodes.append(Node())
        nodes[node].children.append((segment, nodes.count - 1))
        return nodes.count - 1
    }

    // MARK: - Look-up

    func match(_ method: Method, _ path: String) -> Match {
        if path == "*" { return .methodNotAllowed(allAllowed) }
        var parameters = Parameters()
        guard let node = leaf(path.utf8.span, &parameters) else { return .notFound }
        for entry in nodes[node].routes where entry.method == method { return .found(entry.route, parameters) }
        if method == .head { for entry in nodes[node].routes where entry.method == .get { return .found(entry.route, parameters) } }
        return .methodNotAllowed(nodes[node].allowed)
    }

    private func leaf(_ path: Span<UInt8>, _ parameters: inout Parameters) -> Int? {
        guard path.count > 0, path[0] == Octet.slash else { return nil }
        if path.count == 1 { return nodes[0].routes.isEmpty ? nil : 0 }
        return find(0, path, 1, &parameters)
    }

    /// The recursion is no deeper than the longest pattern: a node without children ends the search.
    private func find(_ node: Int, _ path: Span<UInt8>, _ start: Int, _ parameters: inout Parameters) -> Int? {
        var end = start
        var isEncoded = false
        while end < path.count, path[end] != Octet.slash {
            if path[end] == Octet.percent { isEncoded = true }
            end += 1
        }
        // The path is split before it is decoded, so that an encoded slash stays inside its segment.
        let decoded = isEncoded ? Self.decode(path, start..<end) : nil
        if isEncoded && decoded == nil { return nil }
        for (segment, child) in nodes[node].children where decoded.map({ $0 == segment }) ?? Self.equals(path, start..<end, segment) {
            if let found = follow(child, path, end, &parameters) { return found }
        }
        guard let next = nodes[node].parameter else { return nil }
        let octets = decoded ?? path.array(start..<end)
        // No route has an empty segment, dot segments come only from attackers, and a value must be UTF-8.
        guard !octets.isEmpty, octets != [0x2e], octets != [0x2e, 0x2e], let value = String(validating: octets, as: UTF8.self) else {
            return nil
        }
        parameters.append(nodes[node].parameterName, value)
        if let found = follow(next, path, end, &parameters) { return found }
        parameters.removeLast()
        return nil
    }

    private func follow(_ node: Int, _ path: Span<UInt8>, _ end: Int, _ parameters: inout Parameters) -> Int? {
        if end < path.count { return find(node, path, end + 1, &parameters) }
        return nodes[node].routes.isEmpty ? nil : node
    }

    private static func equals(_ path: Span<UInt8>, _ range: Range<Int>, _ segment: [UInt8]) -> Bool {
        guard range.count == segment.count else { return false }
        for offset in 0..<segment.count where path[range.lowerBound &+ offset] != segment[offset] { return false }
        return true
    }

    /// Returns nil for a malformed escape and for an encoded NUL, which would end the value for readers of C strings.
    private static func decode(_ path: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
        var octets: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let octet = path[index]
            guard octet == Octet.percent else {
                octets.append(octet)
                index += 1
                continue
            }
            guard range.upperBound - index > 2, let high = Octet.hexadecimal(path[index + 1]), let low = Octet.hexadecimal(path[index + 2]),
                high | low != 0
            else { return nil }
            octets.append(UInt8(truncatingIfNeeded: high << 4 | low))
            index += 3
        }
        return octets
    }
}
