import JSON
import Testing

/// Checks the page of every problem: the scene provokes the problem, and the request on the page works.
@Suite struct ProblemExampleTests {
    /// A scene for every code, by area.
    static let scenes: [String: ProblemScene.Make] = [
        AccessScenes.all, PeopleScenes.all, CaseScenes.all, NeedsScenes.all, PricesScenes.all, PlanScenes.all, DecisionScenes.all,
        MoneyScenes.all, ServiceDataScenes.all, FollowUpScenes.all, AnyResourceScenes.all, RequestScenes.all, StorageScenes.all,
    ].reduce(into: [:]) { all, area in all.merge(area) { first, _ in first } }

    /// Codes that no request can provoke in a test. The request of their page is sent anyway.
    static let notProvoked: [String: String] = [
        "amounts_differ": "a proposed budget cannot be changed, so the sums agree; the check guards against a fault of the service",
        "consent_missing": "no operation exports the data of one case for research, and the list leaves out cases without consent",
        "wrong_source": "a system's key always names its source",
        "budget_missing": "occurs only in readiness", "decision_missing": "occurs only in readiness",
        "purchase_missing": "occurs only in readiness",
        "storage_full": "needs a full disk",
        "unexpected": "is a fault of the service, and a known fault would be mended",
    ]

    /// Every code in the document of the service.
    private static func codes(_ county: County) throws -> [String] {
        let document = try county.nobody.get("/openapi.json").json
        return document["paths"]["/problems/{code}"]["get"]["parameters"][0]["schema"].schema(in: document)["enum"].array.compactMap(
            \.string)
    }

    @Test("every code of the service has a scene, and every scene has a code") func everyCodeHasScene() throws {
        let codes = try ProblemExampleTests.codes(try County.shared)
        #expect(codes.count > 80)
        #expect(Set(codes).symmetricDifference(ProblemExampleTests.scenes.keys) == [])
        #expect(Set(ProblemExampleTests.notProvoked.keys).isSubset(of: codes))
    }

    @Test("the scene provokes the problem, and the request on its page works", arguments: scenes.keys.sorted())
    func exampleWorks(code: String) throws {
        let county = try County.shared
        let make = try #require(ProblemExampleTests.scenes[code])
        let scene = try make(county)
        #expect((scene.meet == nil) == (ProblemExampleTests.notProvoked[code] != nil))
        if let met = try scene.meet?() { ProblemExampleTests.expect(met, toCarry: code) }
        let shown = try ProblemExampleTests.shown(code, to: county.nobody)
        let worked = try ProblemExampleTests.send(shown, in: scene)
        #expect((200..<300).contains(worked.status) && scene.holds(worked), "\(worked)")
        if scene.isMended, let again = try scene.meet?() { #expect((200..<300).contains(again.status), "\(again)") }
    }

    /// The problem itself. A row of service data has its code in the row result.
    private static func expect(_ met: Reply, toCarry code: String) {
        if let verdict = met.items.first?["code"].string {
            #expect(verdict == code, "\(met)")
        } else {
            #expect(met.code == code, "\(met)")
            #expect(met["type"].string == "/problems/\(code)")
            #expect(met["status"].int == met.status)
        }
    }

    /// The request on the page. JSON, text and HTML show the same request.
    static func shown(_ code: String, to caller: Caller) throws -> CurlCommand {
        let path = "/problems/\(code)"
        let text = try caller.get(path, headers: ["Accept": "text/plain"]).text
        let line = text.split(separator: "\n").first { $0.hasPrefix("example") } ?? ""
        let command = try CurlCommand(String(line.dropFirst("example".count)))
        let page = try caller.get(path, headers: ["Accept": "text/html"]).text
        let block = String(page.split(separator: "<pre><code>").last?.split(separator: "</code></pre>").first ?? "")
        #expect(!block.contains("<") && !block.contains("\""), "\(block)")
        let inBrowser = try CurlCommand(
            block.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&"))
        #expect(try document(inBrowser) == document(command))
        #expect(inBrowser.method == command.method)
        #expect(inBrowser.url == command.url)
        #expect(inBrowser.headers == command.headers)
        let explained = try caller.get(path)
        let example = explained["example"]
        #expect(example["method"].string == command.method)
        #expect(example["path"].string.map { "https://{host}\($0)" } == command.url)
        #expect(example["body"] == (try document(command)))
        #expect(example["headers"].names.sorted() == command.headers.keys.sorted())
        for name in example["headers"].names { #expect(example["headers"][name].string == command.headers[name]) }
        for member in ["title", "when", "mending"] { #expect(explained[member].string?.isEmpty == false, "\(member)") }
        return command
    }

    private static func document(_ command: CurlCommand) throws -> JSONValue {
        try command.body.map { try JSONReader.read(Array($0.utf8)) } ?? .null
    }

    /// Sends exactly the request shown, with the scene's values in place of the names in braces.
    private static func send(_ shown: CurlCommand, in scene: ProblemScene) throws -> Reply {
        var path = filled(String(shown.url.trimmingPrefix("https://{host}")), scene.places)
        path = path.replacing(" ", with: "%20")
        var places = scene.places
        places["token"] = scene.caller.token
        if shown.headers["If-Match"] != nil {
            // The item of a command is the path without the command.
            let item = shown.method == "POST" ? String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]) : path
            places["etag"] = try scene.caller.get(item).etag
        }
        // Adds nothing that the page does not show.
        var headers = ["Content-Type": "", "Authorization": ""]
        for (name, value) in shown.headers { headers[name] = filled(value, places) }
        let body = shown.body.map { filled($0, places) }
        for text in [path, body ?? ""] + headers.values {
            #expect(text.firstMatch(of: /\{[A-Za-z]+\}/) == nil, "a name in braces is left: \(text)")
        }
        return try scene.caller.send(shown.method, path, body.map { Array($0.utf8) }, expecting: nil, headers: headers)
    }

    private static func filled(_ text: String, _ places: [String: String]) -> String {
        places.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
}
