import ArgumentParser
import FlyingFox
import FlyingSocks
import Foundation
import GRDB
import PeerRegister

/// A read-only register on FlyingFox and GRDB, written as their users would write it.
@main
struct FlyingFoxPeer: AsyncParsableCommand {
    @Option var database: String
    @Option var port: UInt16

    func run() async throws {
        let pool = try DatabasePool(path: database)
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled)
        await server.appendRoute("GET /health") { _ in try json(["status": "ok"]) }
        await server.appendRoute("GET /v1/clients/:id") { (id: String) in
            guard let client = try await pool.read({ try Client.fetchOne($0, key: id) }) else {
                return HTTPResponse(statusCode: .notFound)
            }
            return try json(client)
        }
        await server.appendRoute("GET /v1/clients") { request in
            let limit = request.query["limit"].flatMap { Int($0) } ?? 50
            let after = request.query["after"]
            return try json(try await pool.read { try Client.page($0, after: after, limit: limit) })
        }
        try await server.run()
    }
}

@Sendable private func json(_ value: some Encodable) throws -> HTTPResponse {
    HTTPResponse(statusCode: .ok, headers: [.contentType: "application/json"], body: try JSONEncoder().encode(value))
}
