import PersonalBudgeting

extension Resource.Owner where Entity: CaseFile {
    /// The owner is an entity in the path that itself belongs to the case in the path.
    /// - Parameters:
    /// - parameter: the name of the owner's id in the path.
    /// - field: the field of the part that contains that id.
    static func whole<Whole: CaseFile>(
        _ parameter: String, field: Entity.Field, in wholes: @escaping @Sendable (any Repositories) -> any Repository<Whole>,
        _ get: @escaping @Sendable (Entity) -> ID<Whole>
    ) -> Resource.Owner {
        Resource.Owner(
            about: .caseFile, filters: { [.equal(field, try $0.whole(parameter, in: wholes).id)] },
            holds: { get($0) == (try $1.whole(parameter, in: wholes)).id })
    }
}

extension AdmittedCall {
    /// Returns an entity in the path that belongs to the case in the path.
    /// - Throws: `not_found` (404).
    func whole<Whole: CaseFile>(_ parameter: String, in wholes: (any Repositories) -> any Repository<Whole>) throws -> Whole {
        try wholes(repositories).require(try id(parameter, Whole.self), in: try requireCase())
    }
}
