import JSON
import Testing

/// Row 15: the services a client has and wants changed (S15).
@Suite struct CurrentServiceTests {
    @Test("a current service is kept and changed, and listed by the client's wish for a change (S15, row 15)") func keepsCurrentService()
        throws
    {
        let county = try County.shared
        let file = try county.openCase()
        let code = try county.serviceType()["code"]
        let provider = try county.provider(services: [code])
        let first = try county.currentService(in: file, of: code, ["providerId": provider["id"], "wantsChange": false])
        let second = try county.currentService(in: file, of: code)
        let path = "\(file.path)/current-services"
        #expect(try county.finance.get("\(path)?wantsChange=true").items.map { $0["id"] } == [second["id"]])
        let changed = try county.worker.patch(first.path, ["wantsChange": true, "endedOn": "2026-06-30", "annualCostCents": 1])
        #expect(changed["wantsChange"] == true)
        #expect(changed["endedOn"] == "2026-06-30")
        #expect(changed["providerId"] == provider["id"])
        #expect(try county.finance.get("\(path)?wantsChange=true&count=exact")["total"] == 2)
        let other = try county.openCase()
        #expect(try county.worker.get("\(other.path)/current-services/\(first.id)", expecting: 404).code == "not_found")
    }

    @Test("all faults of a current service are reported at once") func refusesCurrentService() throws {
        let county = try County.shared
        let file = try county.openCase()
        let body: JSONValue = [
            "serviceTypeCode": "ei_ole", "providerId": "00000000-0000-7000-8000-000000000000", "description": "x",
            "quantityPerYearThousandths": 1000, "annualCostCents": 100, "startedOn": "2026-07-01", "endedOn": "2026-06-30",
        ]
        let path = "\(file.path)/current-services"
        let refused = try county.worker.post(path, body, expecting: 422)
        #expect(
            refused.errors == [
                "/serviceTypeCode": "unknown_service_type", "/providerId": "unknown_provider", "/startedOn": "in_the_future",
                "/endedOn": "before_start",
            ])
        let wrong = body.merged(["quantityPerYearThousandths": 0, "annualCostCents": -1])
        #expect(
            try county.worker.post(path, wrong, expecting: 422).errors == [
                "/quantityPerYearThousandths": "out_of_range", "/annualCostCents": "out_of_range",
            ])
        #expect(try county.finance.post(path, body, expecting: 403).code == "forbidden")
    }
}
