import Foundation
import JSON
import Testing

/// The log on standard error. Whatever becomes of it, the service answers.
@Suite struct StandardErrorTests {
    /// A service whose requests for meetings fail, each with a line of the log.
    private func failing(_ service: ServiceProcess) throws -> (County, path: String) {
        let county = try County(service)
        let file = try county.openCase()
        try ForeignProgram.run("ALTER TABLE meetings RENAME TO meetings_away", on: service)
        return (county, "\(file.path)/meetings")
    }

    @Test("2,000 failing requests are answered though nobody reads the log; the lines that did not fit are counted") func answersUnread()
        throws
    {
        let service = try ServiceProcess()
        guard mkfifo(service.errorFile, 0o600) == 0 else { throw ProcessFault("mkfifo: \(errno)") }
        let pipe = open(service.errorFile, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        defer { close(pipe) }
        let (county, path) = try failing(service)
        let body: JSONValue = ["kind": "plan", "heldOn": "2026-03-05", "place": "koti", "placeChosenBy": "client"]
        // A megabyte waits in memory and 64 kB in the pipe, so long lines are needed to reach the bound with 2,000 requests.
        let replies = try concurrently(4) { _ in
            try (0..<500).map { _ in
                try county.worker.send("POST", path, body.octets, expecting: nil, isJudged: false).status
            }
        }
        #expect(replies.joined().allSatisfy { $0 == 503 } && replies.joined().count == 2_000)
        // Now somebody reads.
        var read: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        func drain() {
            while true {
                let count = Foundation.read(pipe, &buffer, buffer.count)
                guard count > 0 else { return }
                read += buffer[..<count]
            }
        }
        let end = ContinuousClock.now + .seconds(30)
        func lines() -> [Substring] { String(decoding: read, as: UTF8.self).split(separator: "\n").filter { $0.contains(#""level":"#) } }
        func dropped() -> Int {
            lines().compactMap { line in (try? JSONReader.read(Array(line.utf8)))?["dropped"].string.flatMap { Int($0) } }.reduce(0, +)
        }
        func failures() -> Int { lines().count { $0.contains("storage") || $0.contains("meetings") || $0.contains(#""level":"error""#) } }
        while failures() + dropped() < 2_000, ContinuousClock.now < end {
            var waiting = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, 100)
            drain()
        }
        #expect(failures() + dropped() >= 2_000, "\(failures()) lines and \(dropped()) dropped")
        #expect(lines().allSatisfy { (try? JSONReader.read(Array($0.utf8))) != nil })
        #expect(service.stop() == 0)
    }

    @Test("a service that is started without standard error and output serves, and writes no message into its files")
    func servesWithoutStreams() throws {
        // The shell closes the streams. The answer to "which port" is then unknown, so the port is chosen here.
        let service = try ServiceProcess()
        let token = try service.makeKey(role: "social_worker", name: "Sari", unit: "Vammaispalvelut")
        let port = try freePort()
        let words = [
            ServiceProcess.program, "serve", "--database", service.database, "--listen", "127.0.0.1:\(port)", "--storage-reserve", "0",
        ]
        let child = try ChildProcess(["/bin/sh", "-c", #"exec "$@" <&- >&- 2>&-"#, "sh"] + words, errorsTo: service.errorFile)
        defer {
            child.signal(SIGTERM)
            #expect(child.wait() == 0)
        }
        let curl = Curl()
        let base = "http://127.0.0.1:\(port)"
        let end = ContinuousClock.now + .seconds(30)
        while (try? curl.send("GET", base + "/health"))?.status != 200, ContinuousClock.now < end { sched_yield() }
        let headers = [(name: "Authorization", value: "Bearer \(token)")]
        #expect(try curl.send("GET", base + "/v1/me", headers: headers).status == 200)
        // A fault makes a line of the log.
        try ForeignProgram.run("ALTER TABLE units RENAME TO units_away", on: service)
        _ = try curl.send("GET", base + "/v1/units", headers: headers)
        try ForeignProgram.run("ALTER TABLE units_away RENAME TO units", on: service)
        for name in try FileManager.default.contentsOfDirectory(atPath: service.folder) where name.hasPrefix("avain.sqlite") {
            #expect(try !text(ofFile: "\(service.folder)/\(name)").contains(#""level":"#), "\(name)")
        }
        #expect(try curl.send("GET", base + "/v1/units", headers: headers).status == 200)
    }

    /// A port that was free a moment ago.
    private func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else { throw ProcessFault("no free port: \(errno)") }
        return UInt16(bigEndian: address.sin_port)
    }
}
