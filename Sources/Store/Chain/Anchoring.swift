import PersonalBudgeting
import SQL

/// A line of the anchors. The database notes it before it is appended to the file.
public struct AnchorLine: Sendable {
    public let text: String
    let number: Int64
}

/// The newest line of the anchors that the database knows.
struct KeptAnchor {
    /// 0 if there is no line yet.
    let number: Int64
    /// Nil in a database of an older program.
    let text: String?
}

extension Database {
    /// Returns an anchor with the present heads of the chains.
    /// - Parameter previous: the line before; nil if there is none.
    /// - Returns: nil for a `serving` anchor if the heads have not changed since the line before.
    /// - Throws: `ForeignAnchor` when the line before is not a line of this database.
    public func anchor(_ kind: Anchor.Kind, at now: Instant, after previous: String?) throws -> AnchorLine? {
        let before = try previous.map { try ownAnchor($0) }
        let (heads, kept) = try onConnection { writer in
            try writer.transaction { connection in
                (try Chain.all.map { try $0.head(connection) }, try Database.keptAnchor(connection).number)
            }
        }
        if kind == .serving, let before, before.heads == heads { return nil }
        let anchor = Anchor(
            // If the file was lost, the number in the database counts, so that missing lines are always noticed.
            number: max(before?.number ?? 0, kept) + 1, at: now, kind: kind, database: seal.database, heads: heads,
            previous: previous.map { Anchor.digest(of: $0) } ?? Anchor.noPrevious)
        return AnchorLine(text: anchor.text(sealedBy: seal), number: anchor.number)
    }

    /// Returns the chains that no longer contain the head that a line names. This check is quick; `findings` reads all rows.
    /// - Throws: `ForeignAnchor`.
    public func chainsThatLeft(_ line: String) throws -> [String] {
        let anchor = try ownAnchor(line)
        return try onConnection { writer in
            try writer.transaction { connection in
                try zip(Chain.all, anchor.heads).filter { chain, head in
                    guard head.sequence > 0 else { return false }
                    let hash = try connection.first("SELECT hash FROM \(chain.table) WHERE sequence = ?", [.integer(head.sequence)]) {
                        try $0.blob(0)
                    }
                    return hash != head.hash
                }.map(\.0.table)
            }
        }
    }

    private func ownAnchor(_ line: String) throws -> Anchor {
        guard let anchor = Anchor(line: line), anchor.isSealed(in: line, by: seal) else { throw ForeignAnchor() }
        return anchor
    }

    static func keptAnchor(_ connection: any Connection) throws -> KeptAnchor {
        try connection.first("SELECT line, text FROM anchors", []) { KeptAnchor(number: try $0.integer(0), text: try $0.textOrNil(1)) }
            ?? KeptAnchor(number: 0, text: nil)
    }

    /// Stores a line before it is written to the file.
    public func note(_ line: AnchorLine) throws {
        try onConnection { writer in
            try writer.transaction {
                try $0.execute("UPDATE anchors SET line = ?, text = ?", [.integer(line.number), .text(line.text)])
            }
        }
    }

    /// Returns the line that a crash or a fault of the disk kept from the file.
    /// - Parameter last: the last line of the file; nil if there is none.
    public func lineMissing(after last: String?) throws -> String? {
        let kept = try onConnection { writer in try writer.transaction { try Database.keptAnchor($0) } }
        guard let text = kept.text, let line = Anchor(line: text), line.isSealed(in: text, by: seal) else { return nil }
        if let last { return line.previous == Anchor.digest(of: last) ? text : nil }
        // Without a file only the first line of all, or of a month, can follow.
        return line.number == 1 || line.kind == .month ? text : nil
    }

    /// Returns an empty record for reading this database's anchors.
    public func anchorRecord() -> AnchorRecord { AnchorRecord(sealedBy: seal) }

    /// The last line is not a line of this database or was edited, so no line can follow it.
    public struct ForeignAnchor: Error {}

    private var seal: AnchorSeal { AnchorSeal(secret: secret) }
}
