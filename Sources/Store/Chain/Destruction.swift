import PersonalBudgeting
import SQL

/// A text of a log that was destroyed: the reason of an event or of an entry of the ledger, or the purpose of a look. The row stays, with its
/// hash (`LogText`).
public struct DestroyedText: Sendable, Equatable {
    /// The log: the name of its table.
    public let log: String
    /// The number of the row.
    public let row: Int64

    public init(log: String, row: Int64) {
        self.log = log
        self.row = row
    }
}

/// Why a text cannot be destroyed.
public enum DestructionFault: Error, Equatable {
    case noLog(String)
    case noRow
    /// The row has no text.
    case noText
    case alreadyDestroyed
    /// The text was written before step 16, in the row itself. Without it the chain would not hold.
    case isUnderHash
}

/// The register of destroyed texts. The database has it, so that verification knows which texts may be missing. The anchors have it too
/// (`Anchor.destroyed`): an older backup still has the texts, and a restore destroys them again.
struct DestructionRegister {
    static let layout = RowLayout(
        table: "destructions", columns: ["number", "at", "chain", "sequence", "reason"], key: ["number"])

    private static let insert = SQLStatement(
        "INSERT INTO destructions (number, at, chain, sequence, reason, row_digest) VALUES (?, ?, ?, ?, ?, ?)")
    private static let last = SQLStatement("SELECT coalesce(max(number), 0) FROM destructions")
    private static let known = SQLStatement("SELECT number FROM destructions WHERE chain = ? AND sequence = ?")
    private static let remove = SQLStatement("DELETE FROM log_texts WHERE chain = ? AND sequence = ?")
    private static let text = SQLStatement("SELECT sequence FROM log_texts WHERE chain = ? AND sequence = ?")

    let unit: UnitOfWork

    private var connection: any Connection { unit.connection }

    func contains(_ destroyed: DestroyedText) throws -> Bool {
        try connection.first(DestructionRegister.known, place(destroyed)) { _ in true } ?? false
    }

    /// - Throws: `DestructionFault`.
    func check(_ destroyed: DestroyedText) throws {
        guard let chain = Chain.all.first(where: { $0.table == destroyed.log }), let digest = chain.textDigest else {
            throw DestructionFault.noLog(destroyed.log)
        }
        if try contains(destroyed) { throw DestructionFault.alreadyDestroyed }
        if try connection.first(DestructionRegister.text, place(destroyed), { _ in true }) != nil { return }
        // The column of the text itself, which older rows use, has the name of that of the digest.
        let column = digest.split(separator: "_")[0]
        let isUnderHash = try connection.first(
            "SELECT \(column) FROM \(chain.table) WHERE sequence = ?", [.integer(destroyed.row)]
        ) { !$0.isNull(0) }
        guard let isUnderHash else { throw DestructionFault.noRow }
        throw isUnderHash ? DestructionFault.isUnderHash : .noText
    }

    func add(_ destroyed: DestroyedText, at now: Instant, because reason: String) throws {
        let number = (try connection.first(DestructionRegister.last, []) { try $0.integer(0) } ?? 0) + 1
        try connection.execute(DestructionRegister.remove, place(destroyed))
        try unit.digests.insert(
            [.integer(number), .integer(now.microseconds)] + place(destroyed) + [.text(reason)], DestructionRegister.layout,
            by: DestructionRegister.insert)
    }

    private func place(_ destroyed: DestroyedText) -> [Value] { [.text(destroyed.log), .integer(destroyed.row)] }

    /// The number of the last destruction of which the anchors have a line; 0 if there is none.
    var lastAnchored: Int64 {
        get throws {
            try Secrets.find(DestructionRegister.anchored, unit).map { String(decoding: $0, as: UTF8.self) }.flatMap(Int64.init) ?? 0
        }
    }

    func noteAnchored(_ number: Int64) throws { try Secrets.keep(DestructionRegister.anchored, Array("\(number)".utf8), unit) }

    private static let anchored = "anchored_destruction"

    /// Returns the destructions after a number, oldest first; nil if there are none.
    func after(_ number: Int64, limit: Int) throws -> (first: Int64, texts: [DestroyedText])? {
        let rows = try connection.all(
            "SELECT number, chain, sequence FROM destructions WHERE number > ? ORDER BY number LIMIT ?",
            [.integer(number), .integer(Int64(limit))]
        ) { (number: try $0.integer(0), text: DestroyedText(log: try $0.text(1), row: try $0.integer(2))) }
        return rows.first.map { ($0.number, rows.map(\.text)) }
    }
}

extension Database {
    /// Destroys a text of a log. The row of the log stays, with its hash.
    /// - Parameter reason: one line for the register; the decision or the rule by which the text is destroyed.
    /// - Throws: `DestructionFault`; `StorageFault`.
    public func destroy(_ destroyed: DestroyedText, at now: Instant, because reason: String) throws {
        try inTransaction { unit in
            let register = DestructionRegister(unit: unit)
            try register.check(destroyed)
            try register.add(destroyed, at: now, because: reason)
        }
    }

    /// Destroys the texts of a register again that an older copy of the database still has.
    /// - Returns: how many were there.
    /// - Throws: `StorageFault`.
    public func destroyAgain(_ texts: [DestroyedText], at now: Instant) throws -> Int {
        try inTransaction { unit in
            let register = DestructionRegister(unit: unit)
            var count = 0
            for text in texts where try !register.contains(text) {
                try register.add(text, at: now, because: "destroyed again by a restore")
                count += 1
            }
            return count
        }
    }
}
