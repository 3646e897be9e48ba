import PersonalBudgeting

/// The languages of titles, labels and documents.
enum Language: String, CaseIterable, Sendable {
    case fi, sv, en

    /// Returns the language of an answer: the requested one, else the first that the caller does not refuse.
    /// - Parameter fields: the values of all fields of the name, which together are one list (RFC 9110, 5.3).
    static func accepted(_ fields: [String]) -> Language {
        guard let first = fields.first else { return .fi }
        // Many callers name one language. Parsing the field costs more than routing the request.
        if fields.count == 1, let language = Language(rawValue: first) { return language }
        let members = FieldMember.all(fields)
        if let range = preferred(members) { return range.language }
        // `*` and unknown languages leave the choice to the service (RFC 4647, 3.4.1). `fi;q=0` refuses Finnish.
        let refused = members.filter { $0.weight == 0 }.map(\.value)
        return allCases.first { !refused.contains($0.rawValue) } ?? .fi
    }

    /// Whether the caller names a language of the service and does not refuse it.
    static func isNamed(_ fields: [String]) -> Bool { preferred(FieldMember.all(fields)) != nil }

    /// Whether the caller asks for plain Finnish (`fi-x-selko`) before all other languages.
    static func isPlainFinnish(_ fields: [String]) -> Bool {
        guard let range = preferred(FieldMember.all(fields))?.range else { return false }
        return range == "fi-x-selko" || range.hasPrefix("fi-x-selko-")
    }

    /// Returns the range of `Accept-Language` (RFC 9110, 12.5.4) with the highest weight, the first of equals, and the language that a lookup
    /// finds for it; nil if no language is named.
    private static func preferred(_ members: [FieldMember]) -> (range: String, language: Language)? {
        var best: (range: String, language: Language, weight: Int)?
        for member in members where member.weight > best?.weight ?? 0 {
            guard let language = lookup(member.value) else { continue }
            best = (member.value, language, member.weight)
        }
        return best.map { ($0.range, $0.language) }
    }

    /// Finds the language of a range by lookup (RFC 4647, 3.4): `fi-FI` is shortened to `fi`; `fil-PH` ends as `fil`, which is another
    /// language.
    private static func lookup(_ range: String) -> Language? {
        range.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).first.flatMap { Language(rawValue: String($0)) }
    }

    func choose(_ text: LocalText) -> String {
        switch self {
        case .fi: text.fi
        case .sv: text.sv
        case .en: text.en
        }
    }
}
