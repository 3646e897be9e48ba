/// An object identifier in dotted form: first arc 0…2, at least two arcs, no leading zeros, at most 64 characters (I26).
public struct OID: Hashable, Sendable, CustomStringConvertible {
    /// The default maximum length in characters.
    public static let defaultMaximumLength = 64

    /// Digits and dots.
    public let text: String

    /// Nil when the text is not an OID or is longer than the maximum.
    public init?(_ text: String, maximumLength: Int = defaultMaximumLength) {
        let octets = Array(text.utf8)
        guard octets.count <= maximumLength else { return nil }
        let arcs = octets.split(separator: 0x2E, omittingEmptySubsequences: false)
        guard arcs.count >= 2, arcs[0].count == 1, let first = ASCIIText.number(arcs[0]), first <= 2 else { return nil }
        for arc in arcs {
            guard let start = arc.first, start != 0x30 || arc.count == 1, arc.allSatisfy({ ASCIIText.digit($0) != nil }) else { return nil }
        }
        self.text = text
    }

    private init(unchecked text: String) {
        self.text = text
    }

    /// `1.2.246.10.<Y>`: the business id without hyphen and leading zeros (JHS 159).
    public static func organisation(_ businessID: BusinessID) -> OID {
        OID(unchecked: "1.2.246.10." + String(businessID.digits.drop { $0 == "0" }))
    }

    /// `1.2.246.10.<Y>.10.0`, the unit of activity (toimintayksikkö) of the SOTE organisation register.
    public static func unit(_ businessID: BusinessID) -> OID {
        OID(unchecked: organisation(businessID).text + ".10.0")
    }

    /// `1.2.246.10.<Y>.10.<n>`, the service unit (palveluyksikkö) n ≥ 1; nil for n < 1.
    public static func serviceUnit(_ businessID: BusinessID, number: Int) -> OID? {
        number >= 1 ? OID(unchecked: organisation(businessID).text + ".10." + String(number)) : nil
    }

    /// The numbers between the dots, as text.
    public var arcs: [String] { text.split(separator: ".").map { String($0) } }

    /// ``text``.
    public var description: String { text }
}
