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
    var title: String {
        switch self {
        case .nationalID: "a national id"
        case .address: "an address"
        case .identity: "the identity of somebody or something in the service"
        }
    }

    /// Refuses texts that hold a trace of the given kinds, each by its pointer. Nil has no trace.
    /// - Throws: `third_person_data` (422) with every place.
    static func refuse(_ kinds: [PersonalTrace], in texts: [(pointer: String, text: String?)]) throws(Refusal) {
        let faults = texts.compactMap { place -> RuleFault? in
            guard let found = place.text.flatMap({ PersonalTrace(in: $0, among: kinds) }) else { return nil }
            return RuleFault(pointer: place.pointer, code: "third_person_data", detail: "must not hold \(found.title)")
        }
        if !faults.isEmpty { throw Refusal(.thirdPersonData, "a text identifies a person", faults: faults) }
    }

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
            // A national id begins with a digit, so other positions need no further check.
            guard ("0"..."9").contains(scalars[start]) else { return false }
            var window = String.UnicodeScalarView()
            window.append(contentsOf: scalars[start..<start + 11])
            return (try? Hetu(String(window))) != nil
        }
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
