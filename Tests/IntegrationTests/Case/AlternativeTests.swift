import JSON
import Testing

/// Row 4: the alternatives that a worker presents to the client (S3).
@Suite struct AlternativeTests {
    @Test("an alternative is kept with its pros, its cons and who presented it (S3)") func keepsAlternative() throws {
        let county = try County.shared
        let file = try county.assessedCase()
        let made = try county.worker.post("\(file.path)/alternatives", County.alternative("voucher"))
        let read = try county.worker.get(made.path)
        #expect(read["form"] == "voucher")
        #expect(read["pros"] == ["joustava"])
        #expect(read["cons"] == ["vaatii suunnittelua"])
        #expect(read["presentedById"].string == county.worker.userID)
        #expect(try county.worker.get("\(file.path)/alternatives?form=hb").items.isEmpty)
        let wrong = try county.worker.post(
            "\(file.path)/alternatives", County.alternative("money").with("presentedOn", "2026-02-30"), expecting: 422)
        #expect(wrong.errors == ["/form": "unknown_code", "/presentedOn": "no_such_date"])
        let early = try county.worker.post(
            "\(file.path)/alternatives", County.alternative("hb").with("presentedOn", "2026-12-01"), expecting: 422)
        #expect(early.errors == ["/presentedOn": "in_the_future"])
    }

    @Test(
        "the case moves on only with HB and another alternative presented (S3, K12, row 4)",
        arguments: [[], ["hb"], ["voucher"], ["hb", "hb"], ["voucher", "other"]])
    func needsAlternatives(forms: [String]) throws {
        let county = try County.shared
        let file = try county.assessedCase()
        for form in forms { _ = try county.worker.post("\(file.path)/alternatives", County.alternative(form)) }
        let refused = try county.worker.command(on: file.path, "present-alternatives", expecting: 409)
        #expect(refused.code == "alternatives_missing")
        #expect(try county.worker.get(file.path)["state"] == "assessing")
        for form in ["hb", "county_service"] { _ = try county.worker.post("\(file.path)/alternatives", County.alternative(form)) }
        #expect(try county.worker.command(on: file.path, "present-alternatives")["state"] == "alternatives")
    }

    @Test("alternatives are presented only in a case that is being assessed, under If-Match (K11, K25)") func presentsInState() throws {
        let county = try County.shared
        let file = try county.openCase()
        for form in ["hb", "other"] { _ = try county.worker.post("\(file.path)/alternatives", County.alternative(form)) }
        let refused = try county.worker.command(on: file.path, "present-alternatives", expecting: 409)
        #expect(refused.code == "illegal_transition")
        #expect(refused.allowed == ["start-assessment", "close"])
        try county.worker.post("\(file.path)/present-alternatives", [:], expecting: 428)
        try county.worker.command(on: file.path, "present-alternatives", expecting: 412, etag: "\"9.0\"")
    }

    @Test("in a closed case no alternative is added and no suitability is recorded") func refusesClosed() throws {
        let county = try County.shared
        let closed = try county.closedCase()
        let alternative = try county.worker.post("\(closed.path)/alternatives", County.alternative("hb"), expecting: 409)
        #expect(alternative.code == "case_closed")
        let weighed = try county.worker.put(
            "\(closed.path)/suitability", ["possibilities": ["a"], "risks": []], expecting: 409, headers: ["If-Match": ""])
        #expect(weighed.code == "case_closed")
    }
}
