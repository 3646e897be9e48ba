import Foundation

/// Unicode normalisation form C with limited cost.
///
/// Foundation and the standard library both need quadratic time for marks out of order: half a megabyte of `U+0301 U+0323` takes minutes,
/// in `String ==` too. Foundation is also quadratic in the length of other texts. So runs of marks are limited and long texts are cut.
public enum NormalForm {
    /// The maximum number of marks on one character: 30, more than any language uses (Stream-Safe Text Format, UAX 15).
    static let maximumMarks = 30
    /// The number of octets given to Foundation at a time, not counting the rest of a character.
    private static let pieceBytes = 1024

    /// The text in form C; nil if a character has too many marks.
    public static func make(_ text: String) -> String? {
        var marks = 0
        var canChange = false
        for scalar in text.unicodeScalars {
            marks = attaches(scalar) ? marks + 1 : 0
            guard marks <= maximumMarks else { return nil }
            canChange = canChange || !isFixed(scalar)
        }
        guard canChange else { return text }

        var result = ""
        result.reserveCapacity(text.utf8.count)
        var piece = String.UnicodeScalarView()
        var size = 0
        for scalar in text.unicodeScalars {
            if size >= pieceBytes, !attaches(scalar) {
                result += String(piece).precomposedStringWithCanonicalMapping
                piece.removeAll(keepingCapacity: true)
                size = 0
            }
            piece.append(scalar)
            size += UTF8.width(scalar)
        }
        result += String(piece).precomposedStringWithCanonicalMapping
        result.makeContiguousUTF8()
        return result
    }

    /// True for scalars that may combine with the character before: marks, the vowels and finals of Hangul, the vowels of Kirat Rai.
    static func attaches(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x300: return false
        case 0x1160...0x11FF, 0x16D63...0x16D6A: return true
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .spacingMark, .enclosingMark: return true
            default: return false
            }
        }
    }

    /// True for Latin, and for the dashes, quotes and euro sign of ordinary office text, which are in form C already.
    private static func isFixed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x300 || (0x2010...0x2027).contains(scalar.value) || scalar.value == 0x20AC
    }
}
