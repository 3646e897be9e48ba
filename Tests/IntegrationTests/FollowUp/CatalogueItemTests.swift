import JSON
import Testing

/// Row 36: example paths and ideas that support a choice (S31).
@Suite struct CatalogueItemTests {
    private let county: County
    private let client: Caller
    /// A word that only this test's items hold.
    private let word: String

    init() throws {
        county = try County.shared
        client = try county.client(for: try county.newClient().id)
        word = "sana\(county.nextNumber())"
    }

    private func item(_ changes: JSONValue = [:]) -> JSONValue {
        let body: JSONValue = [
            "title": "Hevosterapiaa Äänekoskella", "description": .string("Metsässä kulkee polku. \(word)"), "lifeArea": "leisure",
            "priceFromCents": 2000, "priceToCents": 4500, "language": "fi", "plainLanguage": true,
            "media": [["title": "Kokemuksia", "link": "https://example.com/video"]],
        ]
        return body.merged(changes)
    }

    private func found(_ query: String) throws -> Int { try client.get("/v1/catalogue-items?q=\(query)%20\(word)").items.count }

    @Test("a search finds the beginnings of words in any order, with å ä ö folded (S31, row 36)") func searches() throws {
        let made = try county.admin.post("/v1/catalogue-items", item())
        try county.admin.command(on: made.path, "publish")
        for query in ["aanekoski", "%C3%84%C3%84NEKOSKELLA", "hevos", "metsass%20HEVOS", "polku"] {
            #expect(try found(query) == (query == "aanekoski" ? 0 : 1), "\(query)")
        }
        #expect(try found("aanekosk") == 1)
        #expect(try found("terapiaa") == 0)
        #expect(try found("%25") == 1, "a wildcard is ignored")
        #expect(try client.get("/v1/catalogue-items?q=%25%21").items.isEmpty)
        #expect(try client.get("/v1/catalogue-items?q=\(word)&plainLanguage=true&lifeArea=leisure&language=fi").items.count == 1)
        #expect(try client.get("/v1/catalogue-items?q=\(word)&plainLanguage=false").items.isEmpty)
    }

    @Test("drafts and withdrawn items do not exist for a client (S31, row 36)") func hidesDrafts() throws {
        let made = try county.admin.post("/v1/catalogue-items", item())
        try client.get(made.path, expecting: 404)
        #expect(try client.get("/v1/catalogue-items?q=\(word)").items.isEmpty)
        #expect(try client.get("/v1/catalogue-items?q=\(word)&state=draft").items.isEmpty)
        #expect(try county.worker.get("/v1/catalogue-items?q=\(word)").items.count == 1)
        try county.admin.command(on: made.path, "publish")
        #expect(try client.get(made.path)["media"][0]["link"] == "https://example.com/video")
        try county.admin.command(on: made.path, "withdraw")
        try client.get(made.path, expecting: 404)
        #expect(try county.admin.patch(made.path, ["title": "Toinen"], expecting: 409).code == "illegal_transition")
        #expect(try county.admin.command(on: made.path, "publish", expecting: 409).allowed == [])
    }

    @Test("a national id is refused in every text (S31, row 36)") func refusesPersons() throws {
        let hetu = county.newHetu()
        let media: JSONValue = [["title": "Video", "link": .string("https://example.com/\(hetu)")]]
        let refused = try county.admin.post(
            "/v1/catalogue-items", item(["description": .string("Kysy: \(hetu.replacing("-", with: "–"))!"), "media": media]),
            expecting: 422)
        #expect(refused.code == "third_person_data")
        #expect(refused.errors == ["/description": "third_person_data", "/media/0/link": "third_person_data"])
        #expect(!refused.text.contains(hetu))
        // A later title is checked too.
        let made = try county.admin.post("/v1/catalogue-items", item())
        #expect(try county.admin.patch(made.path, ["title": .string(hetu)], expecting: 422).code == "third_person_data")
    }

    @Test("a link that is not https, reversed prices and an unknown region are refused; only the administrator writes")
    func refuses() throws {
        let http: JSONValue = [["title": "v", "link": "http://example.com/v"]]
        let link = try county.admin.post("/v1/catalogue-items", item(["media": http]), expecting: 422)
        #expect(link.errors == ["/media/0/link": "not_https"])
        let body = item(["priceToCents": 1, "regionalModelCode": "ei_ole"])
        let faults = try county.admin.post("/v1/catalogue-items", body, expecting: 422).errors
        #expect(faults == ["/priceToCents": "below_minimum", "/regionalModelCode": "unknown_model"])
        #expect(try county.worker.post("/v1/catalogue-items", item(), expecting: 403).code == "forbidden")
    }
}
