import JSON
import Testing

/// Row 11: the methods of assessment (S11).
@Suite struct AssessmentMethodTests {
    @Test("the administrator keeps the methods, with a valid range and no overlap (S11)") func keepsMethods() throws {
        let county = try County.shared
        let path = "/v1/assessment-methods"
        let code = "asta_\(county.nextNumber())"
        let body: JSONValue = [
            "code": .string(code), "name": "ASTA", "resultKind": "score", "minimum": 1, "maximum": 5, "validFrom": "2026-01-01",
            "validTo": "2026-06-30",
        ]
        try county.worker.post(path, body, expecting: 403)
        #expect(try county.admin.post(path, body.with("maximum", 1), expecting: 422).errors == ["/maximum": "not_above_minimum"])
        #expect(
            try county.admin.post(path, body.with("minimum", nil).with("maximum", nil), expecting: 422).errors
                == ["/minimum": "required", "/maximum": "required"])
        #expect(
            try county.admin.post(path, body.with("resultKind", "text"), expecting: 422).errors
                == ["/minimum": "not_for_text", "/maximum": "not_for_text"])
        #expect(try county.admin.post(path, body.with("validTo", "2025-12-31"), expecting: 422).errors == ["/validTo": "before_start"])
        let first = try county.admin.post(path, body)
        #expect(
            try county.admin.post(path, body.merged(["validFrom": "2026-06-30", "validTo": nil]), expecting: 409).code
                == "overlapping_validity")
        let next = try county.admin.post(path, body.merged(["validFrom": "2026-07-01", "validTo": nil, "maximum": 7]))
        #expect(try county.worker.get("\(path)?code=\(code)&at=2026-06-30").items.map { $0["id"] } == [first["id"]])
        #expect(try county.worker.get("\(path)?code=\(code)&at=2026-07-01").items.map { $0["id"] } == [next["id"]])
        #expect(try county.admin.patch(first.path, ["validTo": "2026-07-01"], expecting: 409).code == "overlapping_validity")
        #expect(try county.admin.patch(first.path, ["maximum": 9], expecting: 422).errors == ["/maximum": "unknown_member"])
        #expect(try county.admin.patch(first.path, ["name": "ASTA-lomake"])["name"] == "ASTA-lomake")
    }
}
