/// The fields by which lists of one entity are filtered and ordered. The domain names them; only the store knows their columns.
///
/// Each entity has its own fields as the nested type `Field`, with the names of its members, so that an unknown field does not compile. A
/// field without a column is found when the database is opened.
public protocol ListField: CaseIterable, Hashable, Sendable {}

/// The fields of an entity that belongs to a case.
public protocol CaseFileField: ListField {
    static var caseID: Self { get }
}

/// The fields of an entity that names a client.
public protocol ClientField: ListField {
    static var clientID: Self { get }
}

/// No fields: for an entity that is listed by its identity only.
public enum NoField: ListField {}
