import Foundation
import JSON
import Testing

/// Checks what Docs/api-conventions.md promises of every operation, for every operation of the document, in a county that has items in
/// nearly every place. A new route is included.
@Suite(.serialized) struct EveryOperationTests {
    private static let started = Result { try PeopledCounty() }

    private var county: PeopledCounty { get throws { try Self.started.get() } }

    /// Operations without a path in a synthetic county, because it has no such item.
    private static let unreached: Set<String> = [
        "findActual", "reverseActual", "resolveHeldActual", "findTransfer", "findAssistantAuthorisation", "revokeAssistantAuthorisation",
    ]
    /// Operations whose every call adds a row to the next answer.
    private static let growing: Set<String> = ["readAccessLog", "readSubjectReport"]
    private static let last = "revokeKey"

    /// Each operation with a path that leads to an item, and a caller who may run it there.
    private func reached() throws -> [(operation: DescribedOperation, path: String, caller: Caller)] {
        try county.reached()
    }

    @Test("every operation has a path and a caller, except those for which the county has no item") func isReached() throws {
        let county = try county
        let missing = Set(county.operations.map(\.id)).subtracting(try reached().map(\.operation.id))
        #expect(missing == Self.unreached, "\(missing.symmetricDifference(Self.unreached).sorted())")
    }

    @Test("every example of the document fits its schema") func examplesFit() throws {
        let contract = try county.contract
        var count = 0
        for operation in contract.all {
            let answers: [JSONMember] = operation.described["responses"].members
            let bodies: [JSONValue] = [operation.described["requestBody"]] + answers.map(\.value)
            for content in bodies.flatMap({ $0["content"].members }).map(\.value) where content.names.contains("example") {
                count += 1
                let faults = contract.faults(of: content["example"], schema: content["schema"])
                #expect(faults.isEmpty, "\(operation.id): \(faults)")
            }
            if let made = operation.example, let type = operation.requestTypes.first {
                let schema: JSONValue = operation.described["requestBody"]["content"][type]["schema"]
                #expect(contract.faults(of: made, schema: schema).isEmpty, "the body that tests make for \(operation.id)")
            }
        }
        #expect(count > 400)
    }

    @Test("every operation refuses an unknown query parameter, in three languages (row 80)") func unknownParameter() throws {
        let titles = ["fi": "Virheellinen hakuehto", "sv": "Felaktig sökparameter", "en": "A query parameter is wrong"]
        for (operation, path, caller) in try reached() {
            for (language, title) in titles {
                let headers = ["Accept-Language": language].merging(usual(operation)) { $1 }
                let body = try self.body(operation, path)
                let refused = try caller.send(
                    operation.method, "\(path)?limitt=5", body, expecting: 400, at: PeopledCounty.day, headers: headers)
                #expect(refused.errors["limitt"] == "unknown_parameter", "\(operation.id)")
                #expect(refused["title"] == .string(title), "\(operation.id)")
            }
        }
    }

    @Test("every operation refuses an unacceptable Accept, and keeps nothing") func unacceptable() throws {
        let county = try county
        let before = try county.content()
        for (operation, path, caller) in try reached() {
            let headers = ["Accept": "image/png"].merging(usual(operation)) { $1 }
            let refused = try caller.send(
                operation.method, path, try body(operation, path), expecting: 406, at: PeopledCounty.day, headers: headers)
            #expect(refused.code == "not_acceptable", "\(operation.id)")
        }
        #expect(try county.content() == before)
    }

    @Test("every operation that takes a body refuses another Content-Type") func wrongContentType() throws {
        for (operation, path, caller) in try reached() where operation.example != nil {
            for type in ["text/plain", "application/xml", "application/json; charset=latin1"] {
                let headers = usual(operation).merging(["Content-Type": type]) { $1 }
                let refused = try caller.send(
                    operation.method, path, try body(operation, path), expecting: 415, at: PeopledCounty.day, headers: headers)
                #expect(refused.code == "unsupported_media_type", "\(operation.id)")
            }
        }
    }

