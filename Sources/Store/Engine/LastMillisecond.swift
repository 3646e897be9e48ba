import PersonalBudgeting
import SQL

extension Database {
    /// Returns the greatest millisecond of an identity in the database; 0 without one. Rows of entities are never deleted, so this is the
    /// greatest millisecond that the database has ever seen.
    ///
    /// Each table answers from the end of its primary key.
    /// - Throws: `StorageFault.corrupt` if the greatest text is no identity.
    public func lastMillisecond() throws -> UInt64 {
        let greatest = Tables.all.map { "SELECT max(id) AS id FROM \($0.name)" }.joined(separator: " UNION ALL ")
        return try onConnection { writer in
            try storing {
                try writer.transaction { connection -> UInt64 in
                    let text = try connection.first("SELECT max(id) FROM (\(greatest)) AS greatest") { try $0.textOrNil(0) } ?? nil
                    guard let text else { return 0 }
                    guard let id = ID<Never>(text) else { throw StorageFault.corrupt }
                    return id.milliseconds
                }
            }
        }
    }
}
