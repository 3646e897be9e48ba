import JSON
import PersonalBudgeting

/// The forms of the domain's values as ECMA 262 patterns. They accept what the domain reads, except for rules that no pattern can express
/// (check digits, days of a month). They accept surrounding white space and lower case where the domain does.
enum Pattern {
    static let uuid = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
    static let date = "^(1[89]|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    static let instant =
        "^(1[89]|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?Z$"
    static let hetu = "^\\s*[0-9]{6}[-+A-FU-Ya-fu-y][0-9]{3}[0-9A-Ya-y]\\s*$"
    static let businessID = "^\\s*[0-9]{6,7}-[0-9]\\s*$"
    static let webLink = "^[Hh][Tt][Tt][Pp][Ss]://[!$-.0-9;=A-\\[\\]_a-z~][!$-.0-;=A-\\[\\]_a-z~]*([/?#][!#-;=?-\\[\\]_a-z~]*)?$"
    static let iban = "^\\s*[A-Za-z]{2}[0-9]{2}[0-9A-Za-z ]+\\s*$"
}

extension Schema {
    /// A text of this length and form.
    static func text(_ length: ClosedRange<Int>, format: String? = nil, pattern: String) -> Schema {
        Schema(
            [("type", .string("string"))] + (format.map { [("format", .string($0))] } ?? []) + [
                ("minLength", .integer(Int64(length.lowerBound))), ("maxLength", .integer(Int64(length.upperBound))),
                ("pattern", .string(pattern)),
            ])
    }
}

extension CharacterRule {
    /// The characters of a name, a title or another line (I33).
    static let line = CharacterRule(.line, refused: #"\u0000-\u001F"# + refusedEverywhere + #"\u00AD\uFFFC\uFFFD"#)
    /// The characters of a text in a person's own words (I33).
    static let prose = CharacterRule(.prose, refused: #"\u0000-\u0008\u000B-\u001F"# + refusedEverywhere)

    private static let refusedEverywhere =
        #"\u007F-\u009F\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uE000-\uF8FF"#
        + #"\uFDD0-\uFDEF\uFEFF\uFFA0\uFFF0-\uFFFB\uFFFE\uFFFF"#

    private init(_ kind: TextKind, refused: String) {
        self.init(refused: refused) { text in kind.refused(in: text).map { ($0.code, FaultReason(.mustNotHold($0.inWords))) } }
    }
}

extension RefusedCharacter {
    /// The code of the fault.
    var code: String {
        switch reason {
        case .control, .lineBreak, .direction, .joiner, .zeroWidth: "control_character"
        case .softHyphen, .variationSelector, .tag, .invisible, .privateUse, .noncharacter, .annotation, .replacement: "forbidden_character"
        }
    }
}

/// The shapes of the domain's values.
extension Shape where Value == String {
    /// A line, such as a name or a title, of 1 to `maximum` characters.
    static func line(_ maximum: Int = 200) -> Shape { .text(1...maximum, .line) }
    /// Text of several lines in a person's own words, of `minimum` to `maximum` characters.
    static func prose(_ maximum: Int = 8000, from minimum: Int = 1) -> Shape { .text(minimum...maximum, .prose) }
    /// Text of several lines in a person's own words, of 1 to 8000 characters.
    static var prose: Shape { .prose() }
    /// A code of a register: lower snake_case.
    static var registerCode: Shape {
        .text(1...60, .line, pattern: "^[a-z][a-z0-9_]*$") { text in
            guard let first = text.utf8.first, first >= 0x61 && first <= 0x7A else { return false }
            return text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F }
        }
    }
}

extension Shape {
    /// The same shape, written directly as octets that need no escape, without a `String` in between.
    /// - Parameter write: writes at most 40 octets and returns how many.
    func written(_ write: @escaping @Sendable (Value, UnsafeMutableBufferPointer<UInt8>) -> Int) -> Shape {
        Shape(
            schema: schema, read: { self.read($0, at: $1, &$2) },
            write: { value, writer in writer.string(ascii: 40) { write(value, $0) } },
            tree: { value in .string(String(unsafeUninitializedCapacity: 40) { write(value, $0) }) })
    }

    /// A text that the domain parses.
    static func parsed(
        _ code: String, _ detail: LocalText, format: String? = nil, pattern: String? = nil, _ length: ClosedRange<Int>,
        _ parse: @escaping @Sendable (String) -> Value?, _ print: @escaping @Sendable (Value) -> String
    ) -> Shape {
        var keywords: [(String, JSONValue)] = [
            ("type", .string("string")), ("minLength", .integer(Int64(length.lowerBound))),
            ("maxLength", .integer(Int64(length.upperBound))),
        ]
        if let format { keywords.append(("format", .string(format))) }
        if let pattern { keywords.append(("pattern", .string(pattern))) }
        // What the domain parses has a form of its own, so the wider rule is enough here.
        return Shape<String>.text(length, .prose).mapped(
            { text in
                guard let value = parse(text) else { return .failure(Fault(pointer: "", code: code, detail: detail)) }
                return .success(value)
            }, back: print, schema: Schema(keywords))
    }

