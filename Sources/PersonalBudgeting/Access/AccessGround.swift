/// On what a look at a client's data rested, as the client has the right to know (Asiakastietolaki 703/2023, 11 §).
public enum AccessGround: Sendable, Equatable {
    /// The task of the role: that of a list is cut by the right, and rows from before this was kept know no more.
    case role
    /// How the caller stood to the client at the time.
    case relation(Relation)
    /// Nothing: the caller was told nothing.
    case nothing
}

extension AccessGround {
    private static let refused = "nothing"

    /// As it is kept: nothing for the role, `nothing` for a refusal, else the relation.
    private var word: String {
        switch self {
        case .role: ""
        case .relation(let relation): relation.rawValue
        case .nothing: AccessGround.refused
        }
    }

    /// - Returns: nil for a word that is none.
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

    /// Grounds as one text: a word where all are alike, else the words in order with commas; nil where no more is known than the role.
    public static func text(_ grounds: [AccessGround]) -> String? {
        guard let first = grounds.first else { return nil }
        if grounds.dropFirst().allSatisfy({ $0 == first }) { return first == .role ? nil : first.word }
        return grounds.map(\.word).joined(separator: ",")
    }

    /// The ground at a place of such a text.
    /// - Returns: nil where the text is none of this.
    public static func ground(at place: Int, in text: String?) -> AccessGround? {
        guard let text else { return .role }
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        return words.count == 1 ? AccessGround(word: words[0]) : words.indices.contains(place) ? AccessGround(word: words[place]) : nil
    }
}
