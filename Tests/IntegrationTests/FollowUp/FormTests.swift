import JSON
import Testing

/// Rows 41 to 43: ESR form, Kykyviisari, end survey.
@Suite struct FormTests {
    /// A case and an instrument of its own, with a score of 0 to 10 and a free text.
    private struct Scene {
        let county: County
        let file: Reply
        let client: Caller
        let instrument: Reply
        var code: String { instrument["code"].string ?? "" }

        init(phases: JSONValue = ["start", "interim", "end"]) throws {
            county = try County.shared
            file = try county.openCase()
            client = try county.client(for: file["clientId"].string ?? "")
            instrument = try county.admin.post(
                "/v1/form-instruments",
                [
                    "code": .string("lomake_\(county.nextNumber())"), "name": "Lomake", "phases": phases,
                    "items": [
                        ["code": "work_ability", "kind": "score", "minimum": 0, "maximum": 10, "label": "Työkyky"],
                        ["code": "own_words", "kind": "text"],
                    ],
                ])
        }

        func ask(_ phase: String, expecting status: Int = 201, dueOn: String = "2026-06-01") throws -> Reply {
            try county.worker.post(
                "\(file.path)/forms",
                ["instrumentCode": .string(code), "phase": .string(phase), "dueOn": .string(dueOn)], expecting: status)
        }

        @discardableResult
        func answer(_ form: Reply, _ score: JSONValue, at moment: String = Caller.usualDay, expecting status: Int = 200) throws -> Reply {
            try client.command(
                on: form.path, "answer", ["answers": [["itemCode": "work_ability", "score": score]]], expecting: status, at: moment)
        }
    }

    @Test("a form is asked, sent, answered by the client, and its report gone through") func takesItsWay() throws {
        let scene = try Scene()
        let form = try scene.ask("start")
        #expect(form["state"] == "expected")
        #expect(form["isOverdue"] == true)
        #expect(try scene.county.worker.command(on: form.path, "send")["state"] == "sent")
        #expect(try scene.county.worker.command(on: form.path, "discuss-report", expecting: 409).code == "illegal_transition")
        let answers: JSONValue = [["itemCode": "work_ability", "score": 4], ["itemCode": "own_words", "text": "Väsyttää."]]
        let answered = try scene.client.command(on: form.path, "answer", ["answers": answers])
        #expect(answered["state"] == "answered")
        #expect(answered["answeredOn"] == "2026-06-30")
        #expect(answered["answers"][1]["text"] == "Väsyttää.")
        let early = try scene.county.worker.command(
            on: form.path, "discuss-report", ["discussedOn": "2026-06-29"], expecting: 422)
        #expect(early.errors == ["/discussedOn": "before_start"])
        let discussed = try scene.county.worker.command(on: form.path, "discuss-report", ["discussedOn": "2026-07-02"], at: "2026-07-02")
        #expect(discussed["reportDiscussedOn"] == "2026-07-02")
        #expect(discussed["state"] == "answered")
    }

    @Test("a second start and a second end are refused") func refusesSecond() throws {
        let scene = try Scene()
        let start = try scene.ask("start")
        #expect(try scene.ask("start", expecting: 409).code == "form_order")
        try scene.answer(start, 3)
        #expect(try scene.ask("start", expecting: 409).code == "form_order")
        let end = try scene.ask("end")
        #expect(try scene.ask("end", expecting: 409).code == "form_order")
        try scene.answer(end, 5)
        #expect(try scene.ask("end", expecting: 409).code == "form_order")
    }

    @Test("an end or an interim before the start, and an interim after the end, are refused") func refusesDisorder() throws {
        let scene = try Scene()
        #expect(try scene.ask("end", expecting: 409).errors == ["/phase": "form_order"])
        #expect(try scene.ask("interim", expecting: 409).code == "form_order")
        let start = try scene.ask("start")
        let interim = try scene.ask("interim")
        #expect(try scene.answer(interim, 5, expecting: 409).code == "form_order")
        try scene.answer(start, 3)
        try scene.answer(interim, 5)
        try scene.answer(try scene.ask("end"), 5)
        #expect(try scene.ask("interim", expecting: 409).code == "form_order")
    }

