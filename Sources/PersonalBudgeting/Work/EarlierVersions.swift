/// Earlier versions of resources, as the API wrote them. They help a caller who changed an older version to merge its change (row 86).
public protocol EarlierVersionRepository {
    /// Returns the changeable members as they were in this version; nil if they have not changed since.
    func find(noun: String, id: String, from version: Int64) throws -> [UInt8]?
    /// Stores the members before a change. Only the last `EarlierVersions.kept` versions are kept.
    func keep(noun: String, id: String, version: Int64, members: [UInt8]) throws
}

public enum EarlierVersions {
    /// How many versions back a change is known: more than a caller falls behind while a page is open.
    public static let kept: Int64 = 20
}
