import Foundation
import Glibc
import HTTPServer
import Logging
import PersonalBudgeting
import SQLiteEngine
import Store
import Synchronization

@testable import API

/// The service on a server and a database of its own, over watched storage. `stop` ends and removes them.
final class ServedDatabase: Sendable {
    let watch = LaneWatch()
    let server: Server
    private let service: Service
    private let database: Database
    private let folder: URL

    /// - Parameter tally: counts the statements of readers.
    init(reading place: ReadPlace, counting tally: StatementTally = StatementTally()) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "avain-api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try Database(
            engine: CountingEngine(kept: SQLiteEngine(path: folder.appending(path: "t.sqlite").path), tally: tally), keyFile: KeyInMemory())
        let watch = watch
        let service = try Service(
            storage: WatchedStorage(kept: database, readPlace: place, watch: watch), clock: { ServedDatabase.now }, hasTestClock: true,
            logger: Logger(label: "test"), status: ServiceStatus(version: "1", engine: "watched"))
        let handlers = try (0..<2).map { _ in WatchedHandler(handler: try service.makeHandler(), watch: watch) }
        self.service = service
        server = try Server(host: "127.0.0.1", port: 0, lanes: handlers.count) { handlers[$0] }
        server.start()
    }

    /// Stops the server, ends waiting calls and deletes the files.
    func stop() {
        let done = DispatchSemaphore(value: 0)
        server.stop(deadlineSeconds: 4) { done.signal() }
        service.stopWaiting()
        done.wait()
        try? FileManager.default.removeItem(at: folder)
    }

    private static let now = Instant("2026-03-02T09:00:00Z") ?? Instant(clampingMicroseconds: 0)

    /// A token of a new user in a role, without a unit.
    func token(_ role: Role) throws -> String {
        let token = Token.make()
        try database.writeAndWait { repositories in
            let work = Work(
                repositories: repositories, actor: .commandLine, now: ServedDatabase.now, identifiers: TimeOrderedIdentifiers(after: 0))
            try work.addKey(
                tokenHash: Token.hash(token), role: role, name: role.rawValue, unitName: nil, clientID: nil,
                sourceSystem: role == .system ? "lahde" : nil)
        }
        return token
    }

    /// Sends one request on a connection of its own.
    /// - Parameter isEnough: whether the text received so far suffices; by default reads until the server closes.
    func send(
        _ method: String, _ path: String, _ headers: [String: String] = [:], body: String? = nil,
        until isEnough: (String) -> Bool = { _ in false }
    ) throws -> ServedAnswer {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: test\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        text += "\r\n\(body ?? "")"
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(server.port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { throw CocoaError(.fileReadUnknown) }
        var octets = Array(text.utf8)
        while !octets.isEmpty {
            let sent = Glibc.send(descriptor, octets, octets.count, Int32(MSG_NOSIGNAL))
            guard sent > 0 else { throw CocoaError(.fileWriteUnknown) }
            octets.removeFirst(sent)
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !isEnough(String(decoding: received, as: UTF8.self)) {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { throw CocoaError(.fileReadUnknown) }
            if count == 0 { break }
            received += buffer[..<count]
        }
        return try ServedAnswer(String(decoding: received, as: UTF8.self))
    }
}

/// An answer, split into status, fields and body.
struct ServedAnswer {
    let status: Int
    private let fields: [Substring]
    let body: String

    init(_ text: String) throws {
        guard let end = text.range(of: "\r\n\r\n") else { throw CocoaError(.fileReadCorruptFile) }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        self.status = status
        fields = Array(lines.dropFirst())
        body = String(text[end.upperBound...])
    }

    func header(_ name: String) -> String? {
        fields.first { $0.lowercased().hasPrefix("\(name.lowercased()): ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    /// Head and body without the values that differ between databases and moments: identities, digests, cursors, the date.
    var comparable: String {
        var text = ([Substring("\(status)")] + fields.filter { !$0.hasPrefix("Date: ") && !$0.hasPrefix("Content-Length: ") })
            .joined(separator: "\n")
        text += "\n\n\(body)"
        text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "(id)")
        text.replace(/\\?"([0-9]+)\.[0-9a-f]{1,16}(-[a-z]+)?\\?"/) { "(tag \($0.output.1))" }
        return text
    }
}

/// A key file in memory.
private final class KeyInMemory: HetuKeyFile {
    private let keys = Mutex<[HetuMasterKey]?>(nil)

    func read() -> [HetuMasterKey]? { keys.withLock { $0 } }

    func write(_ keys: [HetuMasterKey]) { self.keys.withLock { $0 = keys } }
}
