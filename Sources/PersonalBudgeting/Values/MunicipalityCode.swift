/// A Finnish municipality by its three-digit code with leading zeros (I20).
///
/// The 308 municipalities of 2025, Pertunmaa (588, until 2024-12-31), and 198 no home municipality, 199 unknown, 200 abroad.
/// Municipalities that ended before 2025 are refused.
public struct MunicipalityCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Three ASCII digits.
    public let text: String

    /// Nil for other than three ASCII digits and for an unknown code.
    public init?(_ text: String) {
        guard text.utf8.count == 3, let number = ASCIIText.number(text.utf8), MunicipalityCode.known[number] else { return nil }
        self.text = text
    }

    /// Which numbers are codes. A table, because every client that is read has a municipality.
    private static let known: [Bool] = {
        var known = [Bool](repeating: false, count: 1_000)
        for text in Array(MunicipalityTable.rows.keys) + Array(specialNames.keys) + [pertunmaa] {
            if let number = ASCIIText.number(text.utf8) { known[number] = true }
        }
        return known
    }()

    /// Every code that is not refused, in order: the current municipalities, the ended one, and 198, 199, 200.
    public static let all: [MunicipalityCode] = (Array(MunicipalityTable.rows.keys) + Array(specialNames.keys) + [pertunmaa]).sorted()
        .compactMap { MunicipalityCode($0) }

    /// The Finnish name.
    public var finnishName: String {
        MunicipalityTable.rows[text]?.finnishName ?? MunicipalityCode.specialNames[text]?.finnish ?? "Pertunmaa"
    }

    /// The Swedish name; the Finnish name if there is no Swedish one.
    public var swedishName: String {
        MunicipalityTable.rows[text]?.swedishName ?? MunicipalityCode.specialNames[text]?.swedish ?? "Pertunmaa"
    }

    /// The wellbeing services county; nil for 198, 199 and 200.
    public var county: WellbeingCounty? {
        text == MunicipalityCode.pertunmaa ? .southSavo : MunicipalityTable.rows[text]?.county
    }

    /// False for 198, 199 and 200.
    public var isMunicipality: Bool { MunicipalityCode.specialNames[text] == nil }

    /// The last day of a municipality that has ended, else nil.
    public var validTo: CalendarDate? {
        text == MunicipalityCode.pertunmaa ? CalendarDate(year: 2024, month: 12, day: 31) : nil
    }

    /// The municipality that continues an ended one, else nil.
    public var successor: MunicipalityCode? {
        text == MunicipalityCode.pertunmaa ? MunicipalityCode("507") : nil
    }

    /// ``text``.
    public var description: String { text }

    /// Order of the codes.
    public static func < (left: MunicipalityCode, right: MunicipalityCode) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    private static let pertunmaa = "588"
    private static let specialNames: [String: (finnish: String, swedish: String)] = [
        "198": ("Ei kotikuntaa Suomessa", "Ingen hemkommun i Finland"),
        "199": ("Tuntematon", "Okänd"),
        "200": ("Ulkomaat", "Utlandet"),
    ]
}
