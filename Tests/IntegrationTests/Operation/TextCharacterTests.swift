import Foundation
import JSON
import Testing

/// Every member of every body that is a line or prose refuses the characters that nobody sees, by name and place, and takes the others as
/// they are (I33). The members are those of the document: a new one is included.
@Suite(.serialized) struct TextCharacterTests {
    private static let started = Result { try PeopledCounty() }

    private var county: PeopledCounty { get throws { try Self.started.get() } }

    /// The two kinds of text, by the beginning of their pattern in the document.
    private enum Kind: String {
        case line = #"^[^\u0000-\u001F"#
        case prose = #"^[^\u0000-\u0008"#
    }

    private static let alike: [(text: String, code: String, named: String)] = [
        ("\r", "control_character", "U+000D"), ("\u{1B}", "control_character", "U+001B"), ("\u{200B}", "control_character", "U+200B"),
        ("\u{200D}", "control_character", "U+200D"), ("\u{202E}", "control_character", "U+202E"),
        ("\u{2028}", "control_character", "U+2028"),
        ("\u{E000}", "forbidden_character", "U+E000"), ("\u{FFFE}", "forbidden_character", "U+FFFE"),
        ("\u{E0041}", "forbidden_character", "U+E0041"), ("\u{FE0F}", "forbidden_character", "U+FE0F"),
        ("\u{3164}", "forbidden_character", "U+3164"), ("\u{10FFFD}", "forbidden_character", "U+10FFFD"),
    ]
    private static let ofLine: [(text: String, code: String, named: String)] = [
        ("\n", "control_character", "U+000A"), ("\t", "control_character", "U+0009"), ("\u{AD}", "forbidden_character", "U+00AD"),
        ("\u{FFFD}", "forbidden_character", "U+FFFD"),
    ]

    @Test("a refused character in any line of any body is named with its place, and nothing is kept (I33)") func refusesInLines() throws {
        let places = try refuse(.line, Self.alike + Self.ofLine)
        #expect(places.count > 90, "\(places.count)")
        for name in ["registerClient /givenNames", "addClosePerson /name", "issueKey /name", "addProvider /name", "addMeeting /place"] {
            #expect(places.contains(name), "\(name): \(places.sorted())")
        }
    }

    @Test("a refused character in any text in a person's own words is named with its place, and nothing is kept (I33)")
    func refusesInProse() throws {
        let places = try refuse(.prose, Self.alike)
        #expect(places.count > 90, "\(places.count)")
        #expect(places.contains("addWorkingNote /text"), "\(places.sorted())")
    }

    /// Sends every body with a refused character in each of its members of a kind.
    /// - Returns: the operations and members that were tried.
    private func refuse(_ kind: Kind, _ characters: [(text: String, code: String, named: String)]) throws -> Set<String> {
        let county = try county
        let reached = try county.reached()
        // The first use of each key is written now, so that it does not fall between the calls.
        for (_, _, caller) in reached where caller.token != nil { try caller.get("/v1/me", at: PeopledCounty.day) }
        let before = try county.content()
        var places: Set<String> = []
        // A row of service data gets a result of its own; `ServiceDataTests` has them.
        for (operation, path, caller) in reached
        where operation.requestTypes.contains("application/json") && operation.id != "pushServiceData" {
            let body = try #require(try county.body(of: operation, at: path))
            let schema: JSONValue = operation.described["requestBody"]["content"]["application/json"]["schema"]
            for character in characters {
                var pointers: [String] = []
                let spoilt = spoil(body, schema, at: "", with: "Ma\(character.text)tti", kind, &pointers)
                if pointers.isEmpty { break }
                var headers = operation.rehearsing
                func ask() throws -> Reply {
                    try caller.inEnglish.send(
                        operation.method, path, spoilt.octets, expecting: nil, at: PeopledCounty.day, headers: headers)
                }
                var refused = try ask()
                // A document that does not exist yet has no version.
                if refused.status == 412 {
                    headers["If-Match"] = nil
                    refused = try ask()
                }
                #expect(refused.status == 422, "\(operation.id) \(character.named): \(refused)")
                for pointer in pointers {
                    let fault = refused["errors"].array.first { $0["pointer"].string == pointer }
                    let detail = fault?["detail"].string ?? ""
                    #expect(fault?["code"].string == character.code, "\(operation.id) \(pointer) \(character.named): \(refused)")
                    #expect(detail.contains(character.named) && detail.contains("at character 3"), "\(operation.id) \(pointer): \(detail)")
                    places.insert("\(operation.id) \(pointer)")
                }
            }
        }
        #expect(try county.content() == before)
        return places
    }

