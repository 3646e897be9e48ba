/// A caller, and the caller's relations to the clients of the matrix.
struct Standing: Sendable {
    let name: String
    let role: String
    let caller: Caller
    /// The relations to each of the probed clients, as Docs/domain/access.md names them: `unit`, `caseload`, `own` and so on.
    let relations: [Set<String>]
    /// What the mandate or the authorisation covers, for a caller who speaks for a client.
    var cover = Cover.all
    /// The probed clients to whom the caller has declared a tie.
    var ties: Set<Int> = []
    /// The rights in the scope of the key; nil for all of the role's.
    var scope: Set<String>?

    enum Cover: Sendable {
        /// No mandate is needed.
        case all
        /// A mandate (row 71) in matters of the person or of economy.
        case mandate(Set<String>)
        /// An authorisation (row 37) for these parts.
        case parts(Set<String>)

        /// Whether a right is covered today.
        func covers(_ right: String) -> Bool {
            switch self {
            case .all: return true
            case .mandate(let matters):
                if matters.isEmpty { return false }
                // Every representative may read who the client is, the cases, the decisions and the access log.
                let always: Set<String> = [
                    "clients:read", "cases:read", "case-overview:read", "decisions:read", "access-log:read", "development-ideas:share",
                    "subject-report:read",
                ]
                if always.contains(right) { return true }
                return matters.contains(["money:read", "services:read"].contains(right) ? "economy" : "person")
            case .parts(let parts):
                if ["cases:read", "case-overview:read"].contains(right) { return !parts.isEmpty }
                return parts.contains(right == "money:read" ? "budget" : "plan")
            }
        }
    }
}
