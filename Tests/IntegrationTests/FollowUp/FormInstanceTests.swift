import JSON
import Testing

/// Rows 41 to 43: ESR form, Kykyviisari, end survey (S36 to S38).
@Suite struct FormInstanceTests {
    @Test("a form is expected, sent and answered by the client, and its report is discussed (B1, S37, row 42)") func takesItsWay() throws {
        let scene = try FormScene()
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

    @Test("a second start and a second end are refused (S36, row 41)") func refusesSecond() throws {
        let scene = try FormScene()
        let start = try scene.ask("start")
        #expect(try scene.ask("start", expecting: 409).code == "form_order")
        try scene.answer(start, 3)
        #expect(try scene.ask("start", expecting: 409).code == "form_order")
        let end = try scene.ask("end")
        #expect(try scene.ask("end", expecting: 409).code == "form_order")
        try scene.answer(end, 5)
        #expect(try scene.ask("end", expecting: 409).code == "form_order")
    }

    @Test("an end or an interim before the start, and an interim after the end, are refused (S36, S37, rows 41 and 42)")
    func refusesDisorder() throws {
        let scene = try FormScene()
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

    @Test("an instrument without a start phase has its end alone (S38)") func endAlone() throws {
        let scene = try FormScene(phases: ["end"])
        #expect(try scene.ask("start", expecting: 422).errors == ["/phase": "unknown_phase"])
        try scene.answer(try scene.ask("end"), 8)
    }

    @Test("a declined form may be asked again (B1)") func asksAgain() throws {
        let scene = try FormScene()
        #expect(try scene.client.command(on: try scene.ask("start").path, "decline")["state"] == "declined")
        _ = try scene.ask("start")
    }

    @Test("a form expires only after its due day (B1)") func expires() throws {
        let scene = try FormScene()
        let form = try scene.ask("start")
        #expect(try scene.county.worker.command(on: form.path, "expire", expecting: 409, at: "2026-06-01").code == "illegal_transition")
        #expect(try scene.county.worker.command(on: form.path, "expire", at: "2026-06-02")["state"] == "expired")
    }

    @Test("answers out of range, to unknown items, of the wrong kind or given twice are named by their places (row 42)") func namesFaults()
        throws
    {
        let scene = try FormScene()
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

    @Test("the coverage consists of counts, and only staff read it (row 41)") func covers() throws {
        let scene = try FormScene()
        try scene.answer(try scene.ask("start"), 3)
        _ = try scene.ask("end")
        let rows = try scene.county.worker.get("/v1/form-coverage").items.filter { $0["instrumentCode"] == scene.instrument["code"] }
        #expect(rows.map { $0["phase"] } == ["start", "interim", "end"])
        #expect(rows.map { $0["answeredCount"] } == [1, 0, 0])
        #expect(rows.map { $0["expectedCount"] } == [0, 0, 1])
        #expect(rows.allSatisfy { $0.names == rows[0].names && $0.names.count == 7 })
        #expect(try scene.client.get("/v1/form-coverage", expecting: 403).code == "forbidden")
    }
}
