/// Folding of names for search (I32).
public enum FoldedText {
    /// Lower case without accents: `Ågren-Öhman, Žofie` becomes `agren ohman zofie`.
    ///
    /// Accented letters become their base letter, ß ss, æ ae, œ oe, þ th, ŋ n; combining marks and invisible format characters vanish;
    /// every run of other characters than letters and digits becomes one space; no space at the ends. Composed and decomposed
    /// forms of Latin, Greek, Cyrillic, Arabic, Kana and Hangul text give the same result. Equal folds are not equal names.
    public static func fold(_ text: String) -> String { fold(text, apart: [:]) }

    /// The same, but the given lower-case letters, in composed form, fold to the given texts instead of their base letters.
    static func fold(_ text: String, apart: [UInt32: Unicode.Scalar]) -> String {
        var result = String.UnicodeScalarView()
        var spaceDue = false
        func append(_ scalar: Unicode.Scalar) {
            if spaceDue, !result.isEmpty { result.append(" ") }
            spaceDue = false
            result.append(scalar)
        }
        for original in text.unicodeScalars {
            // The common letters first: looking up the properties of a scalar is slower.
            switch original.value {
            case 0x30...0x39, 0x61...0x7A:
                append(original)
                continue
            case 0x41...0x5A:
                append(Unicode.Scalar(UInt8(original.value + 0x20)))
                continue
            default: break
            }
            for scalar in original.properties.lowercaseMapping.unicodeScalars {
                if let letter = apart[scalar.value] {
                    append(letter)
                } else if let letters = spelling(of: scalar) {
                    for letter in letters.unicodeScalars { append(letter) }
                } else if let base = FoldTable.baseOf[scalar.value] {
                    append(base)
                } else if isDropped(scalar) {
                    continue
                } else if isLetterOrDigit(scalar) {
                    append(scalar)
                } else {
                    spaceDue = true
                }
            }
        }
        return String(result)
    }

    private static func spelling(of scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0xDF: "ss"
        case 0xE6, 0x1E3, 0x1FD: "ae"
        case 0x153: "oe"
        case 0x133: "ij"
        case 0xFE: "th"
        case 0x149, 0x14B: "n"
        case 0xAC00...0xD7A3: hangul(scalar.value - 0xAC00)
        default: nil
        }
    }

    /// The canonical decomposition of a Hangul syllable (Unicode chapter 3.12).
    private static func hangul(_ index: UInt32) -> String {
        let parts = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + index % 28]
        var scalars = String.UnicodeScalarView()
        for part in parts where part != 0x11A7 {
            if let scalar = Unicode.Scalar(part) { scalars.append(scalar) }
        }
        return String(scalars)
    }

    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return properties.generalCategory == .format
            || (properties.generalCategory == .nonspacingMark && properties.canonicalCombiningClass != .notReordered)
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
    }
}
