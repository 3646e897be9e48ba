import JSON
import Testing

/// Row 11: assessments by method (S11).
@Suite struct AssessmentTests {
    private func method(_ county: County, _ changes: JSONValue = [:]) throws -> String {
        let code = "menetelma_\(county.nextNumber())"
        let body: JSONValue = [
            "code": .string(code), "name": "Menetelmä", "resultKind": "score", "minimum": 0, "maximum": 10, "validFrom": "2026-01-01",
        ]
        _ = try county.admin.post("/v1/assessment-methods", body.merged(changes))
        return code
    }

    private func assessment(_ method: String) -> JSONValue {
        ["methodCode": .string(method), "assessedOn": "2026-03-12", "assessor": "Toimintaterapeutti", "score": 7, "clientView": "Pärjään."]
    }

    @Test("an assessment within the range is kept, and listed in the case and over the client's cases (S11, row 11)") func keepsAssessment()
        throws
    {
        let county = try County.shared
        let client = try county.newClient()
        let code = try method(county)
        let first = try county.openCase(client: client)
        let made = try county.worker.post("\(first.path)/assessments", assessment(code))
        #expect(made["score"] == 7)
        #expect(made["clientView"] == "Pärjään.")
        try county.worker.command(on: first.path, "close", ["reason": "ei jatkotoimia"])
        let second = try county.openCase(client: client)
        let later = try county.worker.post("\(second.path)/assessments", assessment(code).with("score", 10))
        #expect(try county.worker.get("\(second.path)/assessments").items.map { $0["id"] } == [later["id"]])
        let all = try county.worker.get("\(client.path)/assessments?methodCode=\(code)").items
        #expect(all.map { $0["id"] } == [made["id"], later["id"]])
        #expect(try county.worker.get("\(try county.newClient().path)/assessments").items.isEmpty)
        #expect(try county.worker.post("\(first.path)/assessments", assessment(code), expecting: 409).code == "case_closed")
    }

    @Test("a score outside the range of the method is refused (S11, row 11)", arguments: [-1, 11]) func refusesOutOfRange(score: Int64)
        throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let body = assessment(try method(county)).with("score", .integer(score))
        let refused = try county.worker.post("\(file.path)/assessments", body, expecting: 422)
        #expect(refused.errors == ["/score": "out_of_range"])
    }

    @Test("a method that is not in the list or not valid on the day is refused (S11, row 11)") func refusesUnknownMethod() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/assessments"
        let unknown = try county.worker.post(path, assessment("arvaus"), expecting: 422)
        #expect(unknown.code == "unknown_method")
        #expect(unknown.errors == ["/methodCode": "unknown_method"])
        let ended = try method(county, ["validTo": "2026-03-11"])
        #expect(try county.worker.post(path, assessment(ended), expecting: 422).code == "unknown_method")
        let later = try method(county, ["validFrom": "2026-03-13"])
        #expect(try county.worker.post(path, assessment(later), expecting: 422).code == "unknown_method")
        try county.worker.post(path, assessment(later).with("assessedOn", "2026-03-13"))
        #expect(
            try county.worker.post(path, assessment(later).with("assessedOn", "2026-07-01"), expecting: 422).errors
                == ["/assessedOn": "in_the_future"])
    }

    @Test("the result is of the kind that the method defines (S11)") func checksResultKind() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/assessments"
        let text = try method(county, ["resultKind": "text", "minimum": nil, "maximum": nil])
        #expect(try county.worker.post(path, assessment(text), expecting: 422).errors == ["/score": "not_for_text"])
        #expect(try county.worker.post(path, assessment(text).with("score", nil), expecting: 422).errors == ["/text": "required"])
        try county.worker.post(path, assessment(text).with("score", nil).with("text", "Kotikäynti: keittiö on ahdas."))
        let score = try method(county)
        #expect(try county.worker.post(path, assessment(score).with("score", nil), expecting: 422).errors == ["/score": "required"])
    }
}
