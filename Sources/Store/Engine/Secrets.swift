import SQL

/// Single values that the database keeps about itself: the secret from which cursors and anchors are sealed, and the digest of the schema.
enum Secrets {
    static let layout = RowLayout(table: "secrets", columns: ["name", "value"], key: ["name"])

    private static let insert = SQLStatement("INSERT INTO secrets (name, value, row_digest) VALUES (?, ?, ?)")
    private static let update = SQLStatement("UPDATE secrets SET value = ?, row_digest = ? WHERE name = ?")

    /// - Throws: `StorageFault.corrupt` when the value was changed by another hand.
    static func find(_ name: String, _ unit: UnitOfWork) throws -> [UInt8]? {
        try unit.connection.first(layout.find, [.text(name)]) { row in
            try unit.digests.check(row, layout)
            return try row.blob(1)
        }
    }

    static func keep(_ name: String, _ value: [UInt8], _ unit: UnitOfWork) throws {
        let values: [Value] = [.text(name), .blob(value)]
        guard try unit.connection.first(layout.find, [.text(name)], { _ in true }) != nil else {
            return try unit.digests.insert(values, layout, by: insert)
        }
        try unit.connection.execute(update, [values[1], try unit.digests.digest(values, layout), values[0]])
    }

    static func remove(_ name: String, _ unit: UnitOfWork) throws {
        try unit.digests.removed(layout, [.text(name)])
        try unit.connection.execute("DELETE FROM secrets WHERE name = ?", [.text(name)])
    }
}
