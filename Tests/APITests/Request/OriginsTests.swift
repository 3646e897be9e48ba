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
}
