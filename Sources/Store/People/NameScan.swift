import PersonalBudgeting
import SQL

/// Runs one search by name over the words of `NameIndex`.
///
/// The word of the search with the fewest matches leads. The rows of the words that match it are read in order. Each row contains the whole
/// name, so the other words are checked without another read. A client counts at its first word that matches the leading word, and so only
/// once. A place consists of the pass, that word and the client.
struct NameScan {
    private let connection: any Connection
    private let asked: [AskedWord]
    private let visible: VisibleClientsTest

    init(_ connection: any Connection, _ search: NameSearch, in visible: VisibleClients) {
        self.connection = connection
        self.visible = VisibleClientsTest(connection, visible)
        asked = search.words.map(AskedWord.init)
    }

    /// The words of a name in the form in which each row stores them.
    static func name(of words: [String]) -> String { words.joined(separator: " ") }

    private static let counting = SQLStatement(
        "SELECT count(*) FROM (SELECT 1 FROM client_names WHERE word >= ? AND word < ? LIMIT 5000) AS answers")
    // The range begins after a place only. With a second lower bound for the beginning of the word, the engine would use only one of the
    // two.
    private static let beginning = SQLStatement(
        "SELECT word, client_id, name FROM client_names WHERE (word, client_id) > (?, ?) AND word < ? ORDER BY word, client_id LIMIT ?")
    private static let ofWord = SQLStatement(
        "SELECT word, client_id, name FROM client_names WHERE word = ? AND client_id > ? ORDER BY client_id LIMIT ?")
    private static let exactNeighbours = SQLStatement("SELECT word FROM name_neighbours WHERE neighbour = ?")
    private static let neighboursBeginning = SQLStatement(
        "SELECT word FROM name_neighbours WHERE neighbour >= ? AND neighbour < ? ORDER BY neighbour, word LIMIT 1000")

    /// The order of the results.
    private enum Pass: Int {
        /// Every word begins a word of the name.
        case exact
        /// The leading word begins a word of the name; another word matches with a slip.
        case slipElsewhere
        /// The leading word matches with a slip.
        case slip
    }

    private struct Place {
        var leading: Int
        var pass: Pass
        var word: String
        var client: String

        var text: String { "\(leading)\u{1E}\(pass.rawValue)\u{1E}\(word)\u{1E}\(client)" }

        init(leading: Int, pass: Pass, word: String = "", client: String = "") {
            self.leading = leading
            self.pass = pass
            self.word = word
            self.client = client
        }

        init?(_ text: String) {
            let parts = text.split(separator: "\u{1E}", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, let leading = Int(parts[0]), let pass = Int(parts[1]).flatMap(Pass.init) else { return nil }
            self.init(leading: leading, pass: pass, word: parts[2], client: parts[3])
        }
    }

    /// Returns the identities of the matching clients, each with the cursor of the page after it.
    func found(after text: String?, limit: Int) throws -> [(id: String, cursor: String)] {
        let start: Place
        if let text {
            guard let place = Place(text), asked.indices.contains(place.leading) else { return [] }
            start = place
        } else {
            start = Place(leading: try leading(), pass: .exact)
        }
        var found: [(id: String, cursor: String)] = []
        if start.pass == .exact { try readBeginning(start, limit, &found) }
        if found.count < limit, start.pass != .slip, asked.contains(where: \.canBeMisspelled), asked.count > 1 {
            try readBeginning(start.pass == .slipElsewhere ? start : Place(leading: start.leading, pass: .slipElsewhere), limit, &found)
        }
        if found.count < limit, asked[start.leading].canBeMisspelled {
            try readSlips(start.pass == .slip ? start : Place(leading: start.leading, pass: .slip), limit, &found)
        }
        return found
    }

    /// Returns the index of the word with the fewest matches. Places contain it, because the counts change from page to page.
    private func leading() throws -> Int {
        if asked.count == 1 { return 0 }
        var best = (index: 0, count: Int64.max)
        for (index, word) in asked.enumerated() {
            let count = try connection.first(NameScan.counting, [.text(word.text), .text(word.end)]) { try $0.integer(0) } ?? 0
            // No word begins with it. With a slip it may have any number of matches.
            let likely = count == 0 && word.canBeMisspelled ? 500 : count
            if likely < best.count { best = (index, likely) }
        }
        return best.index
    }

    /// Continues reading the rows of the words that begin with the leading word.
    private func readBeginning(_ start: Place, _ limit: Int, _ found: inout [(id: String, cursor: String)]) throws {
        let leading = asked[start.leading]
        var place = start
        if place.word.isEmpty { place.word = leading.text }
        try readOn(&place, limit, &found) { place, chunk in
            (NameScan.beginning, [.text(place.word), .text(place.client), .text(leading.end), .integer(Int64(chunk))])
        } isAnswer: { row in
            let name = try row.octets(ofText: 2)
            // If several words of the name begin with it, the client counts at the first of them.
            guard leading.firstBeginning(in: name, is: try row.octets(ofText: 0)) else { return false }
            var isExact = true
            for (index, word) in asked.enumerated() where index != start.leading {
                switch word.match(in: name) {
                case .begins: continue
                case .misspelled: isExact = false
                case nil: return false
                }
            }
            return isExact == (start.pass == .exact)
        }
    }

