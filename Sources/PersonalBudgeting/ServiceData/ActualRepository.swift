/// The delivered services that source systems reported.
public protocol ActualRepository: Repository<Actual> {
    /// Inserts a new actual with the reported national id, which is sealed; nil if none was reported.
    func insert(_ actual: Actual, hetu: Hetu?) throws
    /// Returns the whole reported national id, unsealed: to look for the client, and to compare a repeated event (F1, F2).
    /// - Throws: `StorageFault.corrupt` when the stored value was not sealed for this actual.
    func hetu(of actual: Actual) throws -> Hetu?
}
