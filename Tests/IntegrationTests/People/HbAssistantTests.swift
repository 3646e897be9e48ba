import JSON
import Testing

/// Row 37: the register of HB assistants (S32).
@Suite struct HbAssistantTests {
    private let county: County
    private let client: Caller

    init() throws {
        county = try County.shared
        client = try county.client(for: try county.openCase()["clientId"].string ?? "")
    }

    @Test("only the administrator keeps the register, and an assistant is already trained (S32, row 37)") func keepsRegister() throws {
        let body: JSONValue = ["name": "Helmi", "contact": "c", "trainedOn": "2026-07-01", "languages": ["fi"]]
        #expect(try county.admin.post("/v1/hb-assistants", body, expecting: 422).errors == ["/trainedOn": "in_the_future"])
        #expect(try county.worker.post("/v1/hb-assistants", body, expecting: 403).code == "forbidden")
        let made = try county.admin.post("/v1/hb-assistants", body.with("trainedOn", "2026-06-30"))
        #expect(try county.admin.patch(made.path, ["languages": ["sv"]])["languages"] == ["sv"])
        #expect(try client.get(made.path)["name"] == "Helmi")
    }
}
