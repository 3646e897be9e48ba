/// What source systems told of delivered services.
public protocol ActualRepository: Repository<Actual> {
    /// Keeps a new actual with the national id that was told, which is sealed; nil where none was.
    func insert(_ actual: Actual, hetu: Hetu?) throws
    /// The whole national id that was told, opened: to look for the client, and to tell the same event from another.
    /// - Throws: `StorageFault.corrupt` when what is kept was not sealed for this actual.
    func hetu(of actual: Actual) throws -> Hetu?
}
