import PersonalBudgeting
import SQL

/// Rows of a log that the anchors contain and a backup lacks.
public struct MissingRows: Sendable, Equatable {
    public let table: String
    /// The numbers of the rows.
    public let rows: ClosedRange<Int64>
    /// The time of the newest anchor without any of the rows: they were written later. Nil if every anchor contains some.
    public let since: Instant?
}

/// What a restore needs to know about a backup and the anchors beside its target.
extension Database {
    /// Whose anchor a line is.
    public enum AnchorOwner: Sendable, Equatable {
        case thisDatabase
        /// Another database, by its name.
        case another(String)
        /// The line was edited, or is none.
        case unknown
    }

    /// Returns whose anchor a line is.
    public func owner(ofAnchor line: String) -> AnchorOwner {
        guard let anchor = Anchor(line: line) else { return .unknown }
        let seal = AnchorSeal(secret: secret)
        if anchor.database != seal.database { return .another(anchor.database) }
        return anchor.isSealed(in: line, by: seal) ? .thisDatabase : .unknown
    }

    /// The name of the database in its anchors.
    public var anchorName: String { AnchorSeal(secret: secret).database }

    /// Returns the rows that the anchors contain beyond the ends of the logs, for each log that lacks some.
    /// - Throws: `StorageFault`.
    public func rowsMissing(_ record: AnchorRecord) throws -> [MissingRows] {
        let ends = try onConnection { writer in
            try writer.transaction { connection in try Chain.all.map { try $0.head(connection).sequence } }
        }
        return zip(Chain.all, zip(ends, record.points)).compactMap { chain, place in
            let (end, points) = place
            guard let newest = points.last, newest.row > end else { return nil }
            return MissingRows(table: chain.table, rows: end + 1...newest.row, since: points.last { $0.row <= end }?.at)
        }
    }

    /// Stores that this database is a backup that is being put in place. The process that opens it there writes the anchor of the restore.
    /// So a restore that is interrupted after the file has its name is on record all the same.
    /// - Throws: `StorageFault`.
    public func noteRestore() throws {
        try inTransaction { try Secrets.keep(Database.restoreNote, [1], $0) }
    }

    /// Whether the database was put in place by a restore that has no anchor yet.
    /// - Throws: `StorageFault`.
    public var isRestoreUnrecorded: Bool {
        get throws {
            try inTransaction { try Secrets.find(Database.restoreNote, $0) != nil }
        }
    }

    /// Stores that the anchor of the restore is durable.
    /// - Throws: `StorageFault`.
    public func noteRestoreIsRecorded() throws {
        try inTransaction { try Secrets.remove(Database.restoreNote, $0) }
    }

    private static let restoreNote = "to_anchor_restore"

    /// Moves the log into the database file, then runs the body. Nothing is written from the first step until the body has returned.
    /// - Throws: `StorageFault`; the body has then not run.
    public func consolidate(then body: () -> Void) throws {
        verifier.stop()
        try onConnection { writer in
            try writer.maintenance?.consolidate()
            body()
        }
    }
}