    /// The identity of another entity.
    static func id<Entity>() -> Shape<ID<Entity>> where Value == ID<Entity> {
        .parsed(
            "wrong_form",
            LocalText(
                fi: "täytyy olla palvelun antama tunniste (UUID)", sv: "måste vara en identifierare som tjänsten har gett (UUID)",
                en: "must be a UUID"), format: "uuid", pattern: Pattern.uuid, 1...36, { ID<Entity>($0) }, { "\($0)" }
        ).written {
            $0.write(to: $1)
        }
    }
}

extension Shape where Value == CalendarDate {
    static var date: Shape {
        .parsed(
            "no_such_date",
            LocalText(
                fi: "täytyy olla olemassa oleva päivä muodossa VVVV-KK-PP", sv: "måste vara en dag som finns, i formen ÅÅÅÅ-MM-DD",
                en: "must be a date that exists, YYYY-MM-DD"), format: "date", pattern: Pattern.date, 1...10, { CalendarDate($0) },
            { "\($0)" }
        )
        .written { $0.write(to: $1) }
    }
}

extension Shape where Value == Instant {
    static var instant: Shape {
        .parsed(
            "wrong_form",
            LocalText(
                fi: "täytyy olla ajanhetki, esimerkiksi 2026-03-02T09:00:00Z",
                sv: "måste vara en tidpunkt, till exempel 2026-03-02T09:00:00Z", en: "must be an instant, 2026-03-02T09:00:00Z"),
            format: "date-time", pattern: Pattern.instant, 1...40,
            { Instant($0) }, { "\($0)" }
        )
        .written { $0.write(to: $1) }
    }
}

extension Shape where Value == Period {
    /// A period that includes both of its days.
    static var period: Shape {
        Shape<PeriodEnds>.object(
            "Period", Field("from", .date) { $0.from }, Field("to", .date) { $0.to }, make: PeriodEnds.init
        ).mapped(
            { ends in
                guard let period = Period(from: ends.from, to: ends.to) else {
                    return .failure(Fault(pointer: "/to", code: "before_start", detail: .mustNotBeBefore("from")))
                }
                return .success(period)
            }, back: { PeriodEnds(from: $0.from, to: $0.to) })
    }
}

/// The ends of a period before their order is checked.
private struct PeriodEnds: Sendable {
    let from: CalendarDate
    let to: CalendarDate
}

extension Shape where Value == Money {
    /// A sum in cents; the member's name ends in `Cents`.
    static func cents(_ range: ClosedRange<Int64>) -> Shape {
        Shape<Int64>.integer(range).mapped(
            { cents in
                guard let money = Money(cents: cents) else {
                    return .failure(
                        Fault(
                            pointer: "", code: "out_of_range",
                            detail: LocalText(
                                fi: "saa olla enintään 10 miljardia euroa", sv: "får vara högst 10 miljarder euro",
                                en: "must be at most 10^12 cents")))
                }
                return .success(money)
            }, back: { $0.cents })
    }

