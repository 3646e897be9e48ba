import Foundation
import HTTPServer
import Testing

@testable import API

struct OriginsTests {
    @Test("these texts are origins", arguments: ["https://front.example", "http://localhost:3000", "https://[::1]:8443", "https://a"])
    func takes(text: String) { #expect(Origins.isOrigin(text)) }

    @Test(
        "these texts are not origins",
        arguments: [
            "", "front.example", "https://", "https://front.example/", "https://front.example/path", "https://a?b", "https://a#b",
            "https://user@front.example", "ftp://front.example", "*", "https://*.example", "https://a, https://b", "https://ä.example",
            "null",
            "https://a\r\nX: y",
        ])
    func refuses(text: String) { #expect(!Origins.isOrigin(text)) }

    @Test("a page can read every field that answers carry for it") func exposes() {
        let head = RequestHead(method: .get, path: "/", headers: Headers([("Origin", "https://front.example")]))
        let fields = Origins(["https://front.example"]).fields(for: head)
        let exposed = Set(fields.first { $0.name == "Access-Control-Expose-Headers" }?.value.components(separatedBy: ", ") ?? [])
        let needed: Set = [
            "Withheld", "Content-Disposition", "Deprecation", "Sunset", "ETag", "Link", "Location", "Retry-After", "Idempotency-Replayed",
            "Preference-Applied", "X-Request-Id", "Request-Id-Replaced", "Allow", "WWW-Authenticate",
        ]
        #expect(needed.isSubset(of: exposed), "\(needed.subtracting(exposed))")
    }

    @Test("a page may set the clock only where tests run; a foreign page gets no fields, and an unknown origin all may read") func allows()
    {
        let origins = Origins(["https://front.example"])
        func preflight(_ origin: String, hasTestClock: Bool) -> String? {
            let head = RequestHead(
                method: .options, path: "/v1/me", headers: Headers([("Origin", origin), ("Access-Control-Request-Method", "GET")]))
            return origins.preflightFields(for: head, allowing: "GET", hasTestClock).first { $0.name == "Access-Control-Allow-Headers" }?
                .value
        }
        #expect(preflight("https://front.example", hasTestClock: true)?.contains("X-Test-Now") == true)
        #expect(preflight("https://front.example", hasTestClock: false)?.contains("X-Test-Now") == false)
        #expect(preflight("https://other.example", hasTestClock: true) == nil)
        #expect(origins.fieldsForUnreadHead.first?.value == "*" && Origins().fieldsForUnreadHead.isEmpty)
    }
}
