import Foundation
import JSON
import Testing

/// Users and keys at the command line, and users of older databases.
@Suite struct UserCommandTests {
    private func run(_ service: ServiceProcess, _ words: String...) throws -> String {
        let done = try ServiceProcess.run(words + ["--database", service.database])
        #expect(done.status == 0, "\(words): \(done)")
        return done.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("users and keys are listed, added, ended and revoked while the service does not run") func manages() throws {
        let service = try ServiceProcess()
        let admin = try service.makeKey(role: "admin", name: "Anna Admin")
        let user = try run(service, "users", "add", "--role", "finance", "--name", "Raija Raha")
        let again = try run(service, "users", "add", "--role", "finance", "--name", "Raija Raha")
        #expect(user != again)
        let token = try run(service, "keys", "create", "--user", user)
        let users = try run(service, "users", "list")
        #expect(users.contains("\(user)\tfinance") && users.contains("\(again)\tfinance"))
        let keys = try run(service, "keys", "list", "--user", user).split(separator: "\t")
        #expect(keys.count == 6 && keys[1] == "live" && keys[2] == "finance" && keys[4] == "Raija Raha")
        #expect(try run(service, "keys", "revoke", "--key", String(keys[0])) == "revoked")
        #expect(try run(service, "keys", "list", "--user", user).contains("\trevoked\t"))
        _ = try run(service, "users", "end", "--user", again, "--last-day", "2026-01-31")
        let last = try run(service, "keys", "list").split(separator: "\n").first { $0.contains("\tadmin\t") }?.prefix(36) ?? ""
        let refused = try ServiceProcess.run(["keys", "revoke", "--key", String(last), "--database", service.database])
        #expect(refused.status == 64 && refused.errors.contains("last_administrator"), "\(refused)")
        #expect(try ServiceProcess.run(["verify", "--database", service.database]).output == "all holds\n")
        try service.start()
        try Caller(service: service, curl: Curl(), token: token, name: "Raija").get("/v1/me", expecting: 401)
        try Caller(service: service, curl: Curl(), token: admin, name: "Anna").get("/v1/me")
    }

    @Test("a command that finds the service running names the request that does the same") func namesRequests() throws {
        let county = try County()
        let commands: [([String], String)] = [
            (["keys", "list"], "GET /v1/admin/keys"), (["users", "list"], "GET /v1/users"),
            (["users", "add", "--role", "finance", "--name", "Raija Raha"], "POST /v1/admin/users"),
        ]
        for (words, request) in commands {
            let held = try ServiceProcess.run(words + ["--database", county.service.database])
            #expect(held.status == 75 && held.errors.contains(request), "\(held)")
        }
    }

    @Test("an administrator's key is made while the service serves; nobody else may order one") func whileServing() throws {
        let county = try County()
        let order = ["keys", "create", "--while-serving", "--database", county.service.database, "--role"]
        let done = try ServiceProcess.run(order + ["admin", "--name", "Hätä Admin"])
        #expect(done.status == 0, "\(done)")
        let token = done.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let me = try county.caller(token: token).get("/v1/me")
        #expect(me["role"] == "admin" && me["name"] == "Hätä Admin")
        let grants = try county.dataProtectionOfficer.all("/v1/key-grants?userId=\(me.id)")
        #expect(grants.map { $0["grantedBy"] } == ["00000000-0000-7000-8000-000000000000"])
        #expect(try ServiceProcess.run(order + ["finance", "--name", "Raija"]).status == 64)
        #expect(!county.service.errors.contains(token))
        // A file that others may read is no order.
        let file = county.service.database + ".key-order"
        let hash = String(repeating: "a", count: 64)
        _ = try ServiceProcess.run(program: "/bin/sh", ["-c", "umask 022; echo \"$0 Vieras\" > \"$1\"", hash, file])
        _ = try county.service.errors { $0.contains("that nobody else can read") }
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(try !county.admin.all("/v1/users?role=admin").contains { $0["name"] == "Vieras" })
    }

    @Test("old keys still sign in after the step that gives users roles, in the role and unit they had") func oldKeys() throws {
        let service = try ServiceProcess()
        try OlderRelease.makeDatabase(service.database)
        _ = try HetuAtRestTests.makeOlder(service.database)
        let stored = Stored(database: service.database)
        let user = try stored.rows("SELECT id, role, coalesce(unit_id, '') FROM users WHERE role = 'social_worker' ORDER BY id LIMIT 1")[0]
        // A key of the older release: the SHA-256 of "avain_" and 64 zeros.
        let token = "avain_" + String(repeating: "0", count: 64)
        let digest = try ServiceProcess.run(program: "/bin/sh", ["-c", "printf %s \(token) | sha256sum"]).output.prefix(64)
        try stored.write(
            """
            INSERT INTO access_keys (id, created_at, updated_at, version, user_id, token_hash, scope)
            VALUES ('01980000-0000-7000-8000-0000000000aa', 0, 0, 1, '\(user[0])', '\(digest)', '')
            """)
        #expect(try ServiceProcess.run(["migrate", "--database", service.database]).status == 0)
        #expect(try stored.column("SELECT count(*) FROM users") == stored.column("SELECT count(*) FROM user_roles"))
        try service.start()
        let me = try Caller(service: service, curl: Curl(), token: token, name: "old").get("/v1/me")
        #expect(me["id"] == .string(user[0]) && me["role"] == .string(user[1]) && (me["unitId"].string ?? "") == user[2])
        service.stop()
        #expect(try ServiceProcess.run(["verify", "--database", service.database]).output == "all holds\n")
    }
}
