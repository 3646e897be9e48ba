/// The order of Finnish names, as a key whose octets compare like the names (Unicode CLDR, collation of `fi`): `å ä ö` are letters of
/// their own after `z`, `ü` stands with `y`, `æ` with `ä`, `ø` with `ö`; other accents, case and signs do not count.
///
/// A key and no collation of the engine: an index keeps it, and it is the same in every engine.
public enum NameOrder {
    /// Longer keys are cut: what is alike so far is in order of creation. Keeps what a cursor holds short.
    static let longestKey = 100

    /// The key of a family name with the given names, 1 to 100 octets of UTF-8.
    public static func key(family: String, given: String) -> String {
        // Below the space, so that a name comes before the same name with another word after it.
        cut(FoldedText.fold(family, apart: letters) + "\u{1F}" + FoldedText.fold(given, apart: letters))
    }

    /// The key of a name in one piece, up to 100 octets of UTF-8.
    public static func key(_ name: String) -> String { cut(FoldedText.fold(name, apart: letters)) }

    /// The three signs after `z` stand for the three letters after it.
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
