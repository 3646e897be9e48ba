/// Personal data in a text where it does not belong: a national id, something like a street address, or an identity of a person or a thing
/// of this service.
public enum PersonalTrace: String, CaseIterable, Sendable {
    case nationalID = "national_id"
    case address
    /// A UUID, the form of every identity of the service.
    case identity

    /// The first trace of the given kinds in a text, or nil. It guards against slips, not against intent: it recognises an address by its
    /// form.
    public init?(in text: String, among kinds: [PersonalTrace] = [.nationalID, .address]) {
        let found = kinds.first { kind in
            switch kind {
            case .nationalID: PersonalTrace.holdsHetu(text)
            case .address: PersonalTrace.holdsAddress(text)
            case .identity: PersonalTrace.holdsIdentity(text)
            }
        }
        guard let found else { return nil }
        self = found
    }

    /// The name in the detail of a refusal.
    var title: LocalText {
        switch self {
        case .nationalID: LocalText(fi: "henkilötunnusta", sv: "en personbeteckning", en: "a national id")
        case .address: LocalText(fi: "osoitetta", sv: "en adress", en: "an address")
        case .identity:
            LocalText(
                fi: "palvelun tunnistetta", sv: "en identifierare i tjänsten", en: "the identity of somebody or something in the service")
        }
    }

    /// Refuses texts that hold a trace of the given kinds, each by its pointer. Nil has no trace.
    /// - Throws: `third_person_data` (422) with every place.
    static func refuse(_ kinds: [PersonalTrace], in texts: [(pointer: String, text: String?)]) throws(Refusal) {
        let faults = texts.compactMap { place -> RuleFault? in
            guard let found = place.text.flatMap({ PersonalTrace(in: $0, among: kinds) }) else { return nil }
            return RuleFault(pointer: place.pointer, code: "third_person_data", detail: .mustNotHold(found.title))
        }
        if !faults.isEmpty {
            throw Refusal(
                .thirdPersonData,
                LocalText(
                    fi: "tekstistä voi tunnistaa henkilön", sv: "en person kan identifieras i texten", en: "a text identifies a person"),
                faults: faults)
        }
    }

    /// Whether a valid henkilötunnus stands in the text, however dashed and spaced.
    ///
    /// Digits and letters right beside it make it a part of something else: the digits of one UUID in 40,000 and of one hash in 2,800 look
    /// like a national id. Letters of a word beside it do not: `hetu010190-999W` holds one. They are letters alone, and not only `a` to `f`.
    private static func holdsHetu(_ text: String) -> Bool {
        let glyphs = Glyph.all(in: text)
        guard glyphs.count >= 11 else { return false }
        return (0...glyphs.count - 11).contains { start in
            // A national id begins with a digit, so other positions need no further check.
            guard glyphs[start].kind == .digit else { return false }
            let window = glyphs[start..<start + 11].map(\.octet)
            guard !window.contains(0), (try? Hetu(String(decoding: window, as: UTF8.self))) != nil else { return false }
            return Glyph.isWord(before: start, in: glyphs) && Glyph.isWord(from: start + 11, in: glyphs)
        }
    }

    /// A character of a text without its white space.
    private struct Glyph {
        enum Kind { case digit, hexadecimalLetter, letter, other }
        let kind: Kind
        /// The ASCII character, with any dash as `-`; 0 for any other.
        let octet: UInt8
        /// Whether white space is before it.
        let isApart: Bool

        static func all(in text: String) -> [Glyph] {
            var glyphs: [Glyph] = []
            glyphs.reserveCapacity(text.utf8.count)
            var isApart = true
            for scalar in text.unicodeScalars {
                if scalar.properties.isWhitespace {
                    isApart = true
                    continue
                }
                glyphs.append(Glyph(scalar, isApart: isApart))
                isApart = false
            }
            return glyphs
        }

        private init(_ scalar: Unicode.Scalar, isApart: Bool) {
            self.isApart = isApart
            switch scalar.value {
            case 0x30...0x39: (kind, octet) = (.digit, UInt8(scalar.value))
            case 0x41...0x46, 0x61...0x66: (kind, octet) = (.hexadecimalLetter, UInt8(scalar.value))
            case 0x47...0x5A, 0x67...0x7A: (kind, octet) = (.letter, UInt8(scalar.value))
            case 0x00...0x7F: (kind, octet) = (.other, UInt8(scalar.value))
            case 0x2010...0x2015, 0x2212, 0x00AD, 0xFE58, 0xFE63, 0xFF0D: (kind, octet) = (.other, UInt8(ascii: "-"))
            default:
                kind = scalar.properties.numericType != nil ? .digit : scalar.properties.isAlphabetic ? .letter : .other
                octet = 0
            }
        }

        /// Whether the letters and digits up to a place, without white space between, are none or a word.
        static func isWord(before place: Int, in glyphs: [Glyph]) -> Bool {
            var run: [Kind] = []
            var index = place
            while index > 0, !glyphs[index].isApart, glyphs[index - 1].kind != .other {
                index -= 1
                run.append(glyphs[index].kind)
            }
            return isWord(run)
        }

        /// The same for those that begin at a place.
        static func isWord(from place: Int, in glyphs: [Glyph]) -> Bool {
            isWord(glyphs[place...].prefix { !$0.isApart && $0.kind != .other }.map(\.kind))
        }

        private static func isWord(_ run: [Kind]) -> Bool { run.isEmpty || (!run.contains(.digit) && run.contains(.letter)) }
    }

    /// Whether 36 octets in a row are a UUID.
    private static func holdsIdentity(_ text: String) -> Bool {
        let octets = Array(text.utf8)
        guard octets.count >= 36 else { return false }
        return (0...octets.count - 36).contains { start in
            guard [8, 13, 18, 23].allSatisfy({ octets[start + $0] == 0x2D }) else { return false }
            return ID<Never>(String(decoding: octets[start..<start + 36], as: UTF8.self)) != nil
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
