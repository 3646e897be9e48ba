import CCurl
import JSON
import Testing

/// Scenes that provoke the problems of storage, each on a service of its own while another process handles the database file.
enum StorageScenes {
    static let all: [String: ProblemScene.Make] = [
        "too_many_requests": tooManyRequests, "busy": busy, "storage_failing": storageFailing, "idempotency_in_flight": inFlight,
    ]

    /// A service that allows a user one request a second, with a burst of five: the sixth is refused.
    private static func tooManyRequests(_ shared: County) throws -> ProblemScene {
        let service = try ServiceProcess(arguments: ["--test-clock", "--caller-limit", "1"])
        let token = try service.makeKey(role: "finance", name: "Raija Raha")
        try service.start()
        let caller = Caller(service: service, curl: Curl(), token: token, name: "Raija Raha")
        return ProblemScene(by: shared.finance) {
            for _ in 0..<5 { try caller.get("/v1/me") }
            let refused = try caller.triedGet("/v1/me")
            #expect(refused.headers["Retry-After"] == "1")
            // Health has no limit.
            for _ in 0..<20 { try caller.get("/health") }
            return refused
        }
    }

    /// Another process holds the database for writing. The service waits for it for the five seconds of `busyMode`.
    private static func busy(_ shared: County) throws -> ProblemScene {
        let county = try County()
        let lock = try ForeignProgram(on: county.service, holding: "BEGIN IMMEDIATE")
        let body = county.clientBody()
        return ProblemScene(by: county.nobody, isMended: true) {
            let reply = try county.worker.tried("/v1/clients", body)
            // The service finds out by itself that the lock is gone. The example asks whether it has.
            let watch = try FileWatch(county.service.errorFile)
            lock.release()
            try watch.wait(withinSeconds: 30) { county.service.errors.contains("can be written again") }
            return reply
        }
    }

    /// Sends the same request twice while the first waits for the database.
    private static func inFlight(_ shared: County) throws -> ProblemScene {
        let county = try County()
        let path = "\(try county.openCase().path)/meetings"
        let lock = try ForeignProgram(on: county.service, holding: "BEGIN IMMEDIATE")
        let key = "tapaaminen-1"
        let body = Array(try ProblemExampleTests.shown("idempotency_in_flight", to: county.nobody).body?.utf8 ?? "".utf8)
        return ProblemScene(by: county.worker, ["case": .string(String(path.split(separator: "/")[2])), "sameKey": .string(key)]) {
            let replies = try concurrently(2) { _ in
                let reply = try county.worker.send("POST", path, body, expecting: nil, headers: ["Idempotency-Key": key])
                lock.release()
                return reply
            }
            guard replies.contains(where: { $0.status == 201 }), let told = replies.first(where: { $0.status == 409 }) else {
                throw ProcessFault("\(replies)")
            }
            return told
        }
    }

    /// Renames a table, and names it back afterwards.
    private static func storageFailing(_ shared: County) throws -> ProblemScene {
        let county = try County()
        let file = try county.openCase()
        let meeting: JSONValue = ["kind": "plan", "heldOn": "2026-03-05", "place": "koti", "placeChosenBy": "client"]
        func rename(_ name: String, _ other: String) throws {
            let done = try ServiceProcess.run(
                program: "/usr/bin/sqlite3", [county.service.database, "ALTER TABLE \(name) RENAME TO \(other)"])
            guard done.status == 0 else { throw ProcessFault("sqlite3: \(done.errors)") }
        }
        try rename("meetings", "meetings_away")
        var isAway = true
        return ProblemScene(by: county.nobody, isMended: true) {
            let reply = try county.worker.tried("\(file.path)/meetings", meeting)
            if isAway { try rename("meetings_away", "meetings") }
            isAway = false
            return reply
        }
    }
}
