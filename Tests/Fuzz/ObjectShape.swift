import JSON
import PersonalBudgeting

// Reads any JSON by an object shape with members of every kind. Compiled into one module with Sources/API/Operation/Shapes.swift.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzShapes(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let octets = Array(UnsafeBufferPointer(start: start, count: count))
    // Most changed texts are not JSON. Then the octets select members and values, which are read like any others.
    var choice = Choice(octets)
    guard let document = (try? JSONReader.read(octets)) ?? (try? JSONReader.read(choice.document())) else { return 0 }
    check(document)
    for text in texts(of: document).prefix(40) { inTime { checkLeaves(text) } }
    return 0
}

private func check(_ document: JSONValue) {
    switch inTime({ Everything.shape.read(document) }) {
    case .failure(let faults):
        insist(!faults.all.isEmpty, "the value is refused without a fault")
        for fault in faults.all {
            insist(!fault.code.isEmpty, "a fault has no code")
            insist(points(fault, into: document), "the pointer of a fault leads to no value: \(fault.code)")
        }
    case .success(let value):
        let written = inTime { write(value) }
        guard let again = try? JSONReader.read(written) else { return insist(false, "the written text is not JSON") }
        guard case .success(let same) = Everything.shape.read(again) else { return insist(false, "the written value is refused") }
        insist(same == value, "the value differs after a round trip")
        insist(write(same) == written, "the second text differs from the first")
        insist(Everything.shape.tree(value) == again, "the tree differs from the written text")
    }
}

private func write(_ value: Everything) -> [UInt8] {
    var writer = JSONWriter()
    Everything.shape.write(value, to: &writer)
    return writer.bytes
}

/// Whether a fault's pointer is valid (RFC 6901) and leads to a value or, for a missing member, to the object that lacks it.
private func points(_ fault: Fault, into document: JSONValue) -> Bool {
    guard !fault.pointer.isEmpty else { return true }
    guard fault.pointer.utf8.first == 0x2f else { return false }
    let tokens = fault.pointer.utf8.dropFirst().split(separator: 0x2f, omittingEmptySubsequences: false).map { unescaped(Array($0)) }
    // A repeated name refers to several values.
    var places = [document]
    for (index, token) in tokens.enumerated() {
        guard let token else { return false }
        if fault.code == "required", index == tokens.count - 1 {
            return places.contains { if case .object(let members) = $0 { !members.contains { $0.name == token } } else { false } }
        }
        places = places.flatMap { place -> [JSONValue] in
            switch place {
            case .object(let members): members.filter { Array($0.name.utf8) == Array(token.utf8) }.map(\.value)
            case .array(let items): Int(token).flatMap { items.indices.contains($0) && "\($0)" == token ? [items[$0]] : nil } ?? []
            default: []
            }
        }
        if places.isEmpty { return false }
    }
    return true
}

/// A decoded token of a pointer; nil if a tilde is not a valid escape.
private func unescaped(_ token: [UInt8]) -> String? {
    var octets: [UInt8] = []
    var rest = token[...]
    while let octet = rest.popFirst() {
        guard octet == 0x7e else {
            octets.append(octet)
            continue
        }
        switch rest.popFirst() {
        case 0x30: octets.append(0x7e)
        case 0x31: octets.append(0x2f)
        default: return nil
        }
    }
    return String(decoding: octets, as: UTF8.self)
}

/// Every string and name in the document.
private func texts(of document: JSONValue) -> [String] {
    switch document {
    case .string(let text): [text]
    case .array(let items): items.flatMap(texts)
    case .object(let members): members.flatMap { [$0.name] + texts(of: $0.value) }
    default: []
    }
}

/// Reads the text as every type that the domain reads from a text.
private func checkLeaves(_ text: String) { for check in leaves { check(text) } }

private let leaves: [@Sendable (String) -> Void] = [
    leaf(.id() as Shape<ID<Client>>), leaf(.date), leaf(.instant), leaf(.language), leaf(.municipality), leaf(.businessID), leaf(.iban),
    leaf(.oid), masked(.hetu),
]

private func leaf<Value: Equatable>(_ shape: Shape<Value>) -> @Sendable (String) -> Void {
    { text in
        switch shape.read(.string(text)) {
        case .failure(let faults): insist(faults.all.map(\.pointer) == [""], "a text does not have exactly one fault")
        case .success(let value):
            guard case .success(let same) = shape.read(shape.tree(value)) else { return insist(false, "the written value is refused") }
            insist(same == value, "the value differs after a round trip")
        }
    }
}

/// A national id is masked when written, so it cannot be read again.
private func masked(_ shape: Shape<Hetu>) -> @Sendable (String) -> Void {
    { text in
        switch shape.read(.string(text)) {
        case .failure(let faults): insist(faults.all.map(\.pointer) == [""], "a text does not have exactly one fault")
        case .success(let hetu): insist(shape.tree(hetu) != .string(hetu.text), "a national id is written unmasked")
        }
    }
}

/// An object with every kind of member in the API.
private struct Everything: Equatable, Sendable {
    enum Colour: String, CaseIterable { case red, green, blue }

    struct Part: Equatable, Sendable {
        let title: String
        let priceCents: Money
        let parts: [String]

        static let shape = Shape<Part>.object(
            "Part", Field("title", .line(40)) { $0.title }, Field("priceCents", .cents) { $0.priceCents },
            Field("parts", .list(.registerCode, 0...4)) { $0.parts }, make: Part.init)
    }

    let title: String
    let prose: String?
    let code: String?
    let colour: Colour
    let count: Int
    let number: Int64
    let isSure: Bool
    let heldOn: CalendarDate?
    let sentAt: Instant?
    let period: Period?
    let sumCents: Money?
    let hoursThousandths: Quantity?
    let clientID: ID<Client>?
    let language: LanguageCode?
    let municipality: MunicipalityCode?
    let county: WellbeingCounty?
    let businessID: BusinessID?
    let account: IBAN?
    let identifier: OID?
    let words: [String]
    let parts: [Part]
    let part: Part?

