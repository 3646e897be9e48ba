import JSON
import PersonalBudgeting

// The sentences of the faults in a body: JSON says what is wrong, and this says it in the languages of the service. The codes and the names
// of the contract are only in English, because Finnish and Swedish answers may be shown to people.

extension Fault {
    init(pointer: String, code: String, detail: LocalText) {
        self.init(pointer: pointer, code: code, reason: FaultReason(detail))
    }

    var detail: LocalText { reason.inWords }
}

extension LocalText {
    /// A text of a wrong length.
    static func lengthMustBe(_ length: ClosedRange<Int>) -> LocalText {
        let (least, most) = (length.lowerBound, length.upperBound)
        if least < most {
            return LocalText(
                fi: "pituuden täytyy olla \(least)–\(most) merkkiä", sv: "längden måste vara \(least)–\(most) tecken",
                en: "must have \(least) to \(most) characters")
        }
        return LocalText(
            fi: "pituuden täytyy olla tasan \(least) \(least == 1 ? "merkki" : "merkkiä")", sv: "längden måste vara exakt \(least) tecken",
            en: "must have exactly \(least) \(least == 1 ? "character" : "characters")")
    }

    fileprivate static func lengthMustBe(_ length: ClosedRange<Int>, found: Int) -> LocalText {
        let rule = lengthMustBe(length)
        return LocalText(fi: "\(rule.fi), nyt se on \(found)", sv: "\(rule.sv), nu är den \(found)", en: "\(rule.en), has \(found)")
    }

    /// A list with too few or too many items.
    fileprivate static func countMustBe(_ count: ClosedRange<Int>, found: Int) -> LocalText {
        let (least, most) = (count.lowerBound, count.upperBound)
        if least < most {
            return LocalText(
                fi: "määrän täytyy olla \(least)–\(most), nyt se on \(found)",
                sv: "antalet måste vara \(least)–\(most), nu är det \(found)",
                en: "must have \(least) to \(most) items, has \(found)")
        }
        return LocalText(
            fi: "määrän täytyy olla tasan \(least), nyt se on \(found)", sv: "antalet måste vara exakt \(least), nu är det \(found)",
            en: "must have exactly \(least) \(least == 1 ? "item" : "items"), has \(found)")
    }
}

extension FaultReason {
    /// A rule of a shape of this service.
    init(_ sentence: LocalText) { self = .rule(fi: sentence.fi, sv: sentence.sv, en: sentence.en) }

    var inWords: LocalText {
        switch self {
        case .required: .required
        case .notText: LocalText(fi: "täytyy olla teksti", sv: "måste vara text", en: "must be a string")
        case .notInteger:
            LocalText(
                fi: "täytyy olla kokonaisluku", sv: "måste vara ett heltal", en: "must be an integer without fraction or exponent")
        case .notBoolean: LocalText(fi: "täytyy olla tosi tai epätosi", sv: "måste vara sant eller falskt", en: "must be true or false")
        case .notArray: LocalText(fi: "täytyy olla luettelo", sv: "måste vara en lista", en: "must be an array")
        case .notObject: LocalText(fi: "täytyy olla olio", sv: "måste vara ett objekt", en: "must be an object")
        case .length(let length, let found): .lengthMustBe(length, found: found)
        case .blank: LocalText(fi: "ei saa olla tyhjä", sv: "får inte vara tom", en: "must not be blank")
        case .form(let pattern):
            LocalText(
                fi: "muoto on väärä; oikea muoto on rajapinnan kuvauksessa",
                sv: "formen är fel; den rätta formen finns i gränssnittets beskrivning",
                en: pattern.map { "must have the form \($0)" } ?? "must have the form that the contract describes")
        case .outOfRange(let range): .mustBe(range.lowerBound, to: range.upperBound)
        case .unknownCode(let known):
            LocalText(
                fi: "ei ole sallittu arvo; sallitut arvot ovat rajapinnan kuvauksessa",
                sv: "är inte ett tillåtet värde; de tillåtna värdena finns i gränssnittets beskrivning",
                en: "must be one of \(known.joined(separator: ", "))")
        case .count(let count, let found): .countMustBe(count, found: found)
        case .unknownMember(let known):
            LocalText(
                fi: "tätä tietoa ei tunneta; tunnetut tiedot ovat rajapinnan kuvauksessa",
                sv: "denna uppgift är inte känd; de kända uppgifterna finns i gränssnittets beskrivning",
                en: known.isEmpty ? "is not a member here; there are none" : "is not a member here; known: \(known.joined(separator: ", "))"
            )
        case .duplicateMember: .occursTwice
        case .rule(let fi, let sv, let en): LocalText(fi: fi, sv: sv, en: en)
        }
    }
}

