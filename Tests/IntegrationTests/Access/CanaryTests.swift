import Foundation
import JSON
import Testing

/// Canaries (rows 69 and 76): plants the whereabouts of 200 protected clients and their national ids, and calls every operation in every
/// role. None may be found in a body, a header or a line of the log.
@Suite struct CanaryTests {
    private static let mark = "Kanaria"
    private static let clients = 200

    /// Searches answers for canaries.
    private struct Watch {
        let hetus: Set<String>
        var asked = 0

        mutating func look(_ reply: Reply, _ what: String) {
            asked += 1
            let fields = reply.headers.lines.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            for (place, told) in [("body", reply.text), ("headers", fields)] {
                let found = found(in: told)
                #expect(found == nil, "\(what): \(place) holds \(found ?? "")")
            }
        }

        /// The first canary or national id in a text, or nil. Compares bytes, because it searches thousands of answers.
        func found(in text: String) -> String? {
            let octets = Data(text.utf8)
            for canary in [CanaryTests.mark, #""municipality":"020""#] where octets.range(of: Data(canary.utf8)) != nil { return canary }
            // In a national id the sign is the seventh of eleven characters.
            var place = 0
            while let next = octets[place...].firstIndex(of: UInt8(ascii: "-")) {
                place = next + 1
                guard next >= 6, next + 5 <= octets.count else { continue }
                let hetu = String(decoding: octets[(next - 6)..<(next + 5)], as: UTF8.self)
                if hetus.contains(hetu) { return hetu }
            }
            return nil
        }
    }

    @Test("no operation reveals to any role where a protected person is (P4, P5, A22, rows 69 and 76)") func tellsNobody() throws {
        let county = try PeopledCounty(clients: CanaryTests.clients, seed: 9)
        let worker = try county.caller("social_worker", for: nil)
        let hetus = try plant(in: county, worker)
        county.forget()
        let one = try worker.all("/v1/clients", at: PeopledCounty.day).first?["id"].string ?? ""
        var watch = Watch(hetus: Set(hetus))
        let roles = [
            "social_worker", "service_coordinator", "decision_maker", "body_secretary", "finance", "admin", "auditor",
            "data_protection_officer", "system", "client", "representative", "hb_assistant", "provider", "researcher",
        ]
        // Calls every operation that has a path, in every role. Writes are dry runs, with a valid body and with faults.
        for operation in county.operations where operation.id != "readWhereabouts" {
            for path in try county.paths(of: operation, atMost: 2) {
                let body = try county.body(of: operation, at: path)
                for role in roles {
                    let caller = try county.caller(role, for: try county.client(at: path) ?? one)
                    try ask(operation, path, body, caller, "\(operation.id) as \(role)", &watch)
                }
            }
        }
        // Every protected client, in every list and item below the client.
        let below = county.operations.filter {
            $0.method == "GET" && $0.path.hasPrefix("/v1/clients/{client}") && $0.path.filter { $0 == "{" }.count == 1
        }
        for client in try worker.all("/v1/clients") {
            for operation in below where operation.id != "readWhereabouts" {
                let path = operation.path.replacing("{client}", with: client["id"].string ?? "")
                watch.look(try worker.send("GET", path, nil, expecting: nil, at: PeopledCounty.day, isJudged: false), operation.id)
            }
        }
        let log = county.service.errors
        #expect(watch.found(in: log) == nil)
        print("canaries: \(watch.asked) answers looked at")
        #expect(watch.asked > 5_000)
    }

