import JSON
import Testing

/// Checks what Docs/api-conventions.md promises of every operation, for every operation of the document. A new route is included.
@Suite struct ContractTests {
    /// One operation of the served document.
    struct Served: Sendable {
        let id: String
        let method: String
        /// The path with a made-up identity for each parameter.
        let path: String
        let isOpen: Bool
        let needsMatch: Bool
        let takesBody: Bool
        let roles: [String]
    }

    private static func operations(_ county: County) throws -> [Served] {
        let document = try county.nobody.get("/openapi.json").json
        guard case .object(let paths) = document["paths"] else { return [] }
        return paths.flatMap { path -> [Served] in
            guard case .object(let methods) = path.value else { return [] }
            return methods.map { method in
                let filled = path.name.split(separator: "/").map { part -> String in
                    part.hasPrefix("{") ? (part == "{code}" ? "busy" : "00000000-0000-7000-8000-000000000000") : String(part)
                }
                return Served(
                    id: method.value["operationId"].string ?? "", method: method.name.uppercased(),
                    path: "/" + filled.joined(separator: "/"),
                    isOpen: method.value["security"].array.isEmpty,
                    needsMatch: method.value["parameters"].array.contains { $0["name"] == "If-Match" && $0["required"] == true },
                    takesBody: method.value["requestBody"] != .null, roles: method.value["x-roles"].array.compactMap(\.string))
            }
        }
    }

    @Test("only the open operations answer without a token") func needsToken() throws {
        let county = try County.shared
        let all = try ContractTests.operations(county)
        #expect(all.count > 200)
        #expect(all.filter(\.isOpen).map(\.id).sorted() == ["docs", "explainProblem", "health", "openapi", "ready"])
        for operation in all where !operation.isOpen {
            try county.nobody.send(operation.method, operation.path, nil, expecting: 401)
        }
    }

    @Test("every read refuses an unknown query parameter and a media type that it does not have") func refusesUnknownParameters() throws {
        let county = try County.shared
        for operation in try ContractTests.operations(county) where operation.method == "GET" {
            let refused = try county.admin.get(operation.path + "?nosuchparameter=1", expecting: 400)
            #expect(refused.code == "bad_query", "\(operation.id)")
            try county.admin.get(operation.path, expecting: 406, headers: ["Accept": "image/png"])
        }
    }

    @Test("every write refuses another media type, and every change needs If-Match") func refusesWrongWrites() throws {
        let county = try County.shared
        for operation in try ContractTests.operations(county) where operation.takesBody {
            let headers = ["Content-Type": "text/plain"]
            try county.admin.send(operation.method, operation.path, Array("x".utf8), expecting: 415, headers: headers)
            guard operation.needsMatch else { continue }
            // A caller with the right gets 428 for the missing version. A caller without the right is refused first.
            let staff = [
                "social_worker": county.worker, "admin": county.admin, "finance": county.finance, "body_secretary": county.bodySecretary,
            ]
            guard let role = operation.roles.first(where: { staff[$0] != nil }), let caller = staff[role] else { continue }
            let refused = try caller.send(operation.method, operation.path, Array("{}".utf8), expecting: 428)
            #expect(refused.code == "precondition_required", "\(operation.id)")
            try county.auditor.send(operation.method, operation.path, Array("{}".utf8), expecting: 403)
        }
    }

    @Test("every path refuses DELETE and names its methods: no route deletes personal data") func refusesDelete() throws {
        let county = try County.shared
        let all = try ContractTests.operations(county)
        for path in Set(all.map(\.path)) {
            let refused = try county.admin.send("DELETE", path, nil, expecting: 405)
            let allowed = Set((refused.headers["Allow"] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
            let served = Set(all.filter { $0.path == path }.map(\.method))
            #expect(served.isSubset(of: allowed), "\(path): \(allowed)")
            #expect(allowed.contains("OPTIONS") && !allowed.contains("DELETE"), "\(path)")
        }
    }
}
