import JSON
import Testing

/// Row 10: the life plan and its versions (S10).
@Suite struct LifePlanTests {
    private static let plan: JSONValue = [
        "sections": [
            ["code": "home", "text": "Oma koti lähellä siskoa."], ["title": "Musiikki", "text": "Bändi torstaisin."],
            ["code": "health", "text": "Uinti."],
        ]
    ]

    @Test("a second version leaves the first unchanged, and the changes are listed (S10, row 10)") func comparesVersions() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/life-plans"
        let client = try county.client(for: file["clientId"].string ?? "")
        let first = try client.post(path, LifePlanTests.plan)
        #expect(first["number"] == 1)
        #expect(first["writtenBy"] == "client")
        let second = try county.worker.post(
            path,
            [
                "writtenBy": "worker_as_scribe",
                "sections": [
                    ["code": "home", "text": "Oma koti keskustassa."], ["title": "Musiikki", "text": "Bändi torstaisin."],
                    ["title": "Koira", "text": "Haluan koiran."],
                ],
            ])
        #expect(second["number"] == 2)
        #expect(second["writtenBy"] == "worker_as_scribe")
        #expect(try county.worker.get(first.path).body == first.body)
        let expected: JSONValue = [
            ["kind": "changed", "code": "home", "title": nil, "before": "Oma koti lähellä siskoa.", "after": "Oma koti keskustassa."],
            ["kind": "added", "code": nil, "title": "Koira", "before": nil, "after": "Haluan koiran."],
            ["kind": "removed", "code": "health", "title": nil, "before": "Uinti.", "after": nil],
        ]
        let difference = try county.worker.get("\(second.path)/changes?from=\(first.id)")
        #expect(difference["changes"] == expected)
        #expect(difference["fromNumber"] == 1)
        // Without `from` a version is compared with the version before it. The first version has none.
        #expect(try county.worker.get("\(second.path)/changes").body == difference.body)
        let whole = try county.worker.get("\(first.path)/changes")
        #expect(whole["fromId"] == .null)
        #expect(whole["changes"].array.map { $0["kind"] } == ["added", "added", "added"])
        #expect(try county.worker.get("\(first.path)/changes?from=\(first.id)")["changes"] == [])
    }

    @Test("a life plan never changes, and nobody writes it in another's name (S10)") func guardsLifePlan() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/life-plans"
        let clientID = file["clientId"].string ?? ""
        let made = try county.worker.post(path, LifePlanTests.plan)
        #expect(made["writtenBy"] == "worker_as_scribe")
        let patched = try county.worker.send("PATCH", made.path, JSONValue.object([]).octets, expecting: 405)
        #expect(patched.headers["Allow"] == "GET, HEAD" || patched.headers["Allow"]?.contains("PATCH") == false)
        #expect(
            try county.worker.post(path, LifePlanTests.plan.with("writtenBy", "client"), expecting: 422).errors
                == ["/writtenBy": "not_the_caller"])
        #expect(
            try county.client(for: clientID).post(path, LifePlanTests.plan.with("writtenBy", "worker_as_scribe"), expecting: 422).errors
                == ["/writtenBy": "not_the_caller"])
        let assistant = try county.speaker(for: clientID, role: "hb_assistant").post(path, LifePlanTests.plan, expecting: 403)
        #expect(assistant.code == "forbidden")
        let representative = try county.speaker(for: clientID, role: "representative").post(path, LifePlanTests.plan)
        #expect(representative["writtenBy"] == "representative")
        let other = try county.openCase()
        try county.worker.get("\(other.path)/life-plans/\(made.id)", expecting: 404)
        let elsewhere = try county.worker.post("\(other.path)/life-plans", LifePlanTests.plan)
        #expect(try county.worker.get("\(made.path)/changes?from=\(elsewhere.id)", expecting: 404).code == "not_found")
    }

    @Test("a section has either a code or a title, and no two have the same code") func checksSections() throws {
        let county = try County.shared
        let file = try county.openCase()
        let refused = try county.worker.post(
            "\(file.path)/life-plans",
            [
                "sections": [
                    ["text": "a"], ["code": "home", "title": "Koti", "text": "b"], ["code": "home", "text": "c"],
                    ["code": "home", "text": "d"], ["title": "home", "text": "e"],
                ]
            ], expecting: 422)
        #expect(refused.errors == ["/sections/0": "one_of", "/sections/1": "one_of", "/sections/3/code": "duplicate"])
        let closed = try county.closedCase()
        #expect(try county.worker.post("\(closed.path)/life-plans", LifePlanTests.plan, expecting: 409).code == "case_closed")
    }
}
