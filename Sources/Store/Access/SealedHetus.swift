import PersonalBudgeting
import SQL

/// The columns in which national ids are sealed, seen alike: to seal those of an older database, to reseal, to count and to check.
struct SealedHetus: Sendable {
    let table: String
    let column: String
    let masked: String
    /// Where the national id is found by its mark; nil where nobody looks.
    let mark: String?
    let place: @Sendable (String) -> HetuKey.Place

    static let clients = SealedHetus(
        table: "clients", column: "hetu_sealed", masked: "hetu_masked", mark: "hetu_mark", place: { .client($0) })
    static let actuals = SealedHetus(
        table: "actuals", column: "client_hetu_sealed", masked: "client_hetu_masked", mark: nil, place: { .actual($0) })
    static let all = [clients, actuals]

    /// A sealed national id where it stands.
    struct Entry: Sendable {
        let id: String
        let masked: String
        let mark: String?
        let sealed: [UInt8]
    }

    /// The next ones in the order of their rows' identities.
    func entries(after id: String, limit: Int, _ connection: any Connection) throws -> [Entry] {
        try connection.all(
            "SELECT id, \(masked), \(mark ?? masked), \(column) FROM \(table) WHERE id > ? AND \(masked) IS NOT NULL ORDER BY id LIMIT ?",
            [.text(id), .integer(Int64(limit))]
        ) { row in
            Entry(
                id: try row.text(0), masked: try row.text(1), mark: mark == nil ? nil : try row.text(2),
                sealed: row.isNull(3) ? [] : try row.blob(3))
        }
    }

    /// Puts a seal in the place of another; nothing where that is not there any more.
    func replace(_ entry: Entry, with hetu: Hetu, sealed: [UInt8], under key: HetuKey, _ connection: any Connection) throws {
        let marked = mark.map { ", \($0) = ?" } ?? ""
        try connection.execute(
            "UPDATE \(table) SET \(column) = ?\(marked) WHERE id = ? AND \(column) = ?",
            [.blob(sealed)] + (mark == nil ? [] : [.text(key.mark(hetu))]) + [.text(entry.id), .blob(entry.sealed)])
    }

    /// How many there are by version. Under a version that is none (0), what is no seal.
    func counts(_ connection: any Connection) throws -> [Int: Int] {
        let rows = try connection.all(
            "SELECT substr(\(column), 1, 4), count(*) FROM \(table) WHERE \(masked) IS NOT NULL GROUP BY 1"
        ) { (version: $0.isNull(0) ? 0 : HetuKey.version(of: try $0.blob(0)) ?? 0, count: Int(try $0.integer(1))) }
        return Dictionary(rows.map { ($0.version, $0.count) }, uniquingKeysWith: +)
    }

    // MARK: - Databases from before

    /// Seals what an older database has in the open: the script of step 12 has left the whole national ids where the
    /// marks belong, or the masked ones where there is no mark.
    static func fill(_ connection: any Connection, _ keyring: HetuKeyring) throws {
        let key = keyring.current
        try clients.fill(connection, key) { id, hetu, sealed in
            try connection.execute(
                "UPDATE clients SET hetu_mark = ?, hetu_masked = ?, hetu_sealed = ? WHERE id = ?",
                [.text(key.mark(hetu)), .text(hetu.masked.text), .blob(sealed), .text(id)])
        }
        try actuals.fill(connection, key) { id, hetu, sealed in
            try connection.execute(
                "UPDATE actuals SET client_hetu_masked = ?, client_hetu_sealed = ? WHERE id = ?",
                [.text(hetu.masked.text), .blob(sealed), .text(id)])
        }
        try fillAnswers(connection, key)
    }

    private static func fillAnswers(_ connection: any Connection, _ key: HetuKey) throws {
        var after = (caller: "", key: "")
        while true {
            let answers = try connection.all(
                "SELECT caller, key, digest FROM idempotent_answers WHERE (caller, key) > (?, ?) ORDER BY caller, key LIMIT 1000",
                [.text(after.caller), .text(after.key)]
            ) { (caller: try $0.text(0), key: try $0.text(1), digest: try $0.text(2)) }
            for answer in answers {
                try connection.execute(
                    "UPDATE idempotent_answers SET digest = ? WHERE caller = ? AND key = ?",
                    [.text(IdempotencyStore.kept(answer.digest, key)), .text(answer.caller), .text(answer.key)])
            }
            guard let last = answers.last else { return }
            after = (last.caller, last.key)
        }
    }

    private func fill(_ connection: any Connection, _ key: HetuKey, _ keep: (String, Hetu, [UInt8]) throws -> Void) throws {
        let open = mark ?? masked
        var after = ""
        while true {
            // Some at a time: written to while read through, a table need not come to an end.
            let rows = try connection.all(
                "SELECT id, \(open) FROM \(table) WHERE id > ? AND \(open) IS NOT NULL ORDER BY id LIMIT 1000", [.text(after)]
            ) { (id: try $0.text(0), text: try $0.text(1)) }
            for (id, text) in rows {
                guard let hetu = try? Hetu(text) else { throw Unreadable(column: 1) }
                try keep(id, hetu, try key.seal(hetu, at: place(id)))
            }
            guard let last = rows.last else { return }
            after = last.id
        }
    }

    // MARK: - Check

    /// What cannot be opened or does not fit what stands beside it, by table and row; the first twenty of each table.
    static func findings(_ connection: any Connection, _ keyring: HetuKeyring) throws -> [String] {
        try all.flatMap { sealed -> [String] in
            var findings: [String] = []
            var after = ""
            while findings.count < 20 {
                let entries = try sealed.entries(after: after, limit: 1000, connection)
                for entry in entries {
                    if let wrong = sealed.fault(of: entry, keyring) {
                        findings.append("\(sealed.table): \(sealed.column) of \(entry.id) \(wrong)")
                    }
                }
                guard let last = entries.last else { break }
                after = last.id
            }
            return Array(findings.prefix(20))
        }
    }

    private func fault(of entry: Entry, _ keyring: HetuKeyring) -> String? {
        guard let version = HetuKey.version(of: entry.sealed), let key = keyring.key(version),
            let hetu = key.open(entry.sealed, at: place(entry.id))
        else { return "cannot be opened" }
        let fits = hetu.masked.text == entry.masked && (entry.mark == nil || entry.mark == key.mark(hetu))
        return fits ? nil : "does not match the other columns of its row"
    }
}
