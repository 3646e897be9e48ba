import HTTPServer
import PersonalBudgeting
import Testing

@testable import API

/// Storage chooses where reads run; the answers do not depend on it. The requests include stale and missing versions and replays (row 86).
struct ReadPlaceTests {
    private struct Step {
        let what: String
        let answer: ServedAnswer
    }

    /// Sends requests of every kind, one after the other.
    private static func steps(_ served: ServedDatabase) throws -> [Step] {
        var steps: [Step] = []
        func ask(
            _ what: String, _ method: String, _ path: String, _ headers: [String: String] = [:], body: String? = nil, expecting status: Int,
            until isEnough: (String) -> Bool = { _ in false }
        ) throws -> ServedAnswer {
            let answer = try served.send(method, path, headers, body: body, until: isEnough)
            #expect(answer.status == status, "\(what): \(answer.body)")
            steps.append(Step(what: what, answer: answer))
            return answer
        }
        func bearer(_ token: String, _ others: [String: String] = [:]) -> [String: String] {
            others.merging(["Authorization": "Bearer \(token)"]) { first, _ in first }
        }
        let worker = try served.token(.socialWorker)
        let json = bearer(worker, ["Content-Type": "application/json"])

        _ = try ask("health", "GET", "/health", expecting: 200)
        _ = try ask("readiness", "GET", "/ready", expecting: 200)
        _ = try ask("document", "GET", "/problems/not_found", expecting: 200)
        _ = try ask("options", "OPTIONS", "/v1/clients", expecting: 204)
        _ = try ask("no such path", "GET", "/nothing", expecting: 404)

        _ = try ask("no token", "GET", "/v1/clients", expecting: 401)
        _ = try ask("wrong token", "GET", "/v1/clients", bearer("avain_0"), expecting: 401)
        _ = try ask("wrong token before a body", "POST", "/v1/clients", bearer("avain_0"), body: "{}", expecting: 401)
        _ = try ask("first sign-in", "GET", "/v1/me/rights", bearer(worker), expecting: 200)
        _ = try ask("sign-in again", "GET", "/v1/me/rights", bearer(worker), expecting: 200)

        let hetu = try #require(CalendarDate("1990-01-01").flatMap { Hetu.make(birthDate: $0, sign: "-", number: 900) })
        let client =
            #"{"hetu":"\#(hetu.text)","givenNames":"Aino","familyName":"Testi","language":"fi","municipality":"837"}"#
        _ = try ask("wrong body", "POST", "/v1/clients", json, body: "{", expecting: 400)
        _ = try ask("wrong type", "POST", "/v1/clients", bearer(worker, ["Content-Type": "text/plain"]), body: "x", expecting: 415)
        _ = try ask("dry run", "POST", "/v1/clients", json.merging(["Prefer": "dry-run"]) { $1 }, body: client, expecting: 201)
        let keyed = json.merging(["Idempotency-Key": "k1"]) { $1 }
        let created = try ask("create", "POST", "/v1/clients", keyed, body: client, expecting: 201)
        let again = try ask("replay", "POST", "/v1/clients", keyed, body: client, expecting: 201)
        #expect(again.header("Idempotency-Replayed") == "true" && again.body == created.body)
        let path = try #require(created.header("Location"))

        let found = try ask("point read", "GET", path, bearer(worker), expecting: 200)
        let tag = try #require(found.header("ETag"))
        _ = try ask("unchanged", "GET", path, bearer(worker, ["If-None-Match": tag]), expecting: 304)
        _ = try ask("absent", "GET", "/v1/clients/01980000-0000-7000-8000-000000000001", bearer(worker), expecting: 404)
        _ = try ask("list", "GET", "/v1/clients?count=exact", bearer(worker), expecting: 200)
        _ = try ask("spreadsheet", "GET", "/v1/clients", bearer(worker, ["Accept": "text/csv"]), expecting: 200)
        let patch = #"{"familyName":"Toinen"}"#
        _ = try ask("change", "PATCH", path, json.merging(["If-Match": tag]) { $1 }, body: patch, expecting: 200)
        _ = try ask("stale change", "PATCH", path, json.merging(["If-Match": tag]) { $1 }, body: patch, expecting: 412)
        _ = try ask("change of no version", "PATCH", path, json, body: patch, expecting: 428)

        let lines = bearer(try served.token(.system), ["Content-Type": "application/x-ndjson"])
        _ = try ask("import", "POST", "/v1/service-data/imports", lines, body: "{\"eventId\":\"e1\"}\n{}\n", expecting: 200)
        _ = try ask(
            "import tried", "POST", "/v1/service-data/imports", lines.merging(["Prefer": "dry-run"]) { $1 }, body: "{}\n", expecting: 200)
        let notForWorkers = bearer(worker, ["Content-Type": "application/x-ndjson"])
        _ = try ask("import refused before its body", "POST", "/v1/service-data/imports", notForWorkers, body: "{}\n", expecting: 403)

        let officer = try served.token(.dataProtectionOfficer)
        _ = try ask("report", "GET", "/v1/hetu-keys", bearer(try served.token(.admin)), expecting: 200)
        _ = try ask("log", "GET", "\(path)/access-log", bearer(officer), expecting: 200)
        _ = try ask("export", "GET", "\(path)/subject-report", bearer(worker), expecting: 200)
        _ = try ask("changes", "GET", "/v1/changes", bearer(worker), expecting: 200)
        _ = try ask(
            "change stream", "GET", "/v1/changes?after=0", bearer(worker, ["Accept": "text/event-stream"]), expecting: 200,
            until: { $0.contains("event: change") && $0.hasSuffix("\n\n\r\n") })
        return steps
    }

    @Test("with reads on queues, no request reads on a lane, and every answer is the same as with reads on lanes")
    func lanesDoNotRead() throws {
        let apart = try ServedDatabase(reading: .queue)
        let inline = try ServedDatabase(reading: .lane)
        let (answers, expected) = (try ReadPlaceTests.steps(apart), try ReadPlaceTests.steps(inline))
        apart.stop()
        inline.stop()
        #expect(apart.watch.reads == [])
        #expect(inline.watch.reads.contains("read") && inline.watch.reads.contains("makeReader"), "the watch does not see reads on lanes")
        #expect(answers.map(\.what) == expected.map(\.what))
        for (answer, other) in zip(answers, expected) { #expect(answer.answer.comparable == other.answer.comparable, "\(answer.what)") }
    }

    @Test("of the open operations only readiness asks storage, so that the others work without storage")
    func onlyReadinessAsks() {
        for operation in Operations.all {
            guard case .open(let asksStorage, _) = operation.handler else { continue }
            #expect(asksStorage == (operation.id == "ready"), "\(operation.id)")
        }
    }
}
