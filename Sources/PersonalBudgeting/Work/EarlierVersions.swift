/// What resources were before their last changes, as the API wrote it: for who changed an older version.
public protocol EarlierVersionRepository {
    /// The changeable members before the first change from this version on; nil when none was changed since.
    func find(noun: String, id: String, from version: Int64) throws -> [UInt8]?
    /// Keeps what is about to be changed; of the last `EarlierVersions.kept` versions.
    func keep(noun: String, id: String, version: Int64, members: [UInt8]) throws
}

public enum EarlierVersions {
    /// How many versions back a change is known: more than anybody falls behind while a page is open.
    public static let kept: Int64 = 20
}
