import Foundation
import JSON
import Testing

/// Row 75: every call that the table puts on record has one row in the access log, however it ends; any other has none, unless a right is
/// refused.
@Suite struct AuditTests {
    @Test("for every operation as many rows as the table says") func countsRows() throws {
        let scene = try RightsScene.shared
        let run = "audit-\(UUID().uuidString.prefix(8))"
        var asked: [String: (operation: DescribedOperation, status: Int, user: String)] = [:]
        var onRecord: (operation: DescribedOperation, place: RightsScene.Place, caller: Caller)?
        let names = [
            "social_worker, of the unit", "social_worker, of another unit", "finance, whoever the client", "auditor, whoever the client",
            "client, client 0",
        ]
        for standing in scene.standings where names.contains(standing.name) {
            for operation in scene.county.operations where !operation.isOpen {
                guard let place = scene.places[0][operation.id] else { continue }
                let request = "\(run)-\(asked.count)"
                let reply = try ask(operation, place, standing.caller, request)
                asked[request] = (operation, reply.status, standing.caller.userID)
                if reply.status == 200, operation.described["x-onRecord"] == true { onRecord = (operation, place, standing.caller) }
            }
        }
        #expect(asked.count > 1_000)
        let stored = Stored(database: scene.county.service.database)
        func rows() throws -> [[String]] {
            try stored.rows("SELECT request_id, operation, status, user_id FROM access_log WHERE request_id LIKE '\(run)-%'")
        }
        let expected = asked.filter { isOnRecord($0.value.operation, $0.value.status) }
        // Who is refused before the body comes does not wait for the row. But rows are kept in the order in which they were noted, so those of
        // all calls are there when one that waits for its own is answered.
        let last = try #require(onRecord)
        #expect(try ask(last.operation, last.place, last.caller, "after-\(run)").status == 200)
        let written = Dictionary(grouping: try rows()) { $0[0] }
        print("audit: \(asked.count) calls, \(expected.count) of them on record")
        for (request, call) in asked {
            let told = written[request]?.map { Array($0.dropFirst()) } ?? []
            let wanted = expected[request].map { [[$0.operation.id, "\($0.status)", $0.user]] } ?? []
            #expect(told == wanted, "\(call.operation.id), \(call.status)")
        }
    }

    /// What is no request of the operation at all has not run.
    private func isOnRecord(_ operation: DescribedOperation, _ status: Int) -> Bool {
        if [400, 406, 415].contains(status) { return false }
        return operation.described["x-onRecord"] == true || status == 403
    }

    private func ask(_ operation: DescribedOperation, _ place: RightsScene.Place, _ caller: Caller, _ request: String) throws -> Reply {
        let headers = operation.rehearsing.merging(["X-Request-Id": request, "X-Purpose": "koe"]) { $1 }
        return try caller.send(
            operation.method, place.path + operation.leastQuery, place.body?.octets, expecting: nil, at: PeopledCounty.day, headers: headers
        )
    }
}
