import ArgumentParser
import Foundation
import GRDB
import Hummingbird
import PeerRegister

/// A register on Hummingbird and GRDB, written as their users would write it: a router, a pool, codable records, no token and no log.
@main
struct HummingbirdPeer: AsyncParsableCommand {
    @Option var database: String
    @Option var port: Int
    @Flag(help: "Commit durably: PRAGMA synchronous = FULL.") var durable = false

    func run() async throws {
        let pool = try DatabasePool(path: database)
        if durable {
            // Set after the pool is open, because opening sets NORMAL.
            try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        }
        let synchronous = try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        guard synchronous == (durable ? 2 : 1) else { throw ValidationError("synchronous is \(synchronous ?? -1)") }

        let router = Router()
        router.get("health") { _, _ in Health(status: "ok") }
        router.get("v1/clients/:id") { _, context in
            let id = try context.parameters.require("id")
            guard let client = try await pool.read({ try Client.fetchOne($0, key: id) }) else { throw HTTPError(.notFound) }
            return client
        }
        router.get("v1/clients") { request, _ in
            let parameters = request.uri.queryParameters
            let limit = parameters.get("limit", as: Int.self) ?? 50
            let after = parameters.get("after")
            return try await pool.read { try Client.page($0, after: after, limit: limit) }
        }
        router.post("v1/clients") { request, context in
            let new = try await request.decode(as: NewClient.self, context: context)
            let client = new.client(at: .now)
            do {
                try await pool.write { try RegisteredClient(hetu: new.hetu, client: client).insert($0) }
            } catch DatabaseError.SQLITE_CONSTRAINT_UNIQUE {
                throw HTTPError(.conflict)
            }
            return EditedResponse(status: .created, headers: [.location: "/v1/clients/\(client.id)"], response: client)
        }
        let application = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}

struct Health: ResponseCodable {
    let status: String
}

extension Client: ResponseCodable {}
extension ClientPage: ResponseCodable {}
