import JSON
import PersonalBudgeting

/// A query parameter: its name, its meaning and its values.
public struct QueryParameter: Sendable {
    public let name: String
    public let summary: String
    public let schema: Schema
    /// Whether the operation requires it.
    public private(set) var isRequired = false
    /// Returns what is wrong with a value; nil if nothing is.
    let fault: @Sendable (String) -> LocalText?

    init(_ name: String, _ summary: String, schema: Schema, fault: @escaping @Sendable (String) -> LocalText?) {
        self.name = name
        self.summary = summary
        self.schema = schema
        self.fault = fault
    }

    /// The same parameter, but required.
    var required: QueryParameter {
        var copy = self
        copy.isRequired = true
        return copy
    }

    /// A code from a closed set.
    static func code<Code: LabelledCode>(_ name: String, _ summary: String, _ type: Code.Type) -> QueryParameter {
        let codes = Code.allCases.map(\.rawValue)
        return QueryParameter(name, summary, schema: CodeList(type).schema) {
            codes.contains($0)
                ? nil
                : LocalText(
                    fi: "ei ole sallittu arvo; sallitut arvot ovat rajapinnan kuvauksessa",
                    sv: "är inte ett tillåtet värde; de tillåtna värdena finns i gränssnittets beskrivning",
                    en: "must be one of \(codes.joined(separator: ", "))")
        }
    }

    /// One or more codes from a closed set, separated by commas.
    static func codes<Code: LabelledCode>(_ name: String, _ summary: String, _ type: Code.Type) -> QueryParameter {
        let one = code(name, summary, type)
        let choice = "(\(Code.allCases.map(\.rawValue).joined(separator: "|")))"
        let several = Schema([("type", .string("string")), ("pattern", .string("^\(choice)(,\(choice)){1,\(Code.allCases.count - 1)}$"))])
        // The type stands outside too, so that a client that knew one code still finds a string.
        let schema = Schema(
            [("type", .string("string")), ("anyOf", .array([one.schema.use, several.use]))], components: one.schema.components)
        return QueryParameter(name, summary, schema: schema) { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard parts.count <= Code.allCases.count else {
                return LocalText(
                    fi: "arvoja voi olla enintään \(Code.allCases.count)", sv: "högst \(Code.allCases.count) värden är tillåtna",
                    en: "must have at most \(Code.allCases.count) values")
            }
            return parts.lazy.compactMap(one.fault).first
        }
    }

    static func text(_ name: String, _ summary: String, _ length: ClosedRange<Int> = 1...100) -> QueryParameter {
        QueryParameter(
            name, summary,
            schema: .text(length, pattern: CharacterRule.line.pattern)
        ) {
            length.contains($0.unicodeScalars.count) ? nil : LocalText.lengthMustBe(length)
        }
    }

    static func flag(_ name: String, _ summary: String) -> QueryParameter {
        QueryParameter(name, summary, schema: Schema([("type", .string("boolean"))])) {
            $0 == "true" || $0 == "false"
                ? nil : LocalText(fi: "täytyy olla tosi tai epätosi", sv: "måste vara sant eller falskt", en: "must be true or false")
        }
    }

    static func id(_ name: String, _ summary: String) -> QueryParameter {
        QueryParameter(name, summary, schema: .text(36...36, format: "uuid", pattern: Pattern.uuid)) {
            ID<Never>($0) == nil
                ? LocalText(
                    fi: "täytyy olla palvelun antama tunniste (UUID)", sv: "måste vara en identifierare som tjänsten har gett (UUID)",
                    en: "must be a UUID") : nil
        }
    }

    static func date(_ name: String, _ summary: String) -> QueryParameter {
        QueryParameter(name, summary, schema: .text(10...10, format: "date", pattern: Pattern.date)) {
            CalendarDate($0) == nil
                ? LocalText(
                    fi: "täytyy olla päivämäärä muodossa VVVV-KK-PP", sv: "måste vara ett datum i formen ÅÅÅÅ-MM-DD",
                    en: "must be a date, YYYY-MM-DD") : nil
        }
    }

    static func count(_ name: String, _ summary: String, _ range: ClosedRange<Int>, standard: Int? = nil) -> QueryParameter {
        var keywords: [(String, JSONValue)] = [
            ("type", .string("integer")), ("minimum", .integer(Int64(range.lowerBound))), ("maximum", .integer(Int64(range.upperBound))),
        ]
        if let standard { keywords.append(("default", .integer(Int64(standard)))) }
        return QueryParameter(name, summary, schema: Schema(keywords)) { text in
            guard let number = plainNumber(text), range.contains(number) else {
                return LocalText(
                    fi: "täytyy olla kokonaisluku \(range.lowerBound)–\(range.upperBound)",
                    sv: "måste vara ett heltal \(range.lowerBound)–\(range.upperBound)",
                    en: "must be an integer \(range.lowerBound) to \(range.upperBound)")
            }
            return nil
        }
    }
}

/// A number of plain digits. `Int` alone would also accept `+5`.
func plainNumber(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int(text)
}
