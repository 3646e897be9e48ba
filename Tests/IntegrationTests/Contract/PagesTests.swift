import Foundation
import JSON
import Testing

/// The pages that a browser gets.
@Suite struct PagesTests {
    private static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    @Test("the page of the API loads nothing from another host, and its policy allows no more than it needs") func showsDocs() throws {
        let nobody = try County.shared.nobody
        let page = try nobody.get("/docs", headers: ["Accept": PagesTests.browser])
        #expect(page.headers["Content-Type"] == "text/html; charset=utf-8")
        let policy = page.headers["Content-Security-Policy"] ?? ""
        #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
        #expect(!policy.contains("unsafe-"))
        for reference in ["http:", "https:", "src=", "@import", "url("] { #expect(!page.text.contains(reference), "\(reference)") }
        #expect(page.text.contains("'/openapi.json'"))
        try nobody.get("/docs", expecting: 304, headers: ["If-None-Match": page.etag ?? ""])
        try nobody.get("/docs", expecting: 406, headers: ["Accept": "application/json"])
    }

    @Test("the type of a problem leads to its explanation: a page for a browser, a table for a terminal, JSON for a program (row 80)")
    func explainsProblems() throws {
        let county = try County.shared
        let refused = try county.worker.post("/v1/clients", [:], expecting: 422)
        let type = refused["type"].string ?? ""
        let page = try county.nobody.get(type, headers: ["Accept": PagesTests.browser, "Accept-Language": "sv"])
        #expect(page.headers["Content-Type"] == "text/html; charset=utf-8")
        #expect(page.text.contains("<html lang=\"sv\">"))
        #expect(page.text.contains("invalid_body"))
        #expect(page.text.contains("I innehållet saknas en obligatorisk medlem"))
        #expect(page.text.contains("Rätta varje medlem"))
        #expect(page.text.contains("socialarbetare, servicehandledare"))
        #expect(page.headers["Content-Security-Policy"] == "default-src 'none'")
        let text = try county.nobody.get(type, headers: ["Accept": "text/plain"])
        #expect(text.text.hasPrefix("code     invalid_body\nstatus   422\n"))
        #expect(try county.nobody.get(type)["code"] == "invalid_body")
        try county.nobody.get("/problems/no_such_code", expecting: 404, headers: ["Accept": PagesTests.browser])
    }
}
