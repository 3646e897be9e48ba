/// The order of Finnish names, as a key whose octets compare like the names (Unicode CLDR, collation of `fi`): `å ä ö` are letters of
/// their own after `z`; `ü` sorts with `y`, `æ` with `ä`, `ø` with `ö`; other accents, case and signs do not count.
///
/// A key instead of a collation of the engine: an index can hold it, and every engine sorts it alike.
public enum NameOrder {
    /// Longer keys are cut, which keeps cursors short. Names with equal keys are in order of creation.
    static let longestKey = 100

    /// The key of a family name with the given names, 1 to 100 octets of UTF-8.
    public static func key(family: String, given: String) -> String {
        // Lower than a space: a name comes before the same name followed by another word.
        cut(FoldedText.fold(family, apart: letters) + "\u{1F}" + FoldedText.fold(given, apart: letters))
    }

    /// The key of a name that is one text, up to 100 octets of UTF-8.
    public static func key(_ name: String) -> String { cut(FoldedText.fold(name, apart: letters)) }

    /// The three signs that follow `z` in ASCII represent the three letters that follow it in Finnish.
    private static let letters: [UInt32: Unicode.Scalar] = [
        0xE5: "{", 0xE4: "|", 0xE6: "|", 0xF6: "}", 0xF8: "}", 0xFC: "y",
    ]

    private static func cut(_ key: String) -> String {
        if key.utf8.count <= longestKey { return key }
        var octets = 0
        return String(
            String.UnicodeScalarView(
                key.unicodeScalars.prefix { scalar in
                    octets += UTF8.width(scalar)
                    return octets <= longestKey
                }))
    }
}
