import PersonalBudgeting

/// Who may run what on whose data; the one place that says no (domain.md, section 5). A later issue deepens the relations.
enum Access {
    /// The role must hold the right.
    static func check(_ actor: Actor, _ right: Right) throws(Refusal) {
        guard right.isOpen || right.roles.contains(actor.role) else {
            throw Refusal(.forbidden, "needs the right \(right.name), which the role \(actor.role.rawValue) does not have")
        }
    }

    /// Whether the caller may know of this client at all: who speaks for one client sees that client's file only.
    static func reaches(_ actor: Actor, _ clientID: ID<Client>?) -> Bool { !actor.role.actsForClient || actor.clientID == clientID }

    /// An assistant sees of the client only what the client's written authorisation opens today (domain.md, row 37).
    /// A representative acts only within the mandate, in its matters and its time (row 71, HL 56 §).
    /// - Throws: `authorisation_missing` (403).
    static func checkAuthorisation(_ work: Work, _ right: Right, of clientID: ID<Client>) throws {
        switch work.actor.role {
        case .hbAssistant: try work.requireAuthorisation(of: clientID, for: right.assistantPart)
        case .representative: try work.requireMandate(of: clientID, in: right.mandateScopes)
        default: break
        }
    }
}
