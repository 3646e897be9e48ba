import JSON

/// Makes bodies for the tests that call every operation, from the schemas of the document. A body has every member, so that a test meets
/// each rule; the recorded examples of the document have only what their caller wrote. The values are realistic where the name of a member
/// determines them, and otherwise the simplest that the schema allows.
struct MadeBody {
    /// The named schemas of the document.
    private let schemas: JSONValue

    init(_ schemas: JSONValue) { self.schemas = schemas }

    /// Returns a body that fits the schema.
    /// - Parameter operation: the operation whose body it is.
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
        if let reference = schema["$ref"].string?.split(separator: "/").last {
            return value(schemas[String(reference)], named: name, said: said)
        }
        if let choice = schema["anyOf"].array.first { return value(choice, named: name, said: said) }
        if let code = schema["enum"].array.first { return code }
        guard let type = schema["type"].string else { return .object([]) }
        switch type {
        case "object":
            let properties: [JSONMember] = schema["properties"].members
            return .object(
                properties.compactMap { property in
                    if let told = said[property.name] { return told.map { JSONMember(name: property.name, value: $0) } }
                    return JSONMember(name: property.name, value: value(property.value, named: property.name, said: said))
                })
        case "array":
            let element: JSONValue = schema["items"]
            return .array(element.isNull ? [] : [value(element, named: name, said: said)])
        case "boolean": return .bool(false)
        case "integer": return integer(schema, name)
        case "string": return .string(text(schema, name))
        default: return .null
        }
    }

    private func integer(_ schema: JSONValue, _ name: String) -> JSONValue {
        var low = Int64.min
        var high = Int64.max
        if case .integer(let number) = schema["minimum"] { low = number }
        if case .integer(let number) = schema["maximum"] { high = number }
        let usual: Int64 = name.hasSuffix("Cents") ? 960_000 : name.hasSuffix("Thousandths") ? 1_500 : 1
        return .integer(min(max(usual, low), high))
    }

    private func text(_ schema: JSONValue, _ name: String) -> String {
        if let format = schema["format"].string, let known = Self.byFormat[format] {
            return format == "date" ? Self.days[name] ?? known : known
        }
        guard let longest = schema["maxLength"].int else { return Self.byName[name] ?? "teksti" }
        if let pattern = schema["pattern"].string {
            if let known = Self.codes[name] ?? Self.byPattern.first(where: { pattern.hasPrefix($0.key) })?.value { return known }
            if pattern.hasPrefix("^[a-z][a-z0-9_]*") { return "henkilokohtainen_apu" }
        }
        return String((Self.byName[name] ?? "Sanoin kuvattu").prefix(longest))
    }

    private static let byFormat = [
        "uuid": "01979b5f-3f00-7000-8000-00660940a0bd", "date": "2026-03-02", "date-time": "2026-03-02T09:00:00Z",
        // A serial from 900 to 999 belongs to no real person (I5).
        "hetu": "131052-9074", "business-id": "2077474-0", "iban": "FI2112345600000785", "language": "fi", "municipality": "091",
        "uri": "https://www.example.fi/aineisto", "cursor": "c2VhbGVkIGN1cnNvciBvZiBhIGxpc3Q",
        "uuid-list": "01979b5f-3f00-7000-8000-00660940a0bd",
    ]
    private static let days = ["to": "2026-12-31", "validTo": "2026-12-31", "endedOn": "2026-12-31", "until": "2026-12-31"]
    /// By the beginning of the pattern.
    private static let byPattern = [
        "^(1[89]|2[0-9])[0-9]{2}-": "2026-03-02", "^client$|": "client", "^[0-9]{5}$": "00530", "^[0-9]{1,18}$": "1042",
        "^[A-Za-z0-9_-]+$": "k1", "^[0-2](\\.(0|[1-9][0-9]*))+$": "1.2.246.10.2048198",
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
