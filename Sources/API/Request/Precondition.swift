/// Why the precondition of a change fails.
enum Precondition: Error, Equatable {
    /// The caller named no version.
    case missing
    /// The caller wrote something else than `*` and entity tags, most often a tag without its quotes.
    case malformed
    /// The caller has seen another version. The tag of the current representation is set where it was computed.
    case stale(current: Int64, tag: String? = nil)
}
