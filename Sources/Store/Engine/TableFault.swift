/// What is wrong with the definition of a table or the use of it: a fault of ours.
public enum TableFault: Error, Equatable, CustomStringConvertible {
    /// No column holds a field of the entity, or several do. Stops the program when it opens a database.
    case unsettledField(String, of: String, columns: [String])
    /// A list was to be cut by the visible clients, of a table that does not name a client.
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
