import JSON
import Testing

@Suite("The questions of the support plan over HTTP (S20, row 20)")
struct PlanQuestionTests {
    private let path = "/v1/support-plan-questions"

    @Test("the catalogue has 14 codes with every wording, and the text is in the requested language (S20, rows 20 and 80)") func fourteen()
        throws
    {
        let county = try County.shared
        let all = try county.worker.all("\(path)?at=2026-03-01&regionalModel=none")
        let codes: [String] = all.compactMap { (question: JSONValue) in question["code"].string }
        #expect(codes == PlanScene.questions)
        for question in all {
            #expect(question["required"] == true)
            #expect(question["text"].string == question["texts"]["fi"].string)
            #expect(question["texts"].names == ["fi", "sv", "plainFinnish"])
        }
        let languages = [("sv", "sv"), ("fi-x-selko", "plainFinnish"), ("en", "fi")]
        for (language, member) in languages {
            let first = try county.worker.get("\(path)?limit=1", headers: ["Accept-Language": language]).items[0]
            #expect(first["text"].string == first["texts"][member].string)
        }
        let found = try county.worker.get("\(path)/\(all[3]["id"].string ?? "")")
        #expect(found["code"] == "important_to_us")
    }

    @Test("the pages together are the whole catalogue") func pages() throws {
        let county = try County.shared
        let codes = try county.worker.all("\(path)?at=2026-03-01", limit: 5).compactMap { $0["code"].string }
        #expect(codes == PlanScene.questions)
    }

    @Test("an administrator adds a question for one region and makes one optional from a day on (S20)") func versions() throws {
        let county = try County.shared
        let model = try #require(try county.model()["code"].string)
        let texts: JSONValue = ["fi": "Mitä muuta?", "sv": "Vad annat?", "plainFinnish": "Mitä muuta haluat sanoa?"]
        let added: JSONValue = [
            "code": "anything_else", "texts": texts, "required": false, "order": 15, "validFrom": "2026-07-01",
            "regionalModel": .string(model),
        ]
        let made = try county.admin.post(path, added)
        #expect(try county.worker.get(made.path)["code"] == "anything_else")
        let relaxed = added.merged(["code": "who_helps", "order": 8])
        try county.admin.post(path, relaxed)
        func asked(_ day: String, _ model: String) throws -> [JSONValue] {
            try county.worker.all("\(path)?at=\(day)&regionalModel=\(model)")
        }
        #expect(try asked("2026-06-30", model).count == 14)
        let later = try asked("2026-07-01", model)
        #expect(later.count == 15)
        #expect(later.first { $0["code"] == "who_helps" }?["required"] == false)
        #expect(try asked("2026-07-01", "other").count == 14)

        try county.worker.post(path, added, expecting: 403)
        let past = try county.admin.post(path, added.with("validFrom", "2026-06-29").with("validTo", "2026-06-01"), expecting: 422)
        #expect(past.errors == ["/validFrom": "in_the_past", "/validTo": "before_start"])
        let unknown = try county.admin.post(path, added.with("regionalModel", "nowhere"), expecting: 422)
        #expect(unknown.errors["/regionalModel"] == "unknown_model")
    }
}
