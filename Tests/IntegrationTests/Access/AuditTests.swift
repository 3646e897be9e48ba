import Foundation
import JSON
import Testing

/// Row 75: every call that the table of rights marks as on record has one row in the access log, for any outcome (A20, ATL 10 §).
/// Other calls have none, unless a right is refused.
@Suite struct AuditTests {
    @Test("every operation writes as many log rows as the table of rights says (A20, row 75)") func countsRows() throws {
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
        // A caller who is refused before the body arrives does not wait for the row. Rows are written in the order in which they were
        // noted, so when a call that waits for its row is answered, the rows of all earlier calls are there.
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

    /// An invalid request does not run the operation, so it has no row.
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
