import JSON
import Testing

/// Row 13: exercises and their results (S14).
@Suite struct ExerciseTests {
    private static let agreement: JSONValue = [
        "kind": "exercise", "title": "Kaupassa käynti itse", "purpose": "Itsenäisyys", "manner": "kerran viikossa",
        "agreedOn": "2026-03-10",
    ]

    @Test("a result belongs to an exercise agreed in the same case (S14, row 13)") func keepsResult() throws {
        let county = try County.shared
        let file = try county.openCase()
        let agreement = try county.worker.post("\(file.path)/exercise-agreements", ExerciseTests.agreement)
        #expect(try county.worker.get(agreement.path)["manner"] == "kerran viikossa")
        let path = "\(file.path)/exercise-results"
        let result: JSONValue = [
            "agreementId": agreement["id"], "doneOn": "2026-03-17", "text": "Onnistui.", "score": 3, "clientView": "Hyvä!",
        ]
        let client = try county.client(for: file["clientId"].string ?? "")
        let made = try client.post(path, result)
        #expect(try county.worker.get(made.path)["clientView"] == "Hyvä!")
        #expect(try county.worker.get("\(path)?agreementId=\(agreement.id.uppercased())").items.map { $0["id"] } == [made["id"]])
        #expect(
            try county.worker.post(path, result.with("doneOn", "2026-03-09"), expecting: 422).errors == ["/doneOn": "before_agreement"])
        #expect(try county.worker.post(path, result.with("doneOn", "2026-07-01"), expecting: 422).errors == ["/doneOn": "in_the_future"])
    }

    @Test("a result without an agreement of the case is refused (S14, row 13)") func refusesResult() throws {
        let county = try County.shared
        let file = try county.openCase()
        let other = try county.openCase()
        let elsewhere = try county.worker.post("\(other.path)/exercise-agreements", ExerciseTests.agreement)
        for id in [elsewhere["id"], "0190a000-0000-7000-8000-000000000000"] {
            let refused = try county.worker.post(
                "\(file.path)/exercise-results", ["agreementId": id, "doneOn": "2026-03-17", "text": "x"], expecting: 409)
            #expect(refused.code == "agreement_missing")
            #expect(refused.errors == ["/agreementId": "agreement_missing"])
        }
        let closed = try county.closedCase()
        #expect(try county.worker.post("\(closed.path)/exercise-agreements", ExerciseTests.agreement, expecting: 409).code == "case_closed")
        #expect(
            try county.worker.post(
                "\(closed.path)/exercise-results", ["agreementId": elsewhere["id"], "doneOn": "2026-03-17", "text": "x"], expecting: 409
            ).code == "case_closed")
    }
}