    /// Continues reading the rows of the words that are one slip away from the leading word.
    private func readSlips(_ start: Place, _ limit: Int, _ found: inout [(id: String, cursor: String)]) throws {
        let leading = asked[start.leading]
        let isAfter = { (word: String) in !word.utf8.lexicographicallyPrecedes(start.word.utf8) }
        for word in try slips(of: leading) where isAfter(word) {
            if found.count >= limit { return }
            var place = word == start.word ? start : Place(leading: start.leading, pass: .slip, word: word)
            try readOn(&place, limit, &found) { place, chunk in
                (NameScan.ofWord, [.text(word), .text(place.client), .integer(Int64(chunk))])
            } isAnswer: { row in
                let name = try row.octets(ofText: 2)
                var first: UnsafeRawBufferPointer?
                var isExact = false
                AskedWord.eachWord(of: name) { candidate in
                    switch leading.match(candidate) {
                    case .begins: isExact = true
                    case .misspelled: first = first ?? candidate
                    case nil: break
                    }
                    return !isExact
                }
                // A client with a word that matches without a slip was found in an earlier pass.
                guard !isExact, first?.elementsEqual(try row.octets(ofText: 0)) == true else { return false }
                return asked.indices.allSatisfy { $0 == start.leading || asked[$0].match(in: name) != nil }
            }
        }
    }

    /// Reads in chunks until there are enough results or no more rows.
    private func readOn(
        _ place: inout Place, _ limit: Int, _ found: inout [(id: String, cursor: String)],
        _ statement: (Place, Int) -> (SQLStatement, [SQL.Value]), isAnswer: (any Row) throws -> Bool
    ) throws {
        // In a search for one word, nearly every row matches.
        var chunk = asked.count == 1 ? min(limit, 1_000) : 200
        while found.count < limit {
            var count = 0
            let (sql, values) = statement(place, chunk)
            try connection.query(sql, values) { row in
                count += 1
                guard found.count < limit else { return }
                let isAnswer = try isAnswer(row)
                if isAnswer || count == chunk {
                    place.word = try row.text(0)
                    place.client = try row.text(1)
                }
                // Checked last, because it reads the client.
                if isAnswer, try visible.has(place.client) { found.append((place.client, place.text)) }
            }
            if count < chunk { return }
            chunk = min(2 * chunk, 1_000)
        }
    }

    /// Returns the words of names that are one slip away, in the order of their bytes.
    private func slips(of word: AskedWord) throws -> [String] {
        var candidates: Set<String> = []
        for neighbour in NameMatch.neighbours(of: word.text) {
            let (statement, values): (SQLStatement, [SQL.Value]) =
                NameMatch.canBeMisspelledBeginning(word.text)
                ? (NameScan.neighboursBeginning, [.text(neighbour), .text(AskedWord.end(of: neighbour))])
                : (NameScan.exactNeighbours, [.text(neighbour)])
            try connection.query(statement, values) { candidates.insert(try $0.text(0)) }
        }
        return candidates.filter { NameMatch(of: word.letters, in: Array($0.unicodeScalars)) == .misspelled }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// A word of a search, prepared for comparing.
private struct AskedWord {
    let text: String
    let letters: [Unicode.Scalar]
    private let octets: [UInt8]
    private let isASCII: Bool

    init(_ text: String) {
        self.text = text
        letters = Array(text.unicodeScalars)
        octets = Array(text.utf8)
        isASCII = octets.allSatisfy { $0 < 0x80 }
        canBeMisspelled = NameMatch.canBeMisspelled(text)
    }

    /// A text that sorts after every word that begins with this word.
    var end: String { AskedWord.end(of: text) }
    static func end(of text: String) -> String { text + "\u{10FFFF}" }

    let canBeMisspelled: Bool

    /// Passes each word of a stored name without a copy, until the body returns false. A search may check thousands of rows.
    static func eachWord(of name: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Bool) {
        var start = 0
        while start < name.count {
            var end = start
            while end < name.count, name[end] != 0x20 { end += 1 }
            if !body(UnsafeRawBufferPointer(rebasing: name[start..<end])) { return }
            start = end + 1
        }
    }

    func begins(_ word: UnsafeRawBufferPointer) -> Bool {
        guard word.count >= octets.count else { return false }
        for index in octets.indices where octets[index] != word[index] { return false }
        return true
    }

    /// Whether `word` is the first word of the name that begins with this word.
    func firstBeginning(in name: UnsafeRawBufferPointer, is word: UnsafeRawBufferPointer) -> Bool {
        var isFirst = false
        AskedWord.eachWord(of: name) { candidate in
            guard begins(candidate) else { return true }
            isFirst = candidate.elementsEqual(word)
            return false
        }
        return isFirst
    }

    func match(_ word: UnsafeRawBufferPointer) -> NameMatch? {
        if begins(word) { return .begins }
        if !canBeMisspelled { return nil }
        if isASCII, word.allSatisfy({ $0 < 0x80 }) { return NameMatch(of: octets, in: word) }
        return NameMatch(of: letters, in: Array(String(decoding: word, as: UTF8.self).unicodeScalars))
    }

    /// Returns the best match of any word of the name.
    func match(in name: UnsafeRawBufferPointer) -> NameMatch? {
        var best: NameMatch?
        AskedWord.eachWord(of: name) { word in
            switch match(word) {
            case .begins: best = .begins
            case .misspelled: best = .misspelled
            case nil: break
            }
            return best != .begins
        }
        return best
    }
}
