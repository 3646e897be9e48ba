import PersonalBudgeting

/// The languages of titles, labels and documents.
enum Language: String, CaseIterable, Sendable {
    case fi, sv, en

    /// Returns the acceptable language of `Accept-Language` (RFC 9110, 12.5.4) with the highest weight, the first of equals; Finnish if
    /// none matches.
    /// - Parameter fields: the values of all fields of the name, which together are one list (RFC 9110, 5.3).
    static func accepted(_ fields: [String]) -> Language {
        if fields.isEmpty { return .fi }
        var best: (Language, Int) = (.fi, 0)
        for part in fields.flatMap({ $0.split(separator: ",") }) {
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            // The first subtag is the language: `fi-FI` is Finnish, `fil` is not.
            guard let tag = pieces.first?.prefix(while: { $0 != "-" }), let language = Language(rawValue: String(tag)) else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { thousandths($0.dropFirst(2)) } ?? 1000
            if weight > best.1 { best = (language, weight) }
        }
        return best.0
    }

    /// Returns a weight (RFC 9110, 12.4.2) in thousandths; 0 if the text is not a weight.
    static func thousandths(_ text: Substring) -> Int {
        if text.hasPrefix("1") { return 1000 }
        guard text.hasPrefix("0.") else { return 0 }
        let digits = text.dropFirst(2).prefix(3)
        return (plainNumber(String(digits)) ?? 0) * [1, 100, 10, 1][min(digits.count, 3)]
    }

    func choose(_ text: LocalText) -> String {
        switch self {
        case .fi: text.fi
        case .sv: text.sv
        case .en: text.en
        }
    }
}