    /// A body with a text in each member of a kind, and the pointers of these members.
    private func spoil(
        _ value: JSONValue, _ schema: JSONValue, at pointer: String, with text: String, _ kind: Kind, _ pointers: inout [String]
    ) -> JSONValue {
        let schema = resolved(schema)
        if let pattern = schema["pattern"].string {
            guard pattern.hasPrefix(kind.rawValue) else { return value }
            pointers.append(pointer)
            return .string(text)
        }
        switch schema["type"].string {
        case "object":
            var spoilt = value
            let properties: JSONValue = schema["properties"]
            for property in properties.members {
                let inner = resolved(property.value)
                let isText = isText(inner) || isText(resolved(inner["items"]))
                // A member that is left out is put in if it is a text.
                guard isText || value.names.contains(property.name) else { continue }
                let there: JSONValue = value[property.name]
                let count = pointers.count
                let made = spoil(there, property.value, at: "\(pointer)/\(property.name)", with: text, kind, &pointers)
                if pointers.count > count { spoilt = spoilt.with(property.name, made) }
            }
            return spoilt
        case "array":
            let items = value.array
            if isText(resolved(schema["items"])) {
                let count = pointers.count
                let made = spoil(.null, schema["items"], at: "\(pointer)/0", with: text, kind, &pointers)
                return pointers.count > count ? .array([made] + items.dropFirst()) : value
            }
            return .array(
                items.enumerated().map { spoil($0.element, schema["items"], at: "\(pointer)/\($0.offset)", with: text, kind, &pointers) })
        default: return value
        }
    }

    private func isText(_ schema: JSONValue) -> Bool { schema["type"].string == "string" }

    /// A schema without its reference and without the alternative null.
    private func resolved(_ schema: JSONValue) -> JSONValue {
        if let reference = schema["$ref"].string, let document = try? county.contract.document {
            return resolved(
                reference.split(separator: "/").dropFirst().reduce(document) { value, name -> JSONValue in value[String(name)] })
        }
        let choices: [JSONValue] = schema["anyOf"].array.filter { $0["type"].string != "null" }
        return choices.count == 1 ? resolved(choices[0]) : schema
    }

    @Test(
        "names of every language are kept as they came, in normal form C (I32, I33)",
        arguments: [
            ("O\u{2BC}Brien", "O\u{2BC}Brien"), ("A\u{30A}ke O\u{308}hman", "\u{C5}ke \u{D6}hman"), ("\u{212B}ke", "\u{C5}ke"),
            ("علی\u{200C}رضا", "علی\u{200C}رضا"), ("ශ්\u{200D}රී", "ශ්\u{200D}රී"), ("辻\u{E0100}", "辻\u{E0100}"),
            (" Matti\u{A0}Mäkelä ", " Matti\u{A0}Mäkelä "), ("\u{378}", "\u{378}"), ("👩\u{200D}👧", "👩\u{200D}👧"),
        ])
    func keepsNames(sent: String, kept: String) throws {
        let county = try County.shared
        let client = try county.newClient()
        let made = try county.worker.post("\(client.path)/close-persons", ["name": .string(sent), "relation": "friend"])
        let read = try county.worker.get(made.path)
        for reply in [made, read] { #expect(Array((reply["name"].string ?? "").utf8) == Array(kept.utf8), "\(reply)") }
    }

    @Test("prose has lines, tabs and soft hyphens; a name has none (I33)") func tellsKinds() throws {
        let county = try County.shared
        let client = try county.newClient()
        let text = "Ensimmäinen rivi\n\ttoinen rivi, pitkä\u{AD}sana"
        try county.worker.patch(client.path, ["communicationNeed": .string(text)])
        #expect(try county.worker.get(client.path)["communicationNeed"].string == text)
        let refused = try county.worker.patch(client.path, ["familyName": .string("Mäki\nNieminen")], expecting: 422)
        #expect(refused.errors == ["/familyName": "control_character"])
        #expect(try county.worker.get(client.path)["familyName"].string != "Mäki\nNieminen")
    }
}
