import JSON
import Testing

/// Row 48: workers' experiences without names (S43).
@Suite struct WorkerExperienceTests {
    @Test("an answer is kept without its author, its exact time and an identity that shows either (S43, row 48)") func isPseudonymous()
        throws
    {
        let county = try County.shared
        let text = "Aikaa on liian vähän \(county.nextNumber())."
        let receipt = try county.worker.post(
            "/v1/worker-experiences", ["theme": "workload", "score": 3, "text": .string(text)], expecting: 200,
            headers: ["Idempotency-Key": "kokemus-\(county.nextNumber())"])
        #expect(receipt.json == ["received": true])
        let kept = try county.admin.all("/v1/worker-experiences?theme=workload").first { $0["text"] == .string(text) }
        let answer = try #require(kept)
        #expect(answer.names == ["id", "createdAt", "updatedAt", "etag", "theme", "score", "text", "regionalModelCode"])
        #expect(!"\(answer)".contains(county.worker.userID))
        #expect(answer["createdAt"] == "2026-05-31T21:00:00Z")
        #expect(Array(answer["id"].string ?? "")[14] == "4")
    }

    @Test("an answer that is empty, points to a person or comes from a client is refused") func refuses() throws {
        let county = try County.shared
        let path = "/v1/worker-experiences"
        #expect(try county.worker.post(path, ["theme": "model"], expecting: 422).errors == ["/score": "required"])
        #expect(try county.worker.post(path, ["theme": "model", "score": 11], expecting: 422).errors == ["/score": "out_of_range"])
        let named: JSONValue = ["theme": "model", "text": .string("asiakas \(county.newHetu())")]
        #expect(try county.worker.post(path, named, expecting: 422).code == "third_person_data")
        let client = try county.client(for: try county.newClient().id)
        #expect(try client.post(path, ["theme": "model", "score": 5], expecting: 403).code == "forbidden")
    }
}
