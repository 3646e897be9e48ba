import Foundation
import JSON
import Testing

/// Row 75: every call that the table puts on record has one row in the access log, however it ends; any other has none, unless it is refused.
@Suite struct AuditTests {
    @Test("for every operation as many rows as the table says") func countsRows() throws {
        let scene = try RightsScene()
        let database = scene.county.service.database
        func rows() throws -> [[String]] {
            let sql = "SELECT sequence, operation, status, user_id, request_id FROM access_log ORDER BY sequence"
            return try ServiceProcess.run(program: "/usr/bin/sqlite3", ["-readonly", database, sql]).output
                .split(separator: "\n").map { $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init) }
        }
        let before = try rows().count
        var expected: [String: (operation: String, status: Int, user: String)] = [:]
        let roles = ["social_worker, unit", "social_worker, none", "finance, task", "auditor, task", "client, own"]
        for name in roles {
            let asker = try scene.asker(name)
            for operation in scene.county.operations where !operation.isOpen {
                let reply = try scene.ask(operation, of: scene.clients[0], as: asker)
                // What is no request of this operation at all has not run.
                guard ![400, 406, 415].contains(reply.status) else { continue }
                guard operation.described["x-onRecord"] == true || reply.status == 403 else { continue }
                let request = reply.headers["X-Request-Id"] ?? ""
                expected[request] = (operation.id, reply.status, asker.caller.userID)
            }
        }
        // Who is refused before the body comes does not wait for the row.
        var written = try rows().dropFirst(before)
        for _ in 0..<100 where written.count < expected.count {
            Thread.sleep(forTimeInterval: 0.05)
            written = try rows().dropFirst(before)
        }
        for row in written {
            let told = expected.removeValue(forKey: row[4])
            #expect(told?.operation == row[1] && told.map { "\($0.status)" } == row[2], "\(row)")
            #expect(told?.user == row[3] || told?.user == "", "\(row)")
        }
        #expect(expected.isEmpty, "not on record: \(expected.values.map { "\($0.operation) \($0.status)" }.sorted().prefix(20))")
        print("audit: \(written.count) rows")
        #expect(written.count > 1_000)
    }
}
