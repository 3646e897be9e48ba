import PersonalBudgeting
import SQL

/// A column with sealed national ids. It seals the ids of an older database, reseals, counts and checks.
struct SealedHetus: Sendable {
    let table: String
    let column: String
    let masked: String
    /// The column of the marks by which ids are found; nil if nobody searches the table by national id.
    let mark: String?
    let binding: @Sendable (String) -> HetuKey.Place
    let layout: RowLayout

    static let clients = SealedHetus(
        table: "clients", column: "hetu_sealed", masked: "hetu_masked", mark: "hetu_mark", binding: { .client($0) },
        layout: Table.clients.layout)
    static let actuals = SealedHetus(
        table: "actuals", column: "client_hetu_sealed", masked: "client_hetu_masked", mark: nil, binding: { .actual($0) },
        layout: Table.actuals.layout)
    static let all = [clients, actuals]

    /// A sealed national id with its row.
    struct Entry: Sendable {
        let id: String
        let masked: String
        let mark: String?
        let sealed: [UInt8]
    }

    /// Returns the next entries in the order of the identities.
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

    /// Replaces a seal, if the row still has the old one.
    func replace(_ entry: Entry, with hetu: Hetu, sealed: [UInt8], under key: HetuKey, _ unit: UnitOfWork) throws {
        let marked = mark.map { ", \($0) = ?" } ?? ""
        try unit.digests.change(layout, [[.text(entry.id)]]) {
            try unit.connection.execute(
                "UPDATE \(table) SET \(column) = ?\(marked) WHERE id = ? AND \(column) = ?",
                [.blob(sealed)] + (mark == nil ? [] : [.text(key.mark(hetu))]) + [.text(entry.id), .blob(entry.sealed)])
        }
    }

    /// Returns the number of ids for each version. Bytes that are no seal count under version 0, which does not exist.
    func counts(_ connection: any Connection) throws -> [Int: Int] {
        let rows = try connection.all(
            "SELECT substr(\(column), 1, 4), count(*) FROM \(table) WHERE \(masked) IS NOT NULL GROUP BY 1"
        ) { (version: $0.isNull(0) ? 0 : HetuKey.version(of: try $0.blob(0)) ?? 0, count: Int(try $0.integer(1))) }
        return Dictionary(rows.map { ($0.version, $0.count) }, uniquingKeysWith: +)
    }

    // MARK: - Older databases

    /// Seals the plain-text ids of an older database. The script of step 12 left the whole ids in the column of the marks, or in the column
    /// of the masked ids if there are no marks.
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
            // Reads in chunks, because a scan of a table that is written at the same time need not end.
            let rows = try connection.all(
                "SELECT id, \(open) FROM \(table) WHERE id > ? AND \(open) IS NOT NULL ORDER BY id LIMIT 1000", [.text(after)]
            ) { (id: try $0.text(0), text: try $0.text(1)) }
            for (id, text) in rows {
                guard let hetu = try? Hetu(text) else { throw Unreadable(column: 1) }
                try keep(id, hetu, try key.seal(hetu, at: binding(id)))
            }
            guard let last = rows.last else { return }
            after = last.id
        }
    }

    // MARK: - Check

    /// Returns ids that cannot be opened, and ids that do not match the other columns of their row. At most 20 for each table.
    static func findings(_ connection: any Connection, _ keyring: HetuKeyring) throws -> [Finding] {
        try all.flatMap { sealed -> [Finding] in
            var findings: [Finding] = []
            var after = ""
            while findings.count < 20 {
                let entries = try sealed.entries(after: after, limit: 1000, connection)
                for entry in entries {
                    if let wrong = sealed.fault(of: entry, keyring) {
                        findings.append(Finding(sealed.table, "\(sealed.column) of \(entry.id) \(wrong)"))
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
            let hetu = key.open(entry.sealed, at: binding(entry.id))
        else { return "cannot be opened" }
        let fits = hetu.masked.text == entry.masked && (entry.mark == nil || entry.mark == key.mark(hetu))
        return fits ? nil : "does not match the other columns of its row"
    }
}