    static let shape = Shape<Everything>.object(
        "Everything",
        Field("title", .line()) { $0.title },
        Field("prose", .optional(.prose)) { $0.prose },
        Field("code", .optional(.registerCode)) { $0.code },
        Field("colour", .plainCode) { $0.colour },
        Field("count", .count(0...1_000)) { $0.count },
        Field("number", .integer(.min ... .max)) { $0.number },
        Field("isSure", .flag.defaulting(to: false)) { $0.isSure },
        Field("heldOn", .optional(.date)) { $0.heldOn },
        Field("sentAt", .optional(.instant)) { $0.sentAt },
        Field("period", .optional(.period)) { $0.period },
        Field("sumCents", .optional(.signedCents)) { $0.sumCents },
        Field("hoursThousandths", .optional(.thousandths)) { $0.hoursThousandths },
        Field("clientId", .optional(.id())) { $0.clientID },
        Field("language", .optional(.language)) { $0.language },
        Field("municipality", .optional(.municipality)) { $0.municipality },
        Field("county", .optional(.county)) { $0.county },
        Field("businessId", .optional(.businessID)) { $0.businessID },
        Field("account", .optional(.iban)) { $0.account },
        Field("identifier", .optional(.oid)) { $0.identifier },
        Field("words", .list(.line(20), 0...5)) { $0.words },
        Field("parts", .list(Part.shape, 0...3)) { $0.parts },
        Field("part", .optional(Part.shape)) { $0.part },
        make: Everything.init,
        check: { value in
            value.number < 0 && value.count > 0
                ? [
                    Fault(
                        pointer: "/number", code: "too_small",
                        reason: .rule(fi: "ei saa olla alle nollan", sv: "får inte vara under noll", en: "must not be below zero"))
                ] : []
        })
}

/// Makes JSON from octets: each octet selects what comes next.
private struct Choice {
    private var rest: ArraySlice<UInt8>

    init(_ octets: [UInt8]) { rest = octets[...] }

    private mutating func next() -> Int { Int(rest.popFirst() ?? 0) }

    /// The text of an object with the members of the shape.
    mutating func document() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(object(Everything.shape.memberNames))
        return writer.bytes
    }

    /// An object with these members, some left out, some repeated, with valid and other values.
    private mutating func object(_ names: [String]) -> JSONValue {
        var members: [JSONMember] = []
        for name in names {
            switch next() % 8 {
            case 0...4: members.append(JSONMember(name: name, value: Self.good(name)))
            case 5: members.append(JSONMember(name: name, value: value(3)))
            case 6:
                members.append(JSONMember(name: name, value: value(3)))
                members.append(JSONMember(name: name, value: Self.good(name)))
            default: break
            }
        }
        if next() % 4 == 3 { members.append(JSONMember(name: text(), value: value(2))) }
        return .object(members)
    }

    private mutating func value(_ depth: Int) -> JSONValue {
        switch next() % (depth > 0 ? 10 : 8) {
        case 0: .null
        case 1: .bool(next() % 2 == 1)
        case 2: .integer(Int64(next()) - 128)
        case 3: .integer([.min, .max, 0, Money.limitCents, Money.limitCents + 1, Quantity.limitThousandths][next() % 6])
        case 4: .decimal(["1.0", "-0", "1e2", "92233720368547758080"][next() % 4])
        case 5: .string(text())
        case 6: Self.good(Everything.shape.memberNames[next() % Everything.shape.memberNames.count])
        case 7: .string(changed())
        case 8: .array((0..<(next() % 6)).map { _ in value(depth - 1) })
        default: object(["title", "priceCents", "parts", "from", "to", "a/b~c"])
        }
    }

    private mutating func text() -> String {
        let length = next() % 32
        defer { rest = rest.dropFirst(length) }
        return String(decoding: rest.prefix(length), as: UTF8.self)
    }

    /// A valid text with one octet changed.
    private mutating func changed() -> String {
        guard case .string(let text) = Self.good(Everything.shape.memberNames[next() % Everything.shape.memberNames.count]) else {
            return ""
        }
        var octets = Array(text.utf8)
        octets[next() % octets.count] = UInt8(next())
        return String(decoding: octets, as: UTF8.self)
    }

    private static func good(_ name: String) -> JSONValue {
        switch name {
        case "colour": .string("green")
        case "count", "priceCents", "sumCents", "hoursThousandths", "number": .integer(7)
        case "isSure": .bool(true)
        case "heldOn", "from": .string("2024-02-29")
        case "to": .string("2026-12-31")
        case "sentAt": .string("2026-03-02T09:00:00Z")
        case "period":
            .object([JSONMember(name: "from", value: good("from")), JSONMember(name: "to", value: good("to"))])
        case "clientId": .string("0190a6b0-0000-7000-8000-000000000001")
        case "code": .string("a_1")
        case "language": .string("fi-x-selko")
        case "municipality": .string("091")
        case "county": .string(WellbeingCounty.allCases[0].rawValue)
        case "businessId": .string("0737546-2")
        case "account": .string("FI21 1234 5600 0007 85")
        case "identifier": .string("1.2.246.10.2048198")
        case "words": .array([.string("a"), .string("b")])
        case "part":
            .object(
                [JSONMember(name: "title", value: good("title")), JSONMember(name: "priceCents", value: good("count"))]
                    + [JSONMember(name: "parts", value: .array([good("code")]))])
        case "parts": .array([good("part")])
        default: .string("Kävely ja uinti")
        }
    }
}