extension JSONFault {
    var detail: LocalText {
        switch reason {
        case .valueExpected: LocalText(fi: "arvo puuttuu", sv: "ett värde saknas", en: "a value was expected")
        case .endExpected:
            LocalText(fi: "arvon jälkeen ei saa olla mitään", sv: "ingenting får följa efter värdet", en: "nothing may follow the value")
        case .numberExpected:
            LocalText(
                fi: "luku alkaa numerolla tai miinusmerkillä", sv: "ett tal börjar med en siffra eller ett minustecken",
                en: "a number begins with a digit or a minus sign")
        case .commaExpected:
            LocalText(
                fi: "pilkku tai loppusulje puuttuu", sv: "ett komma eller en slutparentes saknas",
                en: "a comma or the closing bracket was expected")
        case .memberNameExpected:
            LocalText(
                fi: "tiedon nimi lainausmerkeissä puuttuu", sv: "uppgiftens namn inom citattecken saknas",
                en: "a member name in quotes was expected")
        case .colonExpected: LocalText(fi: "kaksoispiste puuttuu", sv: "ett kolon saknas", en: "a colon was expected")
        case .digitExpected: LocalText(fi: "numero puuttuu", sv: "en siffra saknas", en: "a digit was expected")
        case .hexadecimalExpected:
            LocalText(
                fi: "merkintää \\u täytyy seurata neljä heksadesimaalinumeroa", sv: "fyra hexadecimala siffror måste följa efter \\u",
                en: "four hexadecimal digits must follow \\u")
        case .literalExpected(let word):
            LocalText(fi: "sana \(word) puuttuu", sv: "ordet \(word) saknas", en: "the literal \(word) was expected")
        case .byteOrderMark:
            LocalText(
                fi: "JSON on UTF-8-merkistöä ilman tavujärjestysmerkkiä", sv: "JSON är UTF-8 utan byteordningsmärke",
                en: "JSON is UTF-8 without a byte order mark")
        case .leadingZero:
            LocalText(fi: "luvun alussa ei ole nollaa", sv: "ett tal börjar inte med en nolla", en: "a number has no leading zero")
        case .stringOpen: LocalText(fi: "tekstin lainausmerkki puuttuu", sv: "textens citattecken saknas", en: "the string is not closed")
        case .controlCharacter:
            LocalText(
                fi: "tekstin ohjausmerkki on koodattava", sv: "ett styrtecken i texten måste kodas",
                en: "a control character in a string must be escaped")
        case .notUTF8: LocalText(fi: "teksti ei ole UTF-8-merkistöä", sv: "texten är inte UTF-8", en: "the string is not UTF-8")
        case .unknownEscape:
            LocalText(fi: "JSON ei tunne tätä koodausta", sv: "JSON har inte denna kodning", en: "JSON does not define this escape")
        case .halfSurrogate:
            LocalText(fi: "sijaisparin puolikas", sv: "hälften av ett surrogatpar", en: "half of a surrogate pair")
        case .mostValues(let most):
            LocalText(
                fi: "arvoja saa olla enintään \(most)", sv: "antalet värden får vara högst \(most)", en: "the text may hold \(most) values")
        case .mostMembers(let most):
            LocalText(
                fi: "oliossa saa olla enintään \(most) tietoa", sv: "ett objekt får ha högst \(most) uppgifter",
                en: "an object may have \(most) members")
        case .mostNumberCharacters(let most):
            LocalText(
                fi: "luvussa saa olla enintään \(most) merkkiä", sv: "ett tal får ha högst \(most) tecken",
                en: "a number may have \(most) characters")
        case .mostMarks(let most):
            LocalText(
                fi: "kirjaimessa saa olla enintään \(most) lisämerkkiä", sv: "en bokstav får ha högst \(most) tilläggstecken",
                en: "a character may carry \(most) marks")
        case .mostStringOctets(let most):
            LocalText(
                fi: "tekstissä saa olla enintään \(most) tavua", sv: "en text får ha högst \(most) byte",
                en: "a string may have \(most) octets")
        case .mostDepth(let most):
            LocalText(
                fi: "sisäkkäisiä tasoja saa olla enintään \(most)", sv: "antalet nivåer får vara högst \(most)",
                en: "containers may nest \(most) deep")
        }
    }
}
