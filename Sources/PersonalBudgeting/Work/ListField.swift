/// The fields by which lists of one entity are filtered and ordered. The domain names them; which column holds a field, the store alone knows.
///
/// Each entity has its own as the nested type `Field`, with cases called like its members, so that a field which does not exist does not
/// compile. A field that no column holds is found when the database is opened.
public protocol ListField: CaseIterable, Hashable, Sendable {}

/// The fields of what belongs to a case.
public protocol CaseFileField: ListField {
    static var caseID: Self { get }
}

/// The fields of what names a client.
public protocol ClientField: ListField {
    static var clientID: Self { get }
}

/// The fields of what is listed by its identity alone.
public enum NoField: ListField {}
