/// Somebody as they stand to the clients of the matrix.
struct Standing: Sendable {
    let name: String
    let role: String
    let caller: Caller
    /// How they stand to each of the probed clients, as Docs/domain/access.md has it: `unit`, `caseload`, `own` and so on.
    let relations: [Set<String>]
    /// For who speaks for a client: what the mandate or the authorisation covers.
    var cover = Cover.all
    /// To which of the probed clients they have declared a tie.
    var ties: Set<Int> = []
    /// The rights the key is cut to; nil for all of the role's.
    var scope: Set<String>?

    enum Cover: Sendable {
        /// Nothing to ask about: no mandate is needed.
        case all
        /// A mandate (row 71): matters of the person, of economy.
        case mandate(Set<String>)
        /// An authorisation (row 37) of these parts.
        case parts(Set<String>)

        /// Whether a right is covered today.
        func covers(_ right: String) -> Bool {
            switch self {
            case .all: return true
            case .mandate(let matters):
                if matters.isEmpty { return false }
                // Who the client is, which cases there are, what was decided, who has looked: every representative's.
                if ["clients:read", "cases:read", "decisions:read", "access-log:read", "development-ideas:share", "subject-report:read"]
                    .contains(right)
                {
                    return true
                }
                return matters.contains(["money:read", "services:read"].contains(right) ? "economy" : "person")
            case .parts(let parts):
                if right == "cases:read" { return !parts.isEmpty }
                return parts.contains(right == "money:read" ? "budget" : "plan")
            }
        }
    }
}
