// Matches a path with `Router`. Compiled into one module with Sources/HTTPServer and the service's patterns (`servicePatterns`), which
// scripts/fuzz takes from Docs/openapi.json.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRoutes(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    // A raw path is ASCII; other text must do no harm.
    let path = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    for table in [service, crossing] {
        for method in [Method.get, .head, .delete] { table.check(method, path) }
    }
    // Used as a pattern, the text is a route or a conflict.
    if let router = try? Router([(.get, path, 0)]), case .found(_, let parameters) = router.match(.get, path) {
        insist(parameters.values.count <= path.utf8.count / 3, "there are more parameters than the pattern can hold")
    }
    return 0
}

private let service = Table(servicePatterns)

/// Patterns in which names and parameters compete at every depth.
private let crossing = Table([
    "/", "/a", "/{1}", "/a/b", "/a/{2}", "/{1}/b/c", "/{1}/{2}/{3}", "/a/b/{3}/d", "/a/{2}/c/{4}", "/{1}/{2}/{3}/{4}/e",
    "/a/b/c/d/f", "/{1}/b/{3}/d/{5}/g", "/a/a/a/a/a/a/a/a", "/{1}/{2}/{3}/{4}/{5}/{6}/{7}/{8}/z",
])

private struct Table: Sendable {
    private let patterns: [[[UInt8]]]
    private let router: Router<Int>?

    /// A router with GET for every pattern.
    init(_ patterns: [String]) {
        self.patterns = patterns.map { $0 == "/" ? [] : Self.split($0) }
        router = try? Router(patterns.enumerated().map { (Method.get, $1, $0) })
        insist(router != nil && !patterns.isEmpty, "the patterns are not valid for a router")
    }

    func check(_ method: Method, _ path: String) {
        guard let router else { return }
        let fitting = fitting(path)
        switch inTime({ router.match(method, path) }) {
        case .found(let route, let parameters):
            insist(method == .get || method == .head, "a route was found for a method without a route")
            insist(fitting.contains { $0.route == route }, "the path does not fit the route")
            let values = fitting.first { $0.route == route }?.values ?? []
            insist(values == parameters.values.map { Array($0.value.utf8) }, "the parameters differ from the path")
            checkAgain(route, values)
        case .methodNotAllowed(let allowed):
            if path == "*" { return }
            insist(method == .delete && !fitting.isEmpty, "the method was refused for an unknown path or for GET")
            insist(allowed == [.get, .head], "the allowed methods differ from the table")
        case .notFound: insist(fitting.isEmpty, "a path that fits a pattern was not found")
        }
    }

    /// The pattern, filled in with the values and every octet of them encoded, leads to the same route and values.
    private func checkAgain(_ route: Int, _ values: [[UInt8]]) {
        // A request line cannot contain a plain NUL, and an encoded one is refused.
        guard !values.contains(where: { $0.contains(0) }) else { return }
        var rest = values[...]
        let segments = patterns[route].map { segment in
            Self.isParameter(segment) ? Self.encoded(rest.popFirst() ?? []) : String(decoding: segment, as: UTF8.self)
        }
        guard case .found(let other, let parameters)? = router?.match(.get, "/" + segments.joined(separator: "/")) else {
            return insist(false, "the pattern with encoded values was not found")
        }
        insist(other == route, "the pattern with encoded values led to another route")
        insist(parameters.values.map { Array($0.value.utf8) } == values, "the encoded values were decoded to other values")
    }

    /// Finds every pattern that fits by a simple, slow method: split, decode, compare.
    private func fitting(_ path: String) -> [(route: Int, values: [[UInt8]])] {
        guard path.utf8.first == 0x2f else { return [] }
        let segments = path == "/" ? [] : Self.split(path).map(Self.decoded)
        return patterns.enumerated().compactMap { route, pattern in
            guard pattern.count == segments.count else { return nil }
            var values: [[UInt8]] = []
            for (wanted, segment) in zip(pattern, segments) {
                guard let segment else { return nil }
                if !Self.isParameter(wanted) {
                    if wanted != segment { return nil }
                } else {
                    let isText = String(validating: segment, as: UTF8.self) != nil
                    guard isText, !segment.isEmpty, segment != [0x2e], segment != [0x2e, 0x2e] else { return nil }
                    values.append(segment)
                }
            }
            return (route, values)
        }
    }

    private static func split(_ path: String) -> [[UInt8]] {
        path.utf8.dropFirst().split(separator: 0x2f, omittingEmptySubsequences: false).map { Array($0) }
    }

    private static func isParameter(_ segment: [UInt8]) -> Bool { segment.first == 0x7b }

    private static func encoded(_ value: [UInt8]) -> String {
        value.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Nil if an escape is invalid or encodes NUL.
    private static func decoded(_ segment: [UInt8]) -> [UInt8]? {
        var octets: [UInt8] = []
        var rest = segment[...]
        while let octet = rest.popFirst() {
            guard octet == 0x25 else {
                octets.append(octet)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), value != 0
            else { return nil }
            octets.append(value)
            rest = rest.dropFirst(2)
        }
        return octets
    }
}
