import Testing

@testable import HTTPServer

@Suite struct RouterTests {
    private static func router() throws -> Router<String> {
        try Router([
            (.get, "/", "root"), (.get, "/health", "health"), (.get, "/v1/cases", "list"), (.post, "/v1/cases", "create"),
            (.get, "/v1/cases/{case}", "read"), (.post, "/v1/cases/search", "search"), (.get, "/v1/cases/{case}/goals/{goal}", "goal"),
            (.head, "/own", "head"), (.get, "/own", "get"), (.get, "/v1/cases/search/x", "x"), (.get, "/v1/ääni", "voice"),
        ])
    }

    private static func text(_ match: Router<String>.Match) -> String {
        switch match {
        case .found(let route, let parameters): ([route] + parameters.values.map { "\($0.name)=\($0.value)" }).joined(separator: " ")
        case .notFound: "404"
        case .methodNotAllowed(let allowed): "405 " + allowed.map(\.raw).joined(separator: ",")
        }
    }

    @Test(arguments: [
        ("GET", "/", "root"), ("GET", "/health", "health"), ("GET", "/%68ealth", "health"), ("HEAD", "/health", "health"),
        ("GET", "/health/", "404"), ("GET", "//health", "404"), ("GET", "/Health", "404"), ("GET", "", "404"), ("GET", "health", "404"),
        ("DELETE", "/health", "405 GET,HEAD"), ("PUT", "/v1/cases", "405 GET,HEAD,POST"), ("HEAD", "/own", "head"),
        ("GET", "/v1/cases/7", "read case=7"), ("GET", "/v1/cases/a%2Fb", "read case=a/b"), ("GET", "/v1/cases/%C3%A4", "read case=ä"),
        ("GET", "/v1/cases/search", "405 POST"), ("GET", "/v1/cases/search/goals/2", "goal case=search goal=2"),
        ("GET", "/v1/cases/1/goals/2", "goal case=1 goal=2"), ("GET", "/v1/cases/1/goals", "404"), ("GET", "/v1/cases/", "404"),
        ("GET", "/v1/cases/%00", "404"), ("GET", "/v1/cases/a%0", "404"), ("GET", "/v1/cases/%zz", "404"), ("GET", "/v1/cases/%FF", "404"),
        ("GET", "/v1/cases/..", "404"), ("GET", "/v1/cases/%2e%2E", "404"), ("GET", "/v1/cases/1/goals/2/3/4/5/6", "404"),
        ("GET", "/v1/%C3%A4%C3%A4ni", "voice"), ("OPTIONS", "*", "405 GET,HEAD,POST"), ("GET", "/..%c0%af..%c0%afetc", "404"),
    ]) func `a path finds its route`(_ method: String, _ path: String, _ expected: String) throws {
        #expect(Self.text(try Self.router().match(Method(method), path)) == expected)
    }

    @Test(arguments: [
        ["/a", "/a"], ["/{x}", "/{y}"], ["/{x}/b", "/{y}/c"], ["a"], [""], ["/a/"], ["//"], ["/{"], ["/{}"], ["/{x}/{x}"], ["/a{x}"],
        ["/%41"],
    ]) func `a clashing or unreadable pattern is refused`(_ patterns: [String]) {
        #expect(throws: RouteClash.self) { try Router(patterns.map { (Method.get, $0, 0) }) }
    }
}
