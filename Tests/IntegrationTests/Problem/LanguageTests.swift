import JSON
import Testing

/// Checks that refusals, blocked actions and readiness are in the language of the request: a caseworker meets no English and no internal
/// code in a Finnish or Swedish answer (row 80).
@Suite(.serialized) struct LanguageTests {
    private static let started = Result { try PeopledCounty() }
    private static let languages = ["fi", "sv", "en"]

    /// Problems whose scenes ask in no language: they send octets that are no request, or from other threads.
    private static let withoutLanguage: Set<String> = [
        "malformed_request", "request_timeout", "http_version_not_supported", "idempotency_in_flight",
    ]

    /// A sentence in the three languages, and where it was met.
    private struct Sentence {
        let place: String
        let told: [String: String]
    }

    @Test("over two hundred refused calls over all nouns are told in three languages") func refusesInThreeLanguages() throws {
        let county = try Self.started.get()
        var calls = 0
        for (operation, path, caller) in try county.reached() {
            for refused in LanguageTests.refusals(of: operation, at: path) {
                let sentences = try LanguageTests.sentences(operation.id) { language in
                    let reply = try caller.send(
                        operation.method, refused.path, refused.body, expecting: nil, at: PeopledCounty.day,
                        headers: refused.headers.merging(["Accept-Language": language]) { $1 }, isJudged: false)
                    return (400..<500).contains(reply.status) ? reply.json : .null
                }
                if !sentences.isEmpty { calls += 1 }
                for sentence in sentences { LanguageTests.judge(sentence) }
            }
        }
        #expect(calls > 200, "\(calls)")
    }

    @Test("every refusal that a request can meet is told in three languages", arguments: ProblemExampleTests.scenes.keys.sorted())
    func toldInThreeLanguages(code: String) throws {
        let county = try County.shared
        let make = try #require(ProblemExampleTests.scenes[code])
        if ProblemExampleTests.notProvoked[code] != nil || LanguageTests.withoutLanguage.contains(code) { return }
        let sentences = try LanguageTests.sentences(code) { language in
            try Caller.$usualLanguage.withValue(language) { try make(county).meet?().json ?? .null }
        }
        #expect(!sentences.isEmpty)
        for sentence in sentences { LanguageTests.judge(sentence) }
    }

    @Test("what blocks an action or the next step of a case is told in three languages") func blocksInThreeLanguages() throws {
        let county = try County.shared
        let file = try county.openCase()
        let scene = try PlanScene(county)
        let plan = try scene.draftedPlan()
        var met = 0
        for path in [file.path, "\(file.path)/readiness", scene.path, "\(scene.path)/readiness", plan.path] {
            let sentences = try LanguageTests.sentences(path) { try county.worker.get(path, headers: ["Accept-Language": $0]).json }
            met += sentences.count
            for sentence in sentences { LanguageTests.judge(sentence) }
        }
        #expect(met > 10)
    }

    // MARK: The calls

    /// Requests to an operation that are refused: an unknown parameter, an unknown member, a wrong body, another type, an absent item.
    private static func refusals(of operation: DescribedOperation, at path: String)
        -> [(path: String, body: [UInt8]?, headers: [String: String])]
    {
        let headers = operation.rehearsing
        var refusals: [(path: String, body: [UInt8]?, headers: [String: String])] = [
            ("\(path)?nosuch=1", operation.example?.octets, headers)
        ]
        let nobody = path.split(separator: "/").map { $0.utf8.count == 36 ? "00000000-0000-7000-8000-000000000000" : $0 }
        let absent = "/" + nobody.joined(separator: "/")
        if absent != path { refusals.append((absent + operation.leastQuery, operation.example?.octets, headers)) }
        if operation.requestTypes.contains("application/json") {
            let wrong: JSONValue = ["nosuch": 1, "state": 7, "reason": ""]
            refusals.append((path, wrong.octets, headers))
            refusals.append((path, Array("[1, 2".utf8), headers))
        }
        return refusals
    }

    /// The sentences of one answer in each language. A member that is not told in all three is a sentence without a language.
    private static func sentences(_ place: String, _ ask: (String) throws -> JSONValue) throws -> [Sentence] {
        var told: [String: [String: String]] = [:]
        for language in languages {
            var found: [String: String] = [:]
            collect(try ask(language), at: "", &found)
            for (pointer, text) in found { told[pointer, default: [:]][language] = text }
        }
        return told.map { Sentence(place: "\(place) \($0.key)", told: $0.value) }
    }

    /// Finds the members `detail` and `title` of problems, blocks and faults.
    private static func collect(_ value: JSONValue, at pointer: String, _ found: inout [String: String]) {
        switch value {
        case .object(let members):
            let isTold = members.contains { $0.name == "code" } && members.contains { $0.name == "detail" }
            for member in members {
                let place = "\(pointer)/\(member.name)"
                if isTold, ["detail", "title"].contains(member.name), let text = member.value.string { found[place] = text }
                collect(member.value, at: place, &found)
            }
        case .array(let items): for (index, item) in items.enumerated() { collect(item, at: "\(pointer)/\(index)", &found) }
        default: break
        }
    }

    // MARK: The judgement

    private static let english: Set<String> = [
        "must", "the", "is", "not", "there", "has", "have", "needs", "which", "allowed", "cannot", "already", "with", "this", "only", "its",
        "an", "was", "and", "required", "before", "after", "of", "no",
    ]

    private static func judge(_ sentence: Sentence) {
        let place: Comment = "\(sentence.place): \(sentence.told)"
        #expect(sentence.told.count == 3, place)
        #expect(Set(sentence.told.values).count == sentence.told.count, place)
        for language in ["fi", "sv"] {
            let text = sentence.told[language] ?? ""
            // Parameters are named as the contract names them: `närmast: sort, limit, after`.
            let prose = text.replacing(/(lähimmät|närmast): [A-Za-z, ]+/, with: "")
            let words = prose.lowercased().split { !$0.isLetter }.map(String.init)
            #expect(english.isDisjoint(with: words), place)
            #expect(text.firstMatch(of: /[a-z]_[a-z]/) == nil, place)
            #expect(text.firstMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-/) == nil, place)
            let isExample = text.contains("esimerkiksi") || text.contains("till exempel")
            #expect(isExample || text.firstMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) == nil, place)
            #expect(!text.isEmpty && text.firstMatch(of: /[:;,(] *$|””|  |\(\)|Optional|LocalText/) == nil, place)
        }
    }
}