    @Test("every operation that takes JSON refuses an unknown member of the body, with its pointer") func unknownMember() throws {
        let county = try county
        let before = try county.content()
        for (operation, path, caller) in try reached() where operation.requestTypes.contains("application/json") {
            let body = try #require(try county.body(of: operation, at: path)).with("noSuchMember", 1)
            let refused = try caller.send(
                operation.method, path, body.octets, expecting: 422, at: PeopledCounty.day, headers: usual(operation))
            #expect(refused.code == "invalid_body" && refused.errors["/noSuchMember"] == "unknown_member", "\(operation.id): \(refused)")
        }
        #expect(try county.content() == before)
    }

    @Test("every change needs If-Match, and a stale If-Match is answered 412 with the current tag (K25, row 86)") func versions() throws {
        let county = try county
        let before = try county.content()
        var count = 0
        for (operation, path, caller) in try reached() where operation.needsMatch {
            count += 1
            let body = try county.body(of: operation, at: path)?.octets
            let missing = try caller.send(operation.method, path, body, expecting: 428, at: PeopledCounty.day)
            #expect(missing.errors == ["If-Match": "required"], "\(operation.id)")
            let patch = operation.method == "PATCH" ? Array("{}".utf8) : body
            let stale = try caller.send(
                operation.method, path, patch, expecting: 412, at: PeopledCounty.day, headers: ["If-Match": #""999.abc""#])
            #expect(stale.code == "stale" && stale.etag != nil && stale["currentETag"].string == stale.etag, "\(operation.id): \(stale)")
        }
        #expect(count > 70)
        #expect(try county.content() == before)
    }

    @Test("HEAD answers every GET without its content, and OPTIONS lists the methods of every path") func headAndOptions() throws {
        let county = try county
        for (operation, path, caller) in try reached() where operation.method == "GET" && !Self.growing.contains(operation.id) {
            let get = try caller.send("GET", path, nil, expecting: nil, at: PeopledCounty.day)
            let head = try caller.send("HEAD", path, nil, expecting: get.status, at: PeopledCounty.day)
            #expect(head.body.isEmpty, "\(operation.id)")
            for field in ["Content-Length", "Content-Type", "ETag", "Cache-Control", "Vary"] {
                #expect(head.headers[field] == get.headers[field], "\(operation.id): \(field)")
            }
        }
        for path in Set(county.operations.map(\.path)) {
            let served = Set(county.operations.filter { $0.path == path }.map(\.method))
            let allow = try county.nobody.send("OPTIONS", filled(path), nil, expecting: 204).headers["Allow"]
            #expect(methods(allow) == served.union(["OPTIONS"]).union(served.contains("GET") ? ["HEAD"] : []), "\(path)")
        }
    }

    @Test("a method that a path does not have is answered 405 with Allow, TRACE too") func methodNotAllowed() throws {
        let county = try county
        for path in Set(county.operations.map(\.path)) {
            let served = Set(county.operations.filter { $0.path == path }.map(\.method))
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"] where !served.contains(method) {
                let refused = try county.admin.send(method, filled(path), nil, expecting: 405, at: PeopledCounty.day)
                #expect(methods(refused.headers["Allow"]).isSuperset(of: served), "\(method) \(path)")
            }
        }
    }

    @Test("a read with its own tag is answered 304, and one with another tag gets the content") func conditionalReads() throws {
        for (operation, path, caller) in try reached() where operation.method == "GET" && !Self.growing.contains(operation.id) {
            let first = try caller.send("GET", path, nil, expecting: nil, at: PeopledCounty.day)
            guard first.status == 200, let tag = first.etag else { continue }
            let same = try caller.send("GET", path, nil, expecting: nil, at: PeopledCounty.day, headers: ["If-None-Match": tag])
            #expect(same.status == 304 && same.body.isEmpty && same.etag == tag, "\(operation.id)")
            try caller.send("GET", path, nil, expecting: 200, at: PeopledCounty.day, headers: ["If-None-Match": #""0.0""#])
        }
    }

    // MARK: -

    /// Sends each write as a dry run, for real, again with the same key, and with the same key and another body.
    @Test("a dry run answers like the real request and keeps nothing; a replay answers the same; another body with the key is refused")
    func writes() throws {
        let county = try county
        var refused: [String: String] = [:]
        var taken: Set<String> = []
        // The operation that revokes keys goes last.
        let writes = county.operations.filter(\.takesDryRun)
        for operation in writes.filter({ $0.id != Self.last }) + writes.filter({ $0.id == Self.last }) {
            for path in try county.paths(of: operation, atMost: 8) {
                let caller = try county.caller(of: operation, at: path)
                let body = try body(operation, path)
                var headers = usual(operation)
                func send(_ more: [String: String], _ body: [UInt8]?) throws -> Reply {
                    try caller.send(
                        operation.method, path, body, expecting: nil, at: PeopledCounty.day, headers: headers.merging(more) { $1 })
                }
                let before = try county.content()
                let rehearsed = try send(["Prefer": "dry-run"], body)
                #expect(try county.content() == before, "\(operation.id): a dry run has kept something")
                #expect(rehearsed.status > 299 || rehearsed.headers["Preference-Applied"] == "dry-run", "\(operation.id)")
                if operation.takesKey { headers["Idempotency-Key"] = "\(operation.id)-\(path.hashValue)" }
                let real = try send([:], body)
                #expect(real.status == rehearsed.status, "\(operation.id): \(rehearsed)\n\(real)")
                #expect(plain(real.text) == plain(rehearsed.text), "\(operation.id)")
                let isTaken = (200...299).contains(real.status)
                // The rotation runs after its answer. The content no longer changes when it is done.
                if isTaken, operation.id == "rotateHetuKey" { _ = try caller.completed(real) }
                if isTaken, operation.id == "makeBackup" { _ = try caller.ended(real) }
                if operation.takesKey, isTaken {
                    let after = try county.content()
                    let again = try send([:], body)
                    #expect(again.status == real.status && again.body == real.body && again.etag == real.etag, "\(operation.id)")
                    #expect(again.headers["Idempotency-Replayed"] == "true", "\(operation.id)")
                    let other = try send([:], Array("{ }".utf8) + [0x20])
                    #expect(other.status == 422 && other.code == "idempotency_mismatch", "\(operation.id): \(other)")
                    #expect(try county.content() == after, "\(operation.id): a replay has changed something")
                } else if !isTaken {
                    #expect(try county.content() == before, "\(operation.id): a refusal has kept something")
                }
                county.forget()
                if isTaken {
                    taken.insert(operation.id)
                    refused[operation.id] = nil
                    break
                }
                refused[operation.id] = "\(real.status) \(real.code ?? "") \(real.errors) \(real["detail"].string ?? "")"
            }
        }
        // The other writes were refused, and refused alike, because the county lacks the state or the items they need.
        print("\(taken.count) writes were taken, \(refused.count) refused")
        #expect(taken.count > 90, "\(refused.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n"))")
    }

    /// A text without the parts that differ from run to run: identities, tokens, numbers and tags.
    private func plain(_ text: String) -> String {
        text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "…").replacing(/avain_[0-9a-f]{64}/, with: "…")
            .replacing(/"[A-Z]-[0-9]{6}"/, with: "…").replacing(/"[0-9]+\.[0-9a-f]{4,16}\\""/, with: "…")
    }

    func usual(_ operation: DescribedOperation) -> [String: String] {
        var headers = operation.needsMatch || operation.method == "PUT" ? ["If-Match": "*"] : [:]
        if operation.requestTypes == ["application/x-ndjson"] { headers["Content-Type"] = "application/x-ndjson" }
        return headers
    }

    private func body(_ operation: DescribedOperation, _ path: String) throws -> [UInt8]? {
        try county.body(of: operation, at: path)?.octets
    }

    private func filled(_ path: String) -> String {
        "/" + path.split(separator: "/").map { $0.hasPrefix("{") ? "00000000-0000-7000-8000-000000000000" : $0 }.joined(separator: "/")
    }

    private func methods(_ allow: String?) -> Set<String> {
        Set((allow ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
    }
}
