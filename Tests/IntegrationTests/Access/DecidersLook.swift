import JSON
import Testing

/// What a decider of another unit reads, asked of the service and compared with `DecidersModel`.
struct DecidersLook {
    let caller: Caller
    let role: String
    let model: DecidersModel

    private static let nobody = "0199a7f0-0000-7000-8000-0123456789ab"

    private func status(_ path: String, _ moment: String) throws -> Int {
        try caller.send("GET", path, nil, expecting: nil, at: moment).status
    }

    private func ids(_ path: String, _ moment: String) throws -> Set<String> {
        Set(try caller.all(path, limit: 50, at: moment).compactMap { $0["id"].string })
    }

    /// The lists across clients show the clients whose file is open, and no others.
    func lists(on day: String) throws {
        let open = model.clients(for: role, on: day)
        let told: Comment = "\(role) on \(day)"
        #expect(try ids("/v1/clients", day) == open, told)
        #expect(try ids("/v1/clients?sort=familyName", day) == open, told)
        #expect(try caller.get("/v1/clients?count=exact&limit=1", at: day)["total"] == .integer(Int64(open.count)), told)
        let cases = Set(try caller.all("/v1/cases", limit: 50, at: day).compactMap { $0["clientId"].string })
        #expect(cases.isSubset(of: open), told)
        for decision in model.decisions where open.contains(decision.clientID) { #expect(cases.contains(decision.clientID), told) }
        let queue = Set(try caller.all("/v1/work-queue", limit: 50, at: day).compactMap { $0["clientId"].string })
        #expect(queue.isSubset(of: open), told)
    }

    /// The clients whose changes the feed shows.
    func followed(on day: String, after start: String = "0") throws -> Set<String> {
        var clients: Set<String> = []
        var place = start
        while true {
            let page = try caller.get("/v1/changes?limit=1000&after=\(place)", at: day)
            clients.formUnion(page.items.compactMap { $0["clientId"].string })
            place = page["next"].string ?? ""
            if page["hasMore"] == false { return clients }
        }
    }

    /// Every read of one client, of the case of each decision, and of each decision.
    func reads(of clientID: String, on day: String) throws {
        let isOpen = model.clients(for: role, on: day).contains(clientID)
        func told(_ what: String) -> Comment { "\(role) on \(day), client \(clientID): \(what)" }
        #expect(try status("/v1/clients/\(clientID)", day) == (isOpen ? 200 : 404), told("client"))
        let explained = try caller.get("/v1/access/explain?operation=findClient&clientId=\(clientID)", at: day)
        #expect(explained["relationHeld"].string == (isOpen ? "agenda" : nil), told("explained"))
        let decisions = model.decisions.filter { $0.clientID == clientID }
        let extracts = Set(decisions.map(\.caseID)).map { model.extract(for: role, on: day, in: $0) }
        let ruling = try caller.get("/v1/access/explain?operation=findDecision&clientId=\(clientID)", at: day)
        let held = isOpen ? "agenda" : extracts.allSatisfy(\.isEmpty) ? nil : "extract"
        #expect(ruling["relationHeld"].string == held && ruling["allowed"] == .bool(held != nil), told("decisions explained"))
        for caseID in Set(decisions.map(\.caseID)) {
            let path = "/v1/cases/\(caseID)"
            let all = Set(decisions.filter { $0.caseID == caseID }.map(\.id))
            let extract = model.extract(for: role, on: day, in: caseID)
            let shown = isOpen ? all : extract
            // Who has an extract knows of the case, so nothing is hidden, but the rest of the file is refused.
            let refused = extract.isEmpty ? 404 : 403
            for part in ["", "/support-plans", "/meetings", "/budgets", "/readiness", "/timeline"] {
                #expect(try status(path + part, day) == (isOpen ? 200 : refused), told("case\(part)"))
            }
            let list = try caller.send("GET", "\(path)/decisions?count=exact", nil, expecting: nil, at: day)
            #expect(list.status == (shown.isEmpty ? 404 : 200), told("decisions"))
            if !shown.isEmpty {
                #expect(Set(list.items.compactMap { $0["id"].string }) == shown, told("decisions"))
                #expect(list["total"] == .integer(Int64(shown.count)), told("decisions counted"))
            }
            for decision in all {
                for part in ["", "/notices", "/handlings"] {
                    let expected = shown.contains(decision) ? 200 : 404
                    #expect(try status("\(path)/decisions/\(decision)\(part)", day) == expected, told("decision\(part)"))
                }
            }
            if shown.isEmpty { try isHidden(path, on: day) }
        }
    }

    /// A hidden case is answered like a case that nobody has, byte for byte (A18).
    private func isHidden(_ path: String, on day: String) throws {
        for part in ["", "/decisions"] {
            let same = ["X-Request-Id": "same"]
            let hidden = try caller.send("GET", path + part, nil, expecting: 404, at: day, headers: same)
            let absent = try caller.send("GET", "/v1/cases/\(Self.nobody)\(part)", nil, expecting: 404, at: day, headers: same)
            #expect(hidden.body == absent.body && hidden.etag == absent.etag, "\(role), \(path)\(part)")
        }
    }
}
