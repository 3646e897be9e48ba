/// A character that a text may not hold, with its place (I33).
public struct RefusedCharacter: Error, Equatable, Sendable, CustomStringConvertible {
    public let scalar: Unicode.Scalar
    /// The place in the text, in Unicode scalars from 1.
    public let position: Int
    public let reason: Reason

    /// Why a character is refused. Some of them are taken by one kind of text, or where they have an effect (`TextKind`).
    public enum Reason: Sendable, CaseIterable {
        /// C0, DEL and C1, except those that end a line.
        case control
        /// The end of a line or a paragraph: U+000A to U+000D, U+0085, U+2028, U+2029.
        case lineBreak
        /// `Bidi_Control`: it changes the order in which other characters are shown.
        case direction
        /// `Join_Control`: U+200C, U+200D.
        case joiner
        /// A space or a mark without width: U+200B, U+2060 to U+206F, U+FEFF.
        case zeroWidth
        case softHyphen
        case variationSelector
        /// Tags spell invisible ASCII: U+E0001, U+E0020 to U+E007F.
        case tag
        /// Any other `Default_Ignorable_Code_Point`, such as U+034F and the fillers of Hangul.
        case invisible
        case privateUse
        case noncharacter
        /// Interlinear annotation: U+FFF9 to U+FFFB.
        case annotation
        /// What stands for a lost character or an object: U+FFFC, U+FFFD.
        case replacement

        /// Returns nil for a character that every text takes.
        init?(of scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x0A...0x0D, 0x85, 0x2028, 0x2029: self = .lineBreak
            case 0x00...0x1F, 0x7F...0x9F: self = .control
            case 0xAD: self = .softHyphen
            // Letters that most names consist of. Looking up the properties of a scalar is slower.
            case 0x20...0x34E: return nil
            case 0x200C, 0x200D: self = .joiner
            case 0x200B, 0x2060...0x2065, 0x206A...0x206F, 0xFEFF: self = .zeroWidth
            case 0xE0001, 0xE0020...0xE007F: self = .tag
            case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: self = .privateUse
            case 0xFFF9...0xFFFB: self = .annotation
            case 0xFFFC, 0xFFFD: self = .replacement
            default:
                let properties = scalar.properties
                if properties.isNoncharacterCodePoint {
                    self = .noncharacter
                } else if properties.isBidiControl {
                    self = .direction
                } else if properties.isVariationSelector {
                    self = .variationSelector
                } else if properties.isDefaultIgnorableCodePoint {
                    self = .invisible
                } else {
                    return nil
                }
            }
        }

        /// The name in the description of a fault.
        var title: LocalText {
            switch self {
            case .control: LocalText(fi: "ohjausmerkkiä", sv: "ett styrtecken", en: "a control character")
            case .lineBreak: LocalText(fi: "rivinvaihtoa", sv: "en radbrytning", en: "a line break")
            case .direction:
                LocalText(fi: "kirjoitussuunnan ohjausmerkkiä", sv: "ett tecken som styr skrivriktningen", en: "a direction control")
            case .joiner:
                LocalText(fi: "vaikutuksetonta yhdistäjää", sv: "ett verkningslöst sammanfogningstecken", en: "a joiner without effect")
            case .zeroWidth: LocalText(fi: "nollalevyistä merkkiä", sv: "ett tecken utan bredd", en: "a zero-width character")
            case .softHyphen: LocalText(fi: "tavutusvihjettä", sv: "ett mjukt bindestreck", en: "a soft hyphen")
            case .variationSelector:
                LocalText(
                    fi: "vaikutuksetonta muunnelman valitsinta", sv: "en verkningslös variantväljare",
                    en: "a variation selector without effect")
            case .tag: LocalText(fi: "tunnistemerkkiä", sv: "ett taggtecken", en: "a tag character")
            case .invisible: LocalText(fi: "näkymätöntä merkkiä", sv: "ett osynligt tecken", en: "an invisible character")
            case .privateUse: LocalText(fi: "yksityiskäytön merkkiä", sv: "ett tecken för privat bruk", en: "a private-use character")
            case .noncharacter: LocalText(fi: "merkitsemätöntä merkkiä", sv: "ett icke-tecken", en: "a noncharacter")
            case .annotation: LocalText(fi: "huomautusmerkkiä", sv: "ett anteckningstecken", en: "an annotation character")
            case .replacement: LocalText(fi: "korvausmerkkiä", sv: "ett ersättningstecken", en: "a replacement character")
            }
        }
    }

    /// Continues "must not hold": `U+00AD (a soft hyphen) at character 3`.
    public var description: String { inWords.en }

    /// The character, its kind and its place, as `mustNotHold` continues.
    public var inWords: LocalText {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
        return LocalText(
            fi: "\(reason.title.fi) (\(code), merkki \(position))", sv: "\(reason.title.sv) (\(code), tecken \(position))",
            en: "\(code) (\(reason.title.en)) at character \(position)")
    }
}
