import PersonalBudgeting
import TestSupport
import Testing

struct NameSearchTests {
    private static func match(_ asked: String, _ word: String) -> NameMatch? {
        NameMatch(of: Array(asked.unicodeScalars), in: Array(word.unicodeScalars))
    }

    @Test(
        "a word matches by its beginning; with one misspelling from four letters on, in a beginning from five letters on",
        arguments: [
            ("virtanen", "virtanen", NameMatch.begins), ("vir", "virtanen", .begins), ("v", "virtanen", .begins),
            ("virtanena", "virtanen", .misspelled),
            // One letter added, left out, replaced or swapped with the next, at the beginning, in the middle and at the end.
            ("vvirtanen", "virtanen", .misspelled), ("virttanen", "virtanen", .misspelled), ("irtanen", "virtanen", .misspelled),
            ("virtnen", "virtanen", .misspelled), ("virtane", "virtanen", .begins), ("firtanen", "virtanen", .misspelled),
            ("virdanen", "virtanen", .misspelled), ("virtanem", "virtanen", .misspelled), ("ivrtanen", "virtanen", .misspelled),
            ("virtaenn", "virtanen", .misspelled), ("virtanne", "virtanen", .misspelled),
            // Two misspellings.
            ("wirdanen", "virtanen", nil), ("irtnen", "virtanen", nil), ("virtaneenn", "virtanen", nil), ("vritanne", "virtanen", nil),
            // A misspelling in a beginning.
            ("vitra", "virtanen", .misspelled), ("vitar", "virtanen", nil), ("vrita", "virtanen", .misspelled),
            ("virra", "virtanen", .misspelled), ("viirta", "virtanen", .misspelled),
            ("vrta", "virtanen", nil), ("vrtan", "virtanen", .misspelled),
            // Four letters match the whole word only, three letters never.
            ("virr", "virtanen", nil), ("alyo", "aalto", nil), ("alto", "aalto", .misspelled), ("aino", "eino", .misspelled),
            ("ano", "aino", nil),
            ("ain", "ami", nil), ("елкен", "елкина", .misspelled), ("", "x", .begins), ("x", "", nil), ("aino", "", nil),
        ] as [(String, String, NameMatch?)])
    func answers(asked: String, word: String, expected: NameMatch?) {
        #expect(NameSearchTests.match(asked, word) == expected)
    }

    /// The number of edits from one word to another: insertion, deletion, substitution, swap of neighbours (optimal string alignment).
    private static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
        var rows = Array(repeating: Array(repeating: 0, count: other.count + 1), count: one.count + 1)
        for i in 0...one.count {
            for j in 0...other.count {
                if i == 0 || j == 0 {
                    rows[i][j] = i + j
                    continue
                }
                let same = one[i - 1] == other[j - 1]
                rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1))
                if i > 1, j > 1, one[i - 1] == other[j - 2], one[i - 2] == other[j - 1] {
                    rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
                }
            }
        }
        return rows[one.count][other.count]
    }

    @Test("the fast comparison agrees with the edit distance, and the neighbours find every misspelling") func agreesWithDistance() {
        var random = SplitMix64("name search")
        let letters = Array("abö".unicodeScalars)
        func word(_ length: ClosedRange<Int>) -> [Unicode.Scalar] {
            (0..<Int.random(in: length, using: &random)).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
        }
        var (begins, slips) = (0, 0)
        for _ in 0..<20_000 {
            let asked = word(1...8)
            // Half of the words are near the searched one: a random word is nearly always two misspellings away.
            var kept = Bool.random(using: &random) ? asked + word(0...3) : word(1...9)
            let place = Int.random(in: 0...kept.count, using: &random)
            if Bool.random(using: &random) { kept.insert(letters[0], at: place) } else if place < kept.count { kept.remove(at: place) }
            let found = NameMatch(of: asked, in: kept)
            let beginnings = asked.count < NameMatch.shortestMisspelledBeginning ? [kept] : (0...kept.count).map { Array(kept.prefix($0)) }
            let isNear = asked.count >= 4 && beginnings.contains { NameSearchTests.distance(asked, $0) <= 1 }
            let expected: NameMatch? = kept.starts(with: asked) ? .begins : isNear ? .misspelled : nil
            #expect(found == expected, "\(asked) in \(kept)")
            if found == .begins { begins += 1 }
            guard found == .misspelled else { continue }
            slips += 1
            let (one, other) = (String(String.UnicodeScalarView(asked)), String(String.UnicodeScalarView(kept)))
            let common = NameMatch.neighbours(of: other).contains { neighbour in
                NameMatch.neighbours(of: one).contains {
                    NameMatch.canBeMisspelledBeginning(one) ? neighbour.unicodeScalars.starts(with: $0.unicodeScalars) : neighbour == $0
                }
            }
            #expect(common, "\(one) does not reach \(other)")
        }
        #expect(begins > 500 && slips > 500)
    }

    @Test("every word of a search is searched in all names (I32)") func findsWords() throws {
        func finds(_ asked: String, _ given: String, _ family: String) throws -> Bool {
            try #require(NameSearch(asked)).finds(
                Client.Details(
                    givenNames: given, familyName: family, language: .finnish, municipality: try #require(MunicipalityCode("837"))))
        }
        #expect(try finds("MÄK", "Åsa Öyvind", "Mäkelä-Salo"))
        #expect(try finds("salo asa", "Åsa Öyvind", "Mäkelä-Salo"))
        #expect(try finds("oyvidn MAKELA", "Åsa Öyvind", "Mäkelä-Salo"))
        #expect(try !finds("salo asa x", "Åsa Öyvind", "Mäkelä-Salo"))
        #expect(NameSearch(" - ") == nil)
        #expect(NameSearch.words(given: "Bo Aa", family: "Bo") == ["aa", "bo"])
    }
}
