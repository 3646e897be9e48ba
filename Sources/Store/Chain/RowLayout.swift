import SQL

/// The columns of a table whose rows have digests, and how a row is found.
///
/// The digest covers the columns in the order of their names, so the order in which code lists them is free. A migration that adds a column
/// renews the digests of the table's rows (`Migrations.Step.renews`).
struct RowLayout: Sendable {
    let table: String
    /// The columns that a digest covers, as statements select them.
    let columns: [String]
    /// The columns that identify a row.
    let key: [String]
    /// For each covered column, in the order of the names, its place in `columns`.
    let order: [Int]
    /// The places of the key in `columns`.
    let keyPlaces: [Int]
    /// Selects the covered columns and then the digest.
    let select: String
    let find: SQLStatement
    let renew: SQLStatement
    /// The bytes with which the covered bytes of each row begin: the table and the number of columns.
    let head: [UInt8]

    /// The column of the digest in every table.
    static let column = "row_digest"

    init(table: String, columns: [String], key: [String]) {
        self.table = table
        self.columns = columns
        self.key = key
        order = columns.indices.sorted { columns[$0] < columns[$1] }
        keyPlaces = key.compactMap { columns.firstIndex(of: $0) }
        select = "SELECT \((columns + [RowLayout.column]).joined(separator: ", ")) FROM \(table)"
        let isThisRow = key.map { "\($0) = ?" }.joined(separator: " AND ")
        find = SQLStatement("\(select) WHERE \(isThisRow)")
        renew = SQLStatement("UPDATE \(table) SET \(RowLayout.column) = ? WHERE \(isThisRow)")
        head =
            [UInt8(truncatingIfNeeded: table.utf8.count)] + Array(table.utf8) + RowDigest.octets(UInt16(truncatingIfNeeded: columns.count))
    }

    /// The place of the digest in a selected row.
    var digestPlace: Int { columns.count }

    /// The columns in the order of the digest.
    var orderedColumns: [String] { order.map { columns[$0] } }

    /// Returns the text that identifies a row in the chain of digests.
    func keyText(_ row: any Row) -> String {
        keyPlaces.map { place in
            switch row.cell(place) {
            case .text(let octets): String(decoding: octets, as: UTF8.self)
            case .integer(let number): String(number)
            case .blob(let octets): String(hexadecimal: octets)
            case .null, .other: ""
            }
        }.joined(separator: RowLayout.separator)
    }

    func keyText(_ values: [Value]) -> String {
        keyPlaces.map { RowLayout.text(values[$0]) }.joined(separator: RowLayout.separator)
    }

    static func keyText(of key: [Value]) -> String { key.map(text).joined(separator: separator) }

    /// Keys contain no control characters, so the separator is unambiguous.
    static let separator = "\u{1F}"

    private static func text(_ value: Value) -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        case .blob(let octets): String(hexadecimal: octets)
        case .null: ""
        }
    }
}
