import Foundation
import JSON
import Synchronization
import Testing

/// Other programs that have the database open while the service runs (decision 0022).
@Suite struct ForeignProgramTests {
    @Test("a view that another program keeps open stops neither writes nor reads; it is reported, and the log shrinks afterwards")
    func survivesReader() throws {
        let county = try County()
        let client = try county.newClient()
        let shell = try ForeignProgram(on: county.service, holding: "BEGIN; SELECT count(*) FROM clients")
        let log = county.service.database + "-wal"
        @Sendable func size() -> Int64 { (try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int64) ?? 0 }
        let slowest = Mutex(Duration.zero)
        let refused = Tally()
        // Several times the length at which the log is emptied. A wait for the reader would take five seconds each time.
        let end = ContinuousClock.now + .seconds(60)
        _ = try concurrently(4) { number in
            while size() < 13 << 20, ContinuousClock.now < end {
                let begin = ContinuousClock.now
                let reply =
                    number == 0
                    ? try county.worker.send("GET", client.path, nil, expecting: nil, isJudged: false)
                    : try county.worker.send("POST", "/v1/clients", county.clientBody().octets, expecting: nil, isJudged: false)
                if reply.status >= 300 { refused.add() }
                let took = ContinuousClock.now - begin
                slowest.withLock { $0 = max($0, took) }
            }
        }
        #expect(size() >= 13 << 20 && refused.count == 0)
        #expect(slowest.withLock { $0 } < .seconds(3))
        let watch = try FileWatch(county.service.errorFile)
        try watch.wait(withinSeconds: 30) { county.service.errors.contains("cannot be emptied") }
        #expect(county.service.errors.contains("process \(shell.pid) (sqlite3)"), "\(county.service.errors)")
        shell.release()
        try watch.wait(withinSeconds: 30) { county.service.errors.contains("is emptied again") }
        // The next commit begins the log anew; its file is then cut part by part.
        try county.worker.get(client.path)
        try FileWatch(log).wait(withinSeconds: 30) { size() <= 8 << 20 }
        #expect(county.service.stop() == 0)
        #expect(try ServiceProcess.run(["verify", "--database", county.service.database]).output == "all holds\n")
    }

    @Test("while another program writes, writes and reads on record get 503, other reads go on, and the log names the program")
    func reportsWriter() throws {
        let county = try County()
        let client = try county.newClient()
        let shell = try ForeignProgram(on: county.service, holding: "BEGIN IMMEDIATE")
        let refused = try concurrently(2) { number in
            number == 0
                ? try county.worker.send("POST", "/v1/clients", county.clientBody().octets, expecting: nil)
                : try county.worker.send("GET", client.path, nil, expecting: nil)
        }
        for reply in refused { #expect(reply.status == 503 && reply.code == "busy" && reply.headers["Retry-After"] == "1", "\(reply)") }
        let begin = ContinuousClock.now
        try county.worker.get("/v1/me")
        #expect(ContinuousClock.now - begin < .seconds(2))
        #expect(try county.nobody.get("/ready", expecting: 503).code == "storage_failing")
        _ = try county.service.errors { $0.contains("holds the database for writing") }
        #expect(county.service.errors.contains("process \(shell.pid) (sqlite3)"), "\(county.service.errors)")
        shell.release()
        // The service finds out by itself.
        try FileWatch(county.service.errorFile).wait(withinSeconds: 30) { county.service.errors.contains("can be written again") }
        _ = try county.newClient()
        try county.nobody.get("/ready")
    }

    @Test("a commit of another program is reported as an error at the next commit of the service") func reportsCommit() throws {
        let county = try County()
        let client = try county.newClient()
        let id = "01980000-0000-7000-8000-000000000001"
        try ForeignProgram.run(
            "INSERT INTO units (id, created_at, updated_at, version, name) VALUES ('\(id)', 1, 1, 1, 'lisätty')", on: county.service)
        #expect(!county.service.errors.contains("another program has written"))
        try county.worker.get(client.path)
        let log = try county.service.errors { $0.contains("another program has written") }
        let reports = log.split(separator: "\n").filter { $0.contains("another program has written") }
        #expect(reports.count == 1 && reports.first?.contains(#""level":"error""#) == true)
        // The lanes see the commit too, and serve no row that somebody else has written.
        #expect(try county.admin.get("/v1/units", expecting: 503).code == "storage_failing")
    }

    @Test("a copy that another program makes in one view ends while 50 reads a second are recorded (row 115)") func copiesBeside() throws {
        let county = try County()
        let client = try county.newClient()
        let copy = county.service.folder + "/beside.sqlite"
        let isOver = Atomic(false)
        let reads = Tally()
        let ended = DispatchSemaphore(value: 0)
        let thread = Thread {
            while !isOver.load(ordering: .relaxed) {
                _ = try? county.worker.get(client.path)
                reads.add()
            }
            ended.signal()
        }
        thread.start()
        try reads.wait(for: 20, withinSeconds: 30)
        let made = try ServiceProcess.run(program: "/usr/bin/sqlite3", [county.service.database, "VACUUM INTO '\(copy)'"])
        isOver.store(true, ordering: .relaxed)
        ended.wait()
        #expect(made.status == 0, "\(made)")
        let checked = try ServiceProcess.run(
            ["verify", "--database", copy, "--without-anchors", "--key-file", county.service.database + ".keys"])
        #expect(checked.output == "all holds\n", "\(checked)")
    }
}
