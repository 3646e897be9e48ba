import PersonalBudgeting
import Testing

@testable import API

/// The names of a page cost a bounded number of reads, whatever the number of rows (row 106).
@Suite(.serialized) struct NamesReadsTests {
    @Test("names add one read of each kind to a page, and one for each distinct client at most", arguments: [1, 4, 12])
    func bounded(rows: Int) throws {
        let tally = StatementTally()
        let served = try ServedDatabase(reading: .lane, counting: tally)
        defer { served.stop() }
        let (admin, maker, worker) = (try served.token(.admin), try served.token(.decisionMaker), try served.token(.socialWorker))
        func send(_ token: String, _ method: String, _ path: String, _ body: String? = nil, expecting status: Int) throws -> ServedAnswer {
            var headers = ["Authorization": "Bearer \(token)"]
            if body != nil { headers["Content-Type"] = "application/json" }
            if path.hasSuffix("/bring-into-force") { headers["If-Match"] = "*" }
            let answer = try served.send(method, path, headers, body: body)
            #expect(answer.status == status, "\(method) \(path): \(answer.body)")
            return answer
        }
        let model = try send(admin, "POST", "/v1/regional-models", NamesReadsTests.model, expecting: 201)
        _ = try send(maker, "POST", "\(try #require(model.header("Location")))/bring-into-force", "{}", expecting: 200)
        for number in 0..<rows {
            let hetu = try #require(CalendarDate("1990-01-01").flatMap { Hetu.make(birthDate: $0, sign: "-", number: 900 + number) })
            let client =
                #"{"hetu":"\#(hetu.text)","givenNames":"Aino","familyName":"Testi","language":"fi","municipality":"837"}"#
            let made = try send(worker, "POST", "/v1/clients", client, expecting: 201)
            let id = try #require(made.header("Location")?.split(separator: "/").last)
            let file =
                #"{"clientId":"\#(id)","regionalModel":"malli","contactAt":"2026-03-02","channel":"phone","applicantRole":"client"}"#
            _ = try send(worker, "POST", "/v1/cases", file, expecting: 201)
        }
        func reads(_ query: String) throws -> Int {
            let before = tally.statements
            _ = try send(worker, "GET", "/v1/cases?limit=50\(query)", expecting: 200)
            return tally.statements - before
        }
        // The first call may fill caches.
        _ = try reads("&include=names")
        // The fewest of some calls, because a call may also begin a new view of the database.
        let plain = try (0..<5).map { _ in try reads("") }.min() ?? 0
        let named = try (0..<5).map { _ in try reads("&include=names") }.min() ?? 0
        // One client each, and one read of the worker. Break-glass and ties are not asked for a client of one's own.
        #expect(named - plain <= rows + 4, "\(named) reads with names, \(plain) without")
        #expect(named > plain)
    }

    private static let model = """
        {"code":"malli","name":"Malli","county":"06","validFrom":"2020-01-01","contact":"Palveluohjaus, p. 03 000 0000","rules":{
        "decidingAuthority":"office_holder_then_body","authorityName":"Johtaja","bodyName":"Jaosto","officeHolderLimitCents":2000000,
        "fourEyesAboveCents":1000000,"allowedBases":["entitlement"],"allowedServiceTypes":[],"excludedPurposes":[],"carryOver":"none",
        "carryOverValue":0,"tolerancePercent":10,"reallocationPercent":20,"trialMaximumDays":90,"reviewIntervalMonths":6,
        "monitoringRequired":false,"administrationModes":["county_managed"],"requiredForms":[]}}
        """
}
