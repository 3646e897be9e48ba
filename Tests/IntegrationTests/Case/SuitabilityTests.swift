import JSON
import Testing

/// Row 5: the possibilities and risks that the client weighs (S4).
@Suite struct SuitabilityTests {
    @Test("the first PUT makes the suitability, and the next replaces it and must name the version it saw (S4, row 5)")
    func replacesSuitability() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/suitability"
        let none: [String: String] = ["If-Match": ""]
        try county.worker.get(path, expecting: 404)
        // A precondition on an item that does not exist fails.
        try county.worker.put(path, ["possibilities": ["a"], "risks": []], expecting: 412, etag: "*")
        let made = try county.worker.put(
            path, ["possibilities": ["oma rytmi"], "risks": ["jaksaminen"], "supportNeeded": "avustaja"], expecting: 201, headers: none)
        #expect(made.headers["Location"] == path)
        #expect(try county.worker.get(path).body == made.body)
        try county.worker.put(path, ["possibilities": [], "risks": []], expecting: 428, headers: none)
        try county.worker.put(path, ["possibilities": [], "risks": []], expecting: 412, etag: "\"7.0\"")
        let replaced = try county.worker.put(path, ["possibilities": [], "risks": ["yksinäisyys"]], etag: made.etag)
        #expect(replaced["possibilities"] == [])
        #expect(replaced["risks"] == ["yksinäisyys"])
        #expect(replaced["supportNeeded"] == .null)
        #expect(replaced["id"] == made["id"])
        #expect(try county.worker.get(path)["risks"] == ["yksinäisyys"])
    }

    @Test("the client may record the suitability, and a decision maker may only read it (S4)") func weighsAsClient() throws {
        let county = try County.shared
        let file = try county.openCase()
        let path = "\(file.path)/suitability"
        let client = try county.client(for: file["clientId"].string ?? "")
        try client.put(path, ["possibilities": ["oma koti"], "risks": []], expecting: 201, headers: ["If-Match": ""])
        #expect(try county.decisionMaker.get(path)["possibilities"] == ["oma koti"])
        try county.decisionMaker.put(path, ["possibilities": [], "risks": []], expecting: 403)
    }

    @Test("a choice without recorded possibilities or risks is refused (S4, row 5)", arguments: [true, false])
    func needsSuitability(isEmptyKept: Bool) throws {
        let county = try County.shared
        let file = try county.assessedCase()
        for form in ["hb", "county_service"] { _ = try county.worker.post("\(file.path)/alternatives", County.alternative(form)) }
        try county.worker.command(on: file.path, "present-alternatives")
        if isEmptyKept {
            try county.worker.put(
                "\(file.path)/suitability", ["possibilities": [], "risks": [], "supportNeeded": "tuki"], expecting: 201,
                headers: ["If-Match": ""])
        }
        let refused = try county.worker.post("\(file.path)/choices", County.hbChoice, expecting: 422)
        #expect(refused.code == "suitability_missing")
        #expect(try county.worker.get(file.path)["state"] == "alternatives")
    }
}
