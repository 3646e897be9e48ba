import JSON

/// Makes examples for the schemas of the OpenAPI document. It uses realistic values where the name of a member determines them, and
/// otherwise the simplest value that the schema allows. A test checks every example against its schema.
struct Example {
    private let components: [String: JSONValue]

    init(_ components: [String: JSONValue]) { self.components = components }

    /// Returns an example of a schema.
    /// - Parameter operation: the operation whose body it is; empty for an answer.
    func value(of schema: JSONValue, in operation: String) -> JSONValue { value(schema, named: "", said: Self.said[operation] ?? [:]) }

    /// Left out, because the user who opens a case becomes responsible for it in their own unit.
    private static let nobody: [String: JSONValue?] = ["unitId": nil, "responsibleWorkerId": nil]

    /// Values that the members of a body need to be consistent, by operation; nil leaves a member out.
    private static let said: [String: [String: JSONValue?]] = [
        "searchClients": ["number": nil], "openCase": nobody, "arrangeCase": nobody, "addMeeting": ["closePersonIds": .array([])],
        "takeIntake": nobody.merging(["clientId": nil]) { $1 }, "draftSupportPlan": ["copyFrom": nil],
        "issueKey": [
            "userId": nil, "roleId": nil,
            "unit": .string("Vammaispalvelut"), "name": .string("Sari Sosiaali"), "clientId": nil, "representativeId": nil,
            "sourceSystem": nil, "expiresAt": nil, "scope": .array([]),
        ],
        "addUser": ["name": .string("Sari Sosiaali"), "clientId": nil, "representativeId": nil, "sourceSystem": nil, "validTo": nil],
        "addUnit": ["name": .string("Vammaispalvelut, etelä"), "validTo": nil],
        "changeUnit": ["name": .string("Vammaispalvelut, itä"), "validTo": nil],
        "breakGlass": ["hetu": nil, "number": nil], "declareTie": ["providerId": nil],
        "writeLifePlan": ["code": nil, "writtenBy": nil], "addWorkingNote": ["serviceDescription": nil],
        "drawNetworkMap": ["edges": .array([])],
        "computeBudget": ["needId": nil, "serviceTypeCode": nil, "quantityPerYearThousandths": nil],
        "addAssessmentMethod": ["minimum": .integer(0), "maximum": .integer(10)],
    ]

    private func value(_ schema: JSONValue, named name: String, said: [String: JSONValue?]) -> JSONValue {
        if case .string(let reference)? = schema["$ref"] {
            return value(components[OpenAPI.name(reference)] ?? .null, named: name, said: said)
        }
        if case .array(let choices)? = schema["anyOf"] { return choices.first.map { value($0, named: name, said: said) } ?? .null }
        if case .array(let codes)? = schema["enum"] { return codes.first ?? .null }
        guard case .string(let type)? = schema["type"] else { return .object([]) }
        switch type {
        case "object":
            guard case .object(let properties)? = schema["properties"] else { return .object([]) }
            return .object(
                properties.compactMap { property in
                    if let told = said[property.name] { return told.map { JSONMember(name: property.name, value: $0) } }
                    return JSONMember(name: property.name, value: value(property.value, named: property.name, said: said))
                })
        case "array":
            guard let element = schema["items"] else { return .array([]) }
            return .array([value(element, named: name, said: said)])
        case "boolean": return .bool(false)
        case "integer": return integer(schema, name)
        case "string": return .string(text(schema, name))
        default: return .null
        }
    }

    private func integer(_ schema: JSONValue, _ name: String) -> JSONValue {
        var low = Int64.min
        var high = Int64.max
        if case .integer(let number)? = schema["minimum"] { low = number }
        if case .integer(let number)? = schema["maximum"] { high = number }
        let usual: Int64 = name.hasSuffix("Cents") ? 960_000 : name.hasSuffix("Thousandths") ? 1_500 : 1
        return .integer(min(max(usual, low), high))
    }

    private func text(_ schema: JSONValue, _ name: String) -> String {
        if case .string(let format)? = schema["format"], let known = Self.byFormat[format] {
            return format == "date" ? Self.days[name] ?? known : known
        }
        guard case .integer(let longest)? = schema["maxLength"] else { return Self.byName[name] ?? "teksti" }
        if case .string(let pattern)? = schema["pattern"], let known = Self.byPattern[pattern] ?? Self.codes[name] { return known }
        if case .string(let pattern)? = schema["pattern"], pattern.hasPrefix("^[a-z][a-z0-9_]*") { return "henkilokohtainen_apu" }
        return String((Self.byName[name] ?? "Sanoin kuvattu").prefix(Int(longest)))
    }

    private static let byFormat = [
        "uuid": "01979b5f-3f00-7000-8000-00660940a0bd", "date": "2026-03-02", "date-time": "2026-03-02T09:00:00Z",
        // A serial from 900 to 999 belongs to no real person (I5).
        "hetu": "131052-9074", "business-id": "2077474-0", "iban": "FI2112345600000785", "language": "fi", "municipality": "091",
        "uri": "https://www.example.fi/aineisto", "cursor": "c2VhbGVkIGN1cnNvciBvZiBhIGxpc3Q",
        "uuid-list": "01979b5f-3f00-7000-8000-00660940a0bd",
    ]
    private static let days = ["to": "2026-12-31", "validTo": "2026-12-31", "endedOn": "2026-12-31", "until": "2026-12-31"]
    private static let byPattern = [
        Pattern.date + "|" + Pattern.instant: "2026-03-02", "^client$|" + Pattern.uuid: "client", "^[0-9]{5}$": "00530",
        "^[0-9]{1,18}$": "1042", "^[A-Za-z0-9_-]+$": "k1", "^[0-2](\\.(0|[1-9][0-9]*))+$": "1.2.246.10.2048198",
    ]
    private static let codes = ["month": "2026-03"]
    private static let byName = [
        "givenNames": "Aino Maria", "familyName": "Virtanen", "name": "Kuljetus ystävien luo", "phone": "040 123 4567",
        "email": "aino.virtanen@example.fi", "streetAddress": "Mannerheimintie 1 A 2", "postOffice": "Helsinki", "number": "A-000123",
        "title": "Oma arki sujuu", "text": "Haluan käydä uimassa joka viikko", "inOwnWords": "Haluan käydä uimassa joka viikko",
        "purpose": "Uinti ystävän kanssa", "reason": "Asiakas on sairaalassa", "place": "koti", "legalBasis": "VpL 8 c §",
        "code": "henkilokohtainen_apu", "key": "k1", "verb": "created", "noun": "case", "hetuMasked": "131052-****",
        "eventId": "rivi-000123",
        "sourceSystem": "effica_x", "contact": "vammaispalvelut@example.fi", "nounId": "01979b5f-3f00-7000-8000-00660940a0bd",
        "file": "avain.sqlite-20260302T010000123456Z.sqlite",
        "digest": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "token": "avain_0f3c", "next": "c2VhbGVkIGN1cnNvciBvZiBhIGxpc3Q",
    ]
}