    @Test("an instrument without a start has its end all the same") func endAlone() throws {
        let scene = try Scene(phases: ["end"])
        #expect(try scene.ask("start", expecting: 422).errors == ["/phase": "unknown_phase"])
        try scene.answer(try scene.ask("end"), 8)
    }

    @Test("a form that was declined may be asked again") func asksAgain() throws {
        let scene = try Scene()
        #expect(try scene.client.command(on: try scene.ask("start").path, "decline")["state"] == "declined")
        _ = try scene.ask("start")
    }

    @Test("a form expires only after its day") func expires() throws {
        let scene = try Scene()
        let form = try scene.ask("start")
        #expect(try scene.county.worker.command(on: form.path, "expire", expecting: 409, at: "2026-06-01").code == "illegal_transition")
        #expect(try scene.county.worker.command(on: form.path, "expire", at: "2026-06-02")["state"] == "expired")
    }

    @Test("answers out of range, to unknown items, of the wrong kind or twice are named by their places") func namesFaults() throws {
        let scene = try Scene()
        let form = try scene.ask("start")
        let answers: JSONValue = [
            ["itemCode": "work_ability", "score": 11], ["itemCode": "shoe_size", "score": 1], ["itemCode": "own_words", "score": 1],
            ["itemCode": "work_ability", "score": 1],
        ]
        let refused = try scene.client.command(on: form.path, "answer", ["answers": answers], expecting: 422)
        #expect(
            refused.errors == [
                "/answers/0/score": "out_of_range", "/answers/1/itemCode": "unknown_item", "/answers/2/text": "required",
                "/answers/2/score": "not_with_text", "/answers/3/itemCode": "duplicate",
            ])
        #expect(try scene.client.get(form.path)["state"] == "expected")
    }

    @Test("a closed instrument takes no new forms and no answers") func refusesClosed() throws {
        let scene = try Scene()
        let form = try scene.ask("start")
        try scene.county.admin.patch(scene.instrument.path, ["isOpen": false])
        #expect(try scene.answer(form, 4, expecting: 409).code == "form_closed")
        let refused = try scene.ask("interim", expecting: 409)
        #expect(refused.code == "form_closed")
        #expect(refused.errors == ["/instrumentCode": "form_closed"])
        try scene.county.admin.patch(scene.instrument.path, ["isOpen": true])
        try scene.answer(form, 4)
    }

    @Test("the change from the start to the end is computed for each item") func compares() throws {
        let scene = try Scene()
        let path = "\(scene.file.path)/form-comparison?instrument=\(scene.code)"
        try scene.answer(try scene.ask("start"), 3, at: "2026-06-01")
        #expect(try scene.client.get(path)["items"][0]["change"].isNull)
        try scene.answer(try scene.ask("interim"), 5, at: "2026-06-10")
        try scene.answer(try scene.ask("end"), 8, at: "2026-06-20")
        let compared = try scene.client.get(path)
        #expect(compared["startAnsweredOn"] == "2026-06-01")
        #expect(compared["endAnsweredOn"] == "2026-06-20")
        let item: JSONValue = [
            "itemCode": "work_ability", "label": "Työkyky", "startScore": 3, "interimScores": [5], "endScore": 8, "change": 5,
        ]
        #expect(compared["items"] == [item])
        #expect(try scene.client.get("\(scene.file.path)/form-comparison", expecting: 400).errors == ["instrument": "required"])
        #expect(try scene.client.get("\(scene.file.path)/form-comparison?instrument=nope", expecting: 404).code == "not_found")
    }

    @Test("the coverage is counts alone, for staff") func covers() throws {
        let scene = try Scene()
        try scene.answer(try scene.ask("start"), 3)
        _ = try scene.ask("end")
        let rows = try scene.county.worker.get("/v1/form-coverage").items.filter { $0["instrumentCode"] == scene.instrument["code"] }
        #expect(rows.map { $0["phase"] } == ["start", "interim", "end"])
        #expect(rows.map { $0["answeredCount"] } == [1, 0, 0])
        #expect(rows.map { $0["expectedCount"] } == [0, 0, 1])
        #expect(rows.allSatisfy { $0.names == rows[0].names && $0.names.count == 7 })
        #expect(try scene.client.get("/v1/form-coverage", expecting: 403).code == "forbidden")
    }

    @Test("an instrument is taken in by the administrator, with sound ranges and a code of its own") func keepsRegister() throws {
        let scene = try Scene()
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