    /// A sum of zero or more.
    static var cents: Shape { .cents(0...Money.limitCents) }
    /// A sum above zero.
    static var positiveCents: Shape { .cents(1...Money.limitCents) }
    /// A sum of either sign.
    static var signedCents: Shape { .cents(-Money.limitCents...Money.limitCents) }
}

extension Shape where Value == Quantity {
    /// Thousandths of a unit, above zero: 1500 is one and a half hours.
    static var thousandths: Shape {
        Shape<Int64>.integer(1...Quantity.limitThousandths).mapped(
            { number in
                guard let quantity = Quantity(thousandths: number) else {
                    return .failure(
                        Fault(
                            pointer: "", code: "out_of_range",
                            detail: LocalText(
                                fi: "täytyy olla määrä tuhannesosina", sv: "måste vara en mängd i tusendelar",
                                en: "must be a quantity in thousandths")))
                }
                return .success(quantity)
            }, back: { $0.thousandths })
    }
}

extension Shape where Value == LanguageCode {
    static var language: Shape {
        .parsed(
            "unknown_language",
            LocalText(
                fi: "täytyy olla kielen tunnus (ISO 639), esimerkiksi fi, sv, en tai fi-x-selko",
                sv: "måste vara en språkkod (ISO 639), till exempel fi, sv, en eller fi-x-selko",
                en: "must be an ISO 639 code, e.g. fi, sv, en or fi-x-selko"), format: "language",
            pattern: "^[a-z]{2,3}(-x-selko)?$", 2...20, { LanguageCode($0) }, { $0.text })
    }
}

extension Shape where Value == MunicipalityCode {
    static var municipality: Shape {
        .parsed(
            "unknown_municipality",
            LocalText(
                fi: "täytyy olla kolminumeroinen kuntanumero, esimerkiksi 091",
                sv: "måste vara ett tresiffrigt kommunnummer, till exempel 091", en: "must be a municipality code of three digits, e.g. 091"
            ), format: "municipality", pattern: "^[0-9]{3}$",
            1...8,
            { MunicipalityCode($0) }, { $0.text })
    }
}

extension Shape where Value == WellbeingCounty {
    static var county: Shape { .code }
}

extension Shape where Value == BusinessID {
    static var businessID: Shape {
        Shape<String>.text(1...20, .prose).mapped(
            { text in
                do throws(BusinessIDFault) { return .success(try BusinessID(text)) } catch {
                    return .failure(
                        Fault(
                            pointer: "", code: "business_id_\(error.rawValue)",
                            detail: LocalText(
                                fi: "ei ole oikea Y-tunnus", sv: "är inte ett riktigt FO-nummer", en: "is not a Y-tunnus: \(error.rawValue)"
                            )))
                }
            }, back: { $0.text }, schema: Schema.text(1...20, format: "business-id", pattern: Pattern.businessID))
    }
}

extension Shape where Value == IBAN {
    static var iban: Shape {
        Shape<String>.text(1...42, .prose).mapped(
            { text in
                do throws(IBANFault) { return .success(try IBAN(text)) } catch {
                    return .failure(
                        Fault(
                            pointer: "", code: "iban_\(error.rawValue)",
                            detail: LocalText(
                                fi: "ei ole oikea tilinumero (IBAN)", sv: "är inte ett riktigt kontonummer (IBAN)",
                                en: "is not an IBAN: \(error.rawValue)")))
                }
            }, back: { $0.text }, schema: Schema.text(1...42, format: "iban", pattern: Pattern.iban))
    }
}

extension Shape where Value == OID {
    /// An object identifier in dotted form (I26).
    static var oid: Shape {
        .parsed(
            "wrong_form",
            LocalText(
                fi: "täytyy olla OID-tunnus, esimerkiksi 1.2.246.10.2048198", sv: "måste vara en OID-kod, till exempel 1.2.246.10.2048198",
                en: "must be an OID, e.g. 1.2.246.10.2048198"), pattern: "^[0-2](\\.(0|[1-9][0-9]*))+$", 3...OID.defaultMaximumLength,
            { OID($0) }, { $0.text })
    }
}

extension Shape where Value == Hetu {
    /// A national id in a request. Answers never write it whole; views show `masked` (A22).
    static var hetu: Shape {
        Shape<String>.text(1...20, .prose).mapped(
            { text in
                do throws(HetuFault) { return .success(try Hetu(text, today: nil)) } catch {
                    return .failure(
                        Fault(
                            pointer: "", code: "hetu_\(error.rawValue)",
                            detail: LocalText(
                                fi: "ei ole oikea henkilötunnus", sv: "är inte en riktig personbeteckning",
                                en: "is not a henkilötunnus: \(error.rawValue)")))
                }
            }, back: { $0.masked.text }, schema: Schema.text(11...20, format: "hetu", pattern: Pattern.hetu))
    }
}

/// A command without members. Its body may be left out or be `{}`.
struct NoMembers: Sendable {
    static let shape = Shape<NoMembers>.object("NoMembers", make: { NoMembers() })
}

/// A command that takes a reason.
struct Reason: Sendable {
    let reason: String

    static let shape = Shape<Reason>.object("Reason", Field("reason", .prose(2000, from: 3)) { $0.reason }, make: Reason.init)
}

extension ViewMember where Owner: Recorded {
    /// The members that every item has.
    static var record: [ViewMember] {
        [
            ViewMember("id", .id()) { $0.record.id }, ViewMember("createdAt", .instant) { $0.record.createdAt },
            ViewMember("updatedAt", .instant) { $0.record.updatedAt },
            ViewMember("etag", .line(30)) { EntityTag.ofVersion($0.record.version) },
        ]
    }
}

extension ViewMember where Owner: CaseFile {
    static var caseID: ViewMember { ViewMember("caseId", .id()) { $0.caseID } }
}

extension ViewMember {
    /// The state of an item, and for each command whether this caller may give it now and what blocks it.
    static func state<Entity: Stateful>() -> [ViewMember] where Owner == Seen<Entity>, Entity.State: LabelledCode {
        [
            ViewMember("state", .code) { $0.entity.state },
            ViewMember("actions", view: Action.list) { $0.actions },
        ]
    }
}
