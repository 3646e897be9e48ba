import JSON
import Testing

/// Rows 41 to 43: the instruments of which forms are made (B2).
@Suite struct FormInstrumentTests {
    @Test("a closed instrument takes no new forms and no answers (B2, row 43)") func refusesClosed() throws {
        let scene = try FormScene()
        let form = try scene.ask("start")
        try scene.county.admin.patch(scene.instrument.path, ["isOpen": false])
        #expect(try scene.answer(form, 4, expecting: 409).code == "form_closed")
        let refused = try scene.ask("interim", expecting: 409)
        #expect(refused.code == "form_closed")
        #expect(refused.errors == ["/instrumentCode": "form_closed"])
        try scene.county.admin.patch(scene.instrument.path, ["isOpen": true])
        try scene.answer(form, 4)
    }

    @Test("the administrator defines an instrument, with valid ranges and a code of its own (B2, row 43)") func keepsRegister() throws {
        let scene = try FormScene()
        let body: JSONValue = [
            "code": scene.instrument["code"], "name": "Toinen", "phases": ["start"], "items": [["code": "a", "kind": "text"]],
        ]
        #expect(try scene.county.worker.post("/v1/form-instruments", body, expecting: 403).code == "forbidden")
        #expect(try scene.county.admin.post("/v1/form-instruments", body, expecting: 409).code == "duplicate")
        let items: JSONValue = [
            ["code": "a", "kind": "score", "minimum": 3, "maximum": 1], ["code": "b", "kind": "choice"],
            ["code": "a", "kind": "text", "minimum": 1],
        ]
        let refused = try scene.county.admin.post("/v1/form-instruments", body.merged(["code": "uusi", "items": items]), expecting: 422)
        #expect(
            refused.errors == [
                "/items/0/maximum": "below_minimum", "/items/1/maximum": "required", "/items/2/code": "duplicate",
                "/items/2/maximum": "not_with_text",
            ])
        let unknown = try scene.county.worker.post(
            "\(scene.file.path)/forms", ["instrumentCode": "ei_ole", "phase": "start", "dueOn": "2026-07-01"], expecting: 422)
        #expect(unknown.errors == ["/instrumentCode": "unknown_instrument"])
    }
}
