import PersonalBudgeting

extension Resource.Owner where Entity: CaseFile {
    /// The part of something in the path that itself belongs to the case in the path.
    /// - Parameters:
    ///   - parameter: the name of its identity in the path.
    ///   - field: that of the part which holds that identity.
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
    /// A thing in the path that belongs to the case in the path.
    func whole<Whole: CaseFile>(_ parameter: String, in wholes: (any Repositories) -> any Repository<Whole>) throws -> Whole {
        try wholes(repositories).require(try id(parameter, Whole.self), in: try requireCase())
    }
}
