/// One fault of the database file itself.
public struct IntegrityFinding: Sendable, Equatable, CustomStringConvertible {
    /// The table whose pages, rows or indexes have the fault; nil if it belongs to no table or the table cannot be told.
    public let table: String?
    /// The index that has the fault; nil if it is in the table itself.
    public let index: String?
    /// The page of the file, counted from 1; nil if the engine names none.
    public let page: Int?
    /// What the engine says.
    public let text: String
    /// Whether the disk did not give a page. This says nothing about the data.
    public let isOfDisk: Bool

    public init(table: String?, index: String? = nil, page: Int? = nil, text: String, isOfDisk: Bool = false) {
        self.table = table
        self.index = index
        self.page = page
        self.text = text
        self.isOfDisk = isOfDisk
    }

    public var description: String {
        let places = [table, index.map { "index \($0)" }, page.map { "page \($0)" }].compactMap(\.self)
        return (places.isEmpty ? "" : places.joined(separator: ", ") + ": ") + text
    }
}
