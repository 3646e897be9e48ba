/// What tells too much of a person in a text where it does not belong: a national id, or something like a street address.
public enum PersonalTrace: String, CaseIterable, Sendable {
    case nationalID = "national_id"
    case address

    /// The first trace in a text, or nil. A guard against slips, not against intent: an address is told by its form.
    public init?(in text: String) {
        if PersonalTrace.holdsHetu(text) {
            self = .nationalID
        } else if PersonalTrace.holdsAddress(text) {
            self = .address
        } else {
            return nil
        }
    }

    /// For the sentence of a refusal.
    var title: String { self == .nationalID ? "a national id" : "an address" }

    /// Whether eleven characters in a row are a valid henkilötunnus, however dashed and spaced.
    private static func holdsHetu(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.filter { !$0.properties.isWhitespace }.map { scalar -> Unicode.Scalar in
            switch scalar.value {
            case 0x2010...0x2015, 0x2212, 0x00AD, 0xFE58, 0xFE63, 0xFF0D: "-"
            default: scalar
            }
        }
        guard scalars.count >= 11 else { return false }
        return (0...scalars.count - 11).contains { start in
            // Only what begins with a digit can be one; the check costs nothing elsewhere.
            guard ("0"..."9").contains(scalars[start]) else { return false }
            var window = String.UnicodeScalarView()
            window.append(contentsOf: scalars[start..<start + 11])
            return (try? Hetu(String(window))) != nil
        }
    }

    /// Endings of Finnish and Swedish street names, folded; `tori` and `ranta` are left out because of words like `mentori 2`.
    private static let streetEndings = [
        "katu", "kadulla", "tie", "tiella", "kuja", "kujalla", "polku", "polulla", "vayla", "kaari", "raitti", "bulevardi", "esplanadi",
        "penger", "gatan", "gata", "vagen", "stigen", "granden", "esplanaden", "street", "road",
    ]

    /// Whether a street name is followed by a number, or a postal code by a place.
    private static func holdsAddress(_ text: String) -> Bool {
        let words = FoldedText.fold(text).split(separator: " ")
        return zip(words, words.dropFirst()).contains { word, next in
            if streetEndings.contains(where: { word.hasSuffix($0) }), next.first.map(isDigit) == true { return true }
            return word.utf8.count == 5 && word.allSatisfy(isDigit) && next.count > 1 && next.first.map(isDigit) == false
        }
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
