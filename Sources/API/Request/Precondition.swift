/// Why a change is not even tried.
enum Precondition: Error, Equatable {
    case missing
    /// With the tag of the current representation, where it was asked for.
    case stale(current: Int64, tag: String? = nil)
}
