/// A search for clients by name. Each word must begin a word of the given names or the family name, with at most one slip.
public struct NameSearch: Sendable, Equatable {
    /// The folded words (`FoldedText`), at least one, in the order of the search.
    public let words: [String]

    /// Nil when the text has no letter and no digit.
    public init?(_ text: String) {
        words = NameSearch.words(in: text)
        if words.isEmpty { return nil }
    }

    /// The longest word that is compared, in Unicode scalars; longer words are cut.
    static let longestWord = 60

    /// The words of a client's name: folded, each once, in the order of their octets.
    public static func words(given: String, family: String) -> [String] {
        Set(words(in: given) + words(in: family)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    public static func words(of client: Client.Details) -> [String] { words(given: client.givenNames, family: client.familyName) }

    /// Whether the search finds a client of this name.
    public func finds(_ client: Client.Details) -> Bool {
        let own = NameSearch.words(of: client).map { Array($0.unicodeScalars) }
        return words.allSatisfy { asked in
            let letters = Array(asked.unicodeScalars)
            return own.contains { NameMatch(of: letters, in: $0) != nil }
        }
    }

    private static func words(in text: String) -> [String] {
        FoldedText.fold(text).split(separator: " ").map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(longestWord))) }
    }
}

/// How a word of a name matches a word of the search.
public enum NameMatch: Sendable {
    /// It begins with the word.
    case begins
    /// It begins with the word but for one slip: an extra letter, a missing letter, a wrong letter, or two neighbours swapped.
    case misspelled

    /// Shorter words are one slip away from too many others.
    @usableFromInline static let shortestMisspelled = 4
    /// From this length the slip may be in the beginning of a longer word. Four letters with one wrong would match any three.
    public static let shortestMisspelledBeginning = 5

    /// Nil if the word does not match. Letters are Unicode scalars, or octets where both words are ASCII.
    @inlinable
    public init?<Asked: RandomAccessCollection, Word: RandomAccessCollection>(of asked: Asked, in word: Word)
    where Asked.Element == Word.Element, Asked.Element: Equatable {
        var left = asked[...]
        var right = word[...]
        while let letter = left.first, letter == right.first {
            left.removeFirst()
            right.removeFirst()
        }
        if left.isEmpty {
            self = .begins
            return
        }
        // The first letter that differs. A slip before it would be equal to a slip here.
        guard asked.count >= NameMatch.shortestMisspelled else { return nil }
        let mayGoOn = asked.count >= NameMatch.shortestMisspelledBeginning
        func ends(_ left: Asked.SubSequence, _ right: Word.SubSequence) -> Bool {
            mayGoOn ? right.starts(with: left) : right.elementsEqual(left)
        }
        let (leftRest, rightRest) = (left.dropFirst(), right.dropFirst())
        let isSwapped = !right.isEmpty && left.first == rightRest.first && leftRest.first == right.first
        guard
            ends(leftRest, right) || ends(left, rightRest) || (!right.isEmpty && ends(leftRest, rightRest))
                || (isSwapped && ends(leftRest.dropFirst(), rightRest.dropFirst()))
        else { return nil }
        self = .misspelled
    }

    /// The word, and the word with each single letter deleted: two words one slip apart share one of these (symmetric deletion, after
    /// W. Garbe's SymSpell). They are kept for the words of names and looked up for the words of a search. A word too short for a slip has
    /// only itself.
    public static func neighbours(of word: String) -> Set<String> {
        let letters = Array(word.unicodeScalars)
        var neighbours: Set<String> = [word]
        guard letters.count >= shortestMisspelled - 1 else { return neighbours }
        for place in letters.indices {
            var shorter = letters
            shorter.remove(at: place)
            neighbours.insert(String(String.UnicodeScalarView(shorter)))
        }
        return neighbours
    }

    /// Whether the word is long enough for slips.
    public static func canBeMisspelled(_ asked: String) -> Bool { asked.unicodeScalars.count >= shortestMisspelled }

    /// Whether the slip may be in the beginning of a longer word.
    public static func canBeMisspelledBeginning(_ asked: String) -> Bool { asked.unicodeScalars.count >= shortestMisspelledBeginning }
}
