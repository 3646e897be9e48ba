import PersonalBudgeting
import SQL

/// A line of the anchors, to be appended to their file before the database is told of it.
public struct AnchorLine: Sendable {
    public let text: String
    let number: Int64
}

extension Database {
    /// The anchor of where the chains stand now.
    /// - Parameter previous: the line it comes after; nil when there is none.
    /// - Returns: nil when nothing was written since that line and the process is the same.
    /// - Throws: `ForeignAnchor` when that line is not one of this database.
    public func anchor(_ kind: Anchor.Kind, at now: Instant, after previous: String?) throws -> AnchorLine? {
        let before = try previous.map { try ownAnchor($0) }
        let (heads, kept) = try onConnection { writer in
            try writer.transaction { connection in (try Chain.all.map { try $0.head(connection) }, try Database.keptLine(connection)) }
        }
        if kind == .serving, let before, before.heads == heads { return nil }
        let anchor = Anchor(
            // By the database, where its file was lost: that lines are missing must show for good.
            number: max(before?.number ?? 0, kept) + 1, at: now, kind: kind, database: seal.database, heads: heads,
            previous: previous.map { Anchor.digest(of: $0) } ?? Anchor.noPrevious)
        return AnchorLine(text: anchor.text(sealedBy: seal), number: anchor.number)
    }

    /// The chains that have not the row any more that a line names as their newest: a quick look, where `findings` reads all.
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

    /// The number of the newest line that is durable in its file, as far as the database knows.
    static func keptLine(_ connection: any Connection) throws -> Int64 {
        try connection.first("SELECT line FROM anchors", []) { try $0.integer(0) } ?? 0
    }

    /// Notes that a line is durable in its file.
    public func note(_ line: AnchorLine) throws {
        try onConnection { writer in
            try writer.transaction { try $0.execute("UPDATE anchors SET line = ?", [.integer(line.number)]) }
        }
    }

    /// A record to read this database's anchors into.
    public func anchorRecord() -> AnchorRecord { AnchorRecord(sealedBy: seal) }

    /// The last line is not one of this database, or was edited: nothing can go on from it.
    public struct ForeignAnchor: Error {}

    private var seal: AnchorSeal { AnchorSeal(secret: secret) }

    /// What is wrong with the chains, by themselves and against the anchors.
    func chainReport(_ anchors: AnchorRecord?, isBackup: Bool) throws -> ChainReport {
        try onConnection { writer in
            try writer.transaction { connection in
                var anchors = anchors
                if !isBackup { anchors?.finish(kept: try Database.keptLine(connection)) }
                return try ChainReport(connection, anchors: anchors, isBackup: isBackup)
            }
        }
    }
}
