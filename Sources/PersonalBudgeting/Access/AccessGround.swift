/// The ground on which a caller had access to a client's data. The client has the right to know it (Asiakastietolaki 703/2023, 11 §; A21).
public enum AccessGround: Sendable, Equatable {
    /// The task of the role. It is also the ground of lists, which the right restricts, and of rows from before grounds were stored.
    case role
    /// The caller's relation to the client at the time.
    case relation(Relation)
    /// No ground: the caller got nothing.
    case nothing
}

extension AccessGround {
    private static let refused = "nothing"

    /// The stored form: empty for the role, `nothing` for a refusal, otherwise the relation.
    private var word: String {
        switch self {
        case .role: ""
        case .relation(let relation): relation.rawValue
        case .nothing: AccessGround.refused
        }
    }

    /// Reads the stored form.
    /// - Returns: nil for an unknown word.
    private init?(word: Substring) {
        if word.isEmpty {
            self = .role
        } else if word == AccessGround.refused {
            self = .nothing
        } else if let relation = Relation(rawValue: String(word)) {
            self = .relation(relation)
        } else {
            return nil
        }
    }

    /// Returns the grounds as one text: one word where all are equal, otherwise all words in order, separated by commas. Nil if only the
    /// role is known.
    public static func text(_ grounds: [AccessGround]) -> String? {
        guard let first = grounds.first else { return nil }
        if grounds.dropFirst().allSatisfy({ $0 == first }) { return first == .role ? nil : first.word }
        return grounds.map(\.word).joined(separator: ",")
    }

    /// Reads the ground at an index of such a text.
    /// - Returns: nil if the text has no ground there.
    public static func ground(at place: Int, in text: String?) -> AccessGround? {
        guard let text else { return .role }
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        return words.count == 1 ? AccessGround(word: words[0]) : words.indices.contains(place) ? AccessGround(word: words[place]) : nil
    }
}
