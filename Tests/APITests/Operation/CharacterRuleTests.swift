import Foundation
import JSON
import PersonalBudgeting
import Testing

@testable import API

/// The patterns of texts in the document agree with the characters that the service refuses (I33).
struct CharacterRuleTests {
    @Test("up to U+FFFF a pattern and its reader refuse the same characters, but for those that depend on their place (I33)")
    func patternsAgree() throws {
        for (kind, rule) in [(TextKind.line, CharacterRule.line), (.prose, .prose)] {
            let expression = try NSRegularExpression(pattern: rule.pattern)
            var wrong: [String] = []
            for value in UInt32(0)...0xFFFF {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let text = "a\(String(String.UnicodeScalarView([scalar])))b"
                let fits = expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
                let dependsOnPlace = scalar.properties.isVariationSelector || scalar.properties.isJoinControl
                if fits != (dependsOnPlace || kind.refused(in: text) == nil) { wrong.append(String(value, radix: 16)) }
            }
            #expect(wrong == [], "\(kind)")
        }
    }

    @Test(
        "a refused character is named with its code point and place, and has the code of its kind (I33)",
        arguments: [
            ("Ma\ntti", "control_character", "U+000A (a line break) at character 3"),
            ("Ma\ttti", "control_character", "U+0009 (a control character) at character 3"),
            ("\u{202E}Matti", "control_character", "U+202E (a direction control) at character 1"),
            ("Matti\u{200B}", "control_character", "U+200B (a zero-width character) at character 6"),
            ("Ma\u{AD}tti", "forbidden_character", "U+00AD (a soft hyphen) at character 3"),
            ("Ma\u{FFFE}tti", "forbidden_character", "U+FFFE (a noncharacter) at character 3"),
            ("Ma\u{E000}tti", "forbidden_character", "U+E000 (a private-use character) at character 3"),
            ("Ma\u{E0041}tti", "forbidden_character", "U+E0041 (a tag character) at character 3"),
            ("Matti\u{FE00}", "forbidden_character", "U+FE00 (a variation selector without effect) at character 6"),
        ])
    func namesCharacters(text: String, code: String, detail: String) {
        let faults = #expect(throws: Faults.self) { try Shape<String>.line(100).read(.string(text)).get() }
        #expect(faults?.all.map(\.pointer) == [""] && faults?.all.map(\.code) == [code])
        #expect(faults?.all.map(\.detail.en) == ["must not hold \(detail)"])
    }

    @Test("a line has at most 254 characters, longer texts are prose (I33)") func kindsByLength() throws {
        var lines = 0
        var texts = 0
        func look(_ schema: JSONValue, at place: String) {
            switch schema {
            case .object(let members):
                if case .string(let pattern)? = schema["pattern"], case .integer(let most)? = schema["maxLength"] {
                    if pattern.hasPrefix("^[^\\u0000-\\u001F") {
                        lines += 1
                        // Cursors, paths and pointers are made by the service; a list of identities has its own pattern.
                        let isMade = ["/next/", "/path/", "/pointer/"].contains { "\(place)/".contains($0) }
                        #expect(most <= 254 || isMade, "\(place)")
                    } else if pattern.hasPrefix("^[^\\u0000-\\u0008") {
                        texts += 1
                        #expect(most > 254, "\(place)")
                    }
                }
                for member in members { look(member.value, at: "\(place)/\(member.name)") }
            case .array(let items): for item in items { look(item, at: place) }
            default: break
            }
        }
        let document = OpenAPI.document
        if case .object(let schemas)? = document["components"]?["schemas"] {
            for schema in schemas { look(schema.value, at: schema.name) }
        }
        #expect(lines > 100 && texts > 100, "\(lines), \(texts)")
    }
}
