/// A fault in the definition or the use of a table, which is a fault of the program.
public enum TableFault: Error, Equatable, CustomStringConvertible {
    /// No column or several columns hold a field of the entity. The program stops when it opens a database.
    case unsettledField(String, of: String, columns: [String])
    /// A list was limited to visible clients, but its table names no client.
    case namesNoClient(String)

    public var description: String {
        switch self {
        case .unsettledField(let field, let table, let columns):
            columns.isEmpty
                ? "no column of the table \(table) holds the field \(field)"
                : "several columns of the table \(table) hold the field \(field): \(columns.joined(separator: ", "))"
        case .namesNoClient(let table): "the table \(table) does not name a client"
        }
    }
}
