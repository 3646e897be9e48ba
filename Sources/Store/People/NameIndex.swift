import PersonalBudgeting
import SQL

/// Keeps the words of clients' names up to date, in the transaction that changes the client. `client_names` has every word of every client.
/// `name_neighbours` has the neighbours of each word, by which a misspelled search finds it (`NameMatch.neighbours`).
enum NameIndex {
    private static let insert = SQLStatement("INSERT INTO client_names (word, client_id, name) VALUES (?, ?, ?)")
    private static let delete = SQLStatement("DELETE FROM client_names WHERE word = ? AND client_id = ?")
    private static let isWord = SQLStatement("SELECT 1 FROM client_names WHERE word = ? LIMIT 1")
    private static let insertNeighbour = SQLStatement("INSERT INTO name_neighbours (neighbour, word) VALUES (?, ?)")
    private static let deleteNeighbour = SQLStatement("DELETE FROM name_neighbours WHERE neighbour = ? AND word = ?")
    private static let setOrder = SQLStatement("UPDATE clients SET name_order = ? WHERE id = ?")

    /// Longer words are found by their beginning only. Each word has as many neighbours as letters, and a caller may submit long words.
    private static let longestMisspelled = 40

    static func add(_ client: Client, _ connection: any Connection) throws {
        try add(NameSearch.words(of: client.details), of: "\(client.id)", connection)
    }

    /// Replaces the words of a client whose name has changed.
    static func replace(_ before: Client?, with client: Client, _ connection: any Connection) throws {
        let (old, new) = (before.map { NameSearch.words(of: $0.details) } ?? [], NameSearch.words(of: client.details))
        if old == new { return }
        for word in old {
            try connection.execute(delete, [.text(word), .text("\(client.id)")])
            if try isKnown(word, connection) { continue }
            for neighbour in neighbours(of: word) { try connection.execute(deleteNeighbour, [.text(neighbour), .text(word)]) }
        }
        try add(new, of: "\(client.id)", connection)
    }

    /// Adds the words of the clients of an older database.
    private static func fillClients(_ connection: any Connection) throws {
        var after = ""
        while true {
            // Reads in chunks, because a scan of a table that is written at the same time need not end.
            let names = try connection.all(
                "SELECT id, family_name, given_names FROM clients WHERE id > ? ORDER BY id LIMIT 1000", [.text(after)]
            ) { (id: try $0.text(0), family: try $0.text(1), given: try $0.text(2)) }
            guard let last = names.last else { return }
            for name in names {
                try connection.execute(setOrder, [.text(NameOrder.key(family: name.family, given: name.given)), .text(name.id)])
                try add(NameSearch.words(given: name.given, family: name.family), of: name.id, connection)
            }
            after = last.id
        }
    }

    /// Does the part of step 11 that the script cannot do.
    static func fill(_ connection: any Connection) throws {
        try fillClients(connection)
        for table in ["users", "providers"] { try fillOrder(of: table, connection) }
    }

    private static func fillOrder(of table: String, _ connection: any Connection) throws {
        var after = ""
        while true {
            let names = try connection.all("SELECT id, name FROM \(table) WHERE id > ? ORDER BY id LIMIT 1000", [.text(after)]) {
                (id: try $0.text(0), name: try $0.text(1))
            }
            guard let last = names.last else { return }
            for (id, name) in names {
                try connection.execute("UPDATE \(table) SET name_order = ? WHERE id = ?", [.text(NameOrder.key(name)), .text(id)])
            }
            after = last.id
        }
    }

    private static func add(_ words: [String], of id: String, _ connection: any Connection) throws {
        let name = NameScan.name(of: words)
        for word in words {
            let isNew = try !isKnown(word, connection)
            try connection.execute(insert, [.text(word), .text(id), .text(name)])
            guard isNew else { continue }
            for neighbour in neighbours(of: word) { try connection.execute(insertNeighbour, [.text(neighbour), .text(word)]) }
        }
    }

    private static func isKnown(_ word: String, _ connection: any Connection) throws -> Bool {
        try connection.first(isWord, [.text(word)]) { _ in true } ?? false
    }

    private static func neighbours(of word: String) -> Set<String> {
        word.unicodeScalars.count > longestMisspelled ? [] : NameMatch.neighbours(of: word)
    }
}

extension NameIndex {
    /// Whether the words, their neighbours and the sort keys match the clients' names exactly. Each row adds its own number to a sum, so
    /// the order does not matter.
    static func agrees(_ connection: any Connection) throws -> Bool {
        var wanted = Tally()
        var isOrdered = true
        try connection.query("SELECT id, family_name, given_names, name_order FROM clients", []) { row in
            let (id, family, given) = (try row.text(0), try row.text(1), try row.text(2))
            let words = NameSearch.words(given: given, family: family)
            let name = NameScan.name(of: words)
            for word in words { wanted.add(word, id, name) }
            if try row.text(3) != NameOrder.key(family: family, given: given) { isOrdered = false }
        }
        var (kept, wantedNeighbours, keptNeighbours) = (Tally(), Tally(), Tally())
        var last: String?
        try connection.query("SELECT word, client_id, name FROM client_names ORDER BY word", []) { row in
            let word = try row.text(0)
            kept.add(word, try row.text(1), try row.text(2))
            if word != last { for neighbour in neighbours(of: word) { wantedNeighbours.add(neighbour, word) } }
            last = word
        }
        try connection.query("SELECT neighbour, word FROM name_neighbours", []) { keptNeighbours.add(try $0.text(0), try $0.text(1)) }
        return isOrdered && wanted == kept && wantedNeighbours == keptNeighbours
    }

    private struct Tally: Equatable {
        private var count = 0
        private var sum = 0

        mutating func add(_ texts: String...) {
            count += 1
            sum &+= texts.hashValue
        }
    }
}
