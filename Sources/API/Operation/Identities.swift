import JSON
import PersonalBudgeting

extension QueryParameter {
    /// Limits a list to some identities, so that a front that has them joins in one call.
    static let ids = QueryParameter(
        "ids", "Only the items with these identities: 1 to \(Identities.most), separated by commas. Unknown and hidden ones are left out",
        schema: .text(
            36...(37 * Identities.most - 1), format: "uuid-list",
            pattern: "^[0-9A-Fa-f-]{36}(,[0-9A-Fa-f-]{36}){0,\(Identities.most - 1)}$")
    ) { text in
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard (1...Identities.most).contains(parts.count), parts.allSatisfy({ ID<Never>(String($0)) != nil }) else {
            return LocalText(
                fi: "täytyy olla 1–\(Identities.most) tunnistetta pilkuin eroteltuina",
                sv: "måste vara 1–\(Identities.most) identifierare åtskilda med kommatecken",
                en: "must be 1 to \(Identities.most) UUIDs, separated by commas")
        }
        return nil
    }
}

/// The bound of the parameter `ids`.
enum Identities {
    static let most = 100
}

extension AdmittedCall {
    /// Returns the identities of the parameter `ids`; nil without it.
    func ids<Entity>(_ type: Entity.Type = Entity.self) -> [ID<Entity>]? {
        query["ids"].map { $0.split(separator: ",").compactMap { ID<Entity>(String($0)) } }
    }
}
