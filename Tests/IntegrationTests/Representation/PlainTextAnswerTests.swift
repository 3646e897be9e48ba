import Foundation
import JSON
import Testing

/// Answers as text for a terminal.
@Suite struct PlainTextAnswerTests {
    @Test("a list is a table with aligned columns") func makesTables() throws {
        let county = try County.shared
        let client = try county.newClient(["familyName": "Öölanti", "givenNames": "Bo"])
        let file = try county.openCase(client: client)
        let reply = try county.worker.get("/v1/cases?clientId=\(client.id)", headers: ["Accept": "text/plain"])
        #expect(reply.headers["Content-Type"] == "text/plain; charset=utf-8")
        let lines = reply.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0].hasPrefix("id  "))
        #expect(lines[1].hasPrefix(file.id))
        // The values of a column begin where its name does.
        let place = try #require(lines[0].range(of: "channel")).lowerBound
        #expect(lines[1].dropFirst(lines[0].distance(from: lines[0].startIndex, to: place)).hasPrefix("phone"))
        #expect(!reply.text.contains("actions"))
    }

    @Test("JSON and text are two representations with their own tags, and the first acceptable one is sent") func negotiates() throws {
        let county = try County.shared
        let client = try county.newClient()
        let list = "/v1/clients/\(client.id)/close-persons"
        func type(_ accept: String) throws -> String? { try county.worker.get(list, headers: ["Accept": accept]).headers["Content-Type"] }
        #expect(try type("text/plain, application/json") == "text/plain; charset=utf-8")
        #expect(try type("application/json, text/plain") == "application/json")
        #expect(try type("text/plain;q=0.5, application/json;q=0.9") == "application/json")
        #expect(try type("*/*") == "application/json")
        #expect(try type("text/*;q=0.3") == "text/plain; charset=utf-8")
        let text = try county.worker.get(list, headers: ["Accept": "text/plain"])
        let json = try county.worker.get(list)
        #expect(text.etag != json.etag)
        #expect(text.text == "(none)\n")
        try county.worker.get(list, expecting: 304, headers: ["Accept": "text/plain", "If-None-Match": text.etag ?? ""])
        try county.worker.get(list, headers: ["Accept": "text/plain", "If-None-Match": json.etag ?? ""])
        // A single client has no text form, and a problem is always JSON.
        try county.worker.get(client.path, expecting: 406, headers: ["Accept": "text/plain"])
        let problem = try county.worker.get("\(list)?limit=0", expecting: 400, headers: ["Accept": "text/plain"])
        #expect(problem.code == "bad_query")
    }

    @Test("the money view as text shows euros (Z1)") func showsMoney() throws {
        let county = try County.shared
        let money = try county.moneyCase()
        let reply = try county.worker.get("\(money.path)/money-view", headers: ["Accept": "text/plain"])
        #expect(reply.text.contains("EUR"))
        #expect(!reply.text.contains("Cents"))
    }
}
