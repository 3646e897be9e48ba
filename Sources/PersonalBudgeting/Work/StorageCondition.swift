/// What storage can take at the moment, for the readiness check.
public enum StorageCondition: Sendable, Equatable {
    /// Everything is stored.
    case works
    /// The disk is full. Data is refused. Reads go on, because rows of the access log are stored in a reserve.
    case full
    /// Not even a row of the access log can be stored, so no read of a client's data is answered.
    case failing(StorageFault)
}
