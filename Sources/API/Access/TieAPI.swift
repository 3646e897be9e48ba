import JSON
import PersonalBudgeting

/// Ties that staff declare. A user with a tie does not prepare, decide or approve (A16, HL 27 to 30 §).
enum TieAPI {
    /// Each user sees only their own ties.
    private static let own = Resource<Tie>.Owner(
        about: .noOne, filters: { [.equal(.userID, $0.actor.userID)] }, holds: { $0.userID == $1.actor.userID })
    private static let resource = Resource<Tie>("/v1/me/ties", "tie", tag: .identities, view: view, owner: own) { $0.ties }

    static let operations: [Operation] = [
        resource.list("listTies", "List the caller's ties, including ended ties", right: .declareTies),
        resource.find("findTie", "Read a tie", right: .declareTies),
        resource.create("declareTie", "Declare a tie to a client or a provider", right: .declareTies, new) { call, new in
            let client = try new.clientID.map { try call.client(named: $0, at: "/clientId", by: .nameClients) }
            return try call.work.declareTie(to: client, providerID: new.providerID, new.ground)
        },
        resource.command("endTie", "end", "End a tie from tomorrow on", right: .declareTies, NoMembers.shape) {
            call, tie, _ in try call.work.endTie(tie)
        },
    ]

    private struct NewTie: Sendable {
        let clientID: ID<Client>?
        let providerID: ID<Provider>?
        let ground: Tie.Ground
    }

    private static let new = Shape<NewTie>.object(
        "NewTie",
        Field("clientId", .optional(.id())) { $0.clientID },
        Field("providerId", .optional(.id())) { $0.providerID },
        Field("ground", .code) { $0.ground },
        make: NewTie.init,
        check: { tie in
            (tie.clientID == nil) == (tie.providerID == nil)
                ? [
                    Fault(
                        pointer: "", code: "one_of",
                        detail: LocalText(
                            fi: "joko asiakas tai palveluntuottaja on annettava, ei molempia",
                            sv: "antingen en klient eller en tjänsteproducent måste anges, inte båda",
                            en: "must have either clientId or providerId"))
                ] : []
        })

    private static let view = View<Tie>(
        "Tie",
        ViewMember.record + [
            ViewMember("userId", .id()) { $0.userID }, ViewMember("clientId", .optional(.id())) { $0.clientID },
            ViewMember("providerId", .optional(.id())) { $0.providerID }, ViewMember("ground", .code) { $0.ground },
            ViewMember("endedOn", .optional(.date)) { $0.endedOn },
        ])
}