    /// Calls an operation. Writes are called again with a wrong tag and with a faulty body.
    private func ask(
        _ operation: DescribedOperation, _ path: String, _ body: JSONValue?, _ caller: Caller, _ what: String, _ watch: inout Watch
    ) throws {
        if operation.method == "GET" {
            for headers in [[:], ["Accept": "text/plain"]] {
                watch.look(
                    try caller.send("GET", path, nil, expecting: nil, at: PeopledCounty.day, headers: headers, isJudged: false), what)
            }
            return
        }
        var headers = ["Prefer": "dry-run"]
        if operation.needsMatch { headers["If-Match"] = "*" }
        watch.look(
            try caller.send(operation.method, path, body?.octets, expecting: nil, at: PeopledCounty.day, headers: headers, isJudged: false),
            what)
        headers["If-Match"] = #""999.abc""#
        watch.look(
            try caller.send(operation.method, path, body?.octets, expecting: nil, at: PeopledCounty.day, headers: headers, isJudged: false),
            what)
        let faulty = body?.with("noSuchMember", 1).octets ?? Array("{".utf8)
        watch.look(
            try caller.send(operation.method, path, faulty, expecting: nil, at: PeopledCounty.day, headers: headers, isJudged: false), what)
    }

    /// Gives every client of the county an address and a non-disclosure order, and registers more clients with known national ids.
    private func plant(in county: PeopledCounty, _ worker: Caller) throws -> [String] {
        var hetus: [String] = []
        for number in 0..<CanaryTests.clients {
            let hetu = County.hetu(number: 7_000 + number, year: 60)
            hetus.append(hetu)
            let new: JSONValue = [
                "hetu": .string(hetu), "givenNames": "Testi", "familyName": .string("Suojattu \(number)"), "language": "fi",
                "municipality": "020",
            ]
            try worker.post("/v1/clients", new, at: PeopledCounty.day)
        }
        for (number, client) in try worker.all("/v1/clients", at: PeopledCounty.day).enumerated() {
            let path = "/v1/clients/\(client["id"].string ?? "")"
            func canary(_ what: String) -> JSONValue { .string("\(CanaryTests.mark) \(what) \(number)") }
            try worker.patch(
                path,
                [
                    "municipality": "020", "streetAddress": canary("katu"), "postOffice": canary("toimipaikka"), "phone": canary("puhelin"),
                    "email": canary("posti"),
                ], at: PeopledCounty.day)
            try worker.post(
                "\(path)/close-persons", ["name": "Liisa", "relation": "parent", "phone": canary("puhelin")], at: PeopledCounty.day)
            try worker.post(
                "\(path)/representatives",
                [
                    "name": "Erkki", "kind": "guardian", "scope": "both", "validFrom": "2020-01-01", "phone": canary("puhelin"),
                    "noticeAddress": canary("osoite"),
                ], at: PeopledCounty.day)
            for file in try worker.get("/v1/cases?clientId=\(client["id"].string ?? "")", at: PeopledCounty.day).items {
                let caseFile = "/v1/cases/\(file["id"].string ?? "")"
                let meeting: JSONValue = [
                    "kind": "needs_talk", "heldOn": "2026-06-05", "place": canary("paikka"), "placeChosenBy": "client",
                ]
                _ = try worker.send("POST", "\(caseFile)/meetings", meeting.octets, expecting: nil, at: PeopledCounty.day)
                let map: JSONValue = [
                    "nodes": [["key": "a", "label": canary("solmu"), "sector": "friends", "closeness": 1]], "edges": [],
                ]
                _ = try worker.send("POST", "\(caseFile)/network-maps", map.octets, expecting: nil, at: PeopledCounty.day)
                for old in try worker.get("\(caseFile)/meetings", at: PeopledCounty.day).items {
                    try worker.patch("\(caseFile)/meetings/\(old["id"].string ?? "")", ["place": canary("paikka")], at: PeopledCounty.day)
                }
            }
            // Some clients have an order already.
            let order: JSONValue = ["validFrom": "2026-01-01", "source": "population_register"]
            let made = try worker.send("PUT", "\(path)/non-disclosure", order.octets, expecting: nil, at: PeopledCounty.day)
            #expect(made.status == 201 || made.status == 428)
        }
        return hetus
    }
}
