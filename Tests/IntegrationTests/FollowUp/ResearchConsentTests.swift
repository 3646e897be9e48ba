import JSON
import Testing

/// Row 47: consent to research, separate from personal budgeting (S42).
@Suite struct ResearchConsentTests {
    private let county: County
    private let researcher: Caller
    /// A scope that no other test uses.
    private let scope: String
    private var consent: JSONValue { ["scope": .string(scope), "givenOn": "2026-06-01", "form": "written", "document": "arkisto 12"] }

    init() throws {
        county = try County.shared
        let number = county.nextNumber()
        researcher = try county.admin.key(for: ["role": "researcher", "name": .string("Tutkija \(number)")])
        scope = "tutkimus_\(number)"
    }

    private func pseudonyms(on day: String? = nil) throws -> [JSONValue] {
        try researcher.get("/v1/research/consented-cases?scope=\(scope)\(day.map { "&on=\($0)" } ?? "")").items
    }

    @Test("the researcher gets a pseudonym of each case with consent on the day, and nothing else (A14, S42, row 47)")
    func givesPseudonyms() throws {
        let one = try county.openCase()
        let other = try county.openCase()
        let made = try county.client(for: one["clientId"].string ?? "").post("\(one.path)/research-consents", consent)
        try county.worker.post("\(other.path)/research-consents", consent.with("form", "electronic"))
        let found = try pseudonyms()
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.names == ["pseudonym", "scope"] })
        let text = found.map { $0["pseudonym"].string ?? "" }.joined()
        for id in [one.id, other.id, made.id, one["clientId"].string ?? "?"] { #expect(!text.contains(id)) }
        // A version 4 identity shows neither its time nor its order.
        #expect(found.allSatisfy { Array($0["pseudonym"].string ?? "")[14] == "4" })
        #expect(try pseudonyms(on: "2026-05-31").isEmpty)
        #expect(try researcher.all("/v1/research/consented-cases?scope=\(scope)", limit: 1).count == 2)
    }

    @Test("a withdrawn consent counts no more from the day of withdrawal on, and the case continues (S42, row 47)") func withdraws() throws
    {
        let file = try county.openCase()
        let made = try county.worker.post("\(file.path)/research-consents", consent)
        #expect(try pseudonyms().count == 1)
        let client = try county.client(for: file["clientId"].string ?? "")
        let withdrawn = try client.command(on: made.path, "withdraw")
        #expect(withdrawn["withdrawnOn"] == "2026-06-30")
        #expect(try pseudonyms().isEmpty)
        #expect(try pseudonyms(on: "2026-06-29").count == 1)
        #expect(try client.command(on: made.path, "withdraw", expecting: 409).code == "illegal_transition")
        // The process does not depend on the consent.
        try county.worker.command(on: file.path, "start-assessment")
        // A new consent has a new pseudonym.
        let before = try pseudonyms(on: "2026-06-29")
        try client.post("\(file.path)/research-consents", consent.with("givenOn", "2026-06-30"))
        #expect(try pseudonyms().map { $0["pseudonym"] } != before.map { $0["pseudonym"] })
    }

    @Test("a scope has one consent at a time, not in the future, and only the researcher lists the cases (A14)") func refuses() throws {
        let file = try county.openCase()
        let path = "\(file.path)/research-consents"
        #expect(try county.worker.post(path, consent.with("givenOn", "2026-07-01"), expecting: 422).errors == ["/givenOn": "in_the_future"])
        try county.worker.post(path, consent)
        #expect(try county.worker.post(path, consent, expecting: 409).errors == ["/scope": "duplicate"])
        for caller in [county.worker, county.admin, county.finance] {
            #expect(try caller.get("/v1/research/consented-cases", expecting: 403).code == "forbidden")
        }
        #expect(try researcher.get(path, expecting: 403).code == "forbidden")
        #expect(try researcher.get("/v1/research/consented-cases?on=2026-07-01", expecting: 400).errors == ["on": "in_the_future"])
    }
}
