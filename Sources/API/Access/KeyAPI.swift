import HTTPServer
import JSON
import PersonalBudgeting

/// The keys of people and systems.
enum KeyAPI {
    private static let keys = Resource<AccessKey>("/v1/admin/keys", "key", tag: .identities, view: keyView, owner: .none) { $0.accessKeys }

    static let operations: [Operation] = [
        keys.list(
            "listKeys", "List the keys, without their tokens", right: .administer,
            filters: [.init(.id("userId", "Only the keys of this user"), field: .userID) { .equal($0, $1.lowercased()) }]),
        keys.find("findKey", "Read a key, without its token", right: .administer),
        Operation(
            "issueKey", .post, "/v1/admin/keys", "Issue a key. Only this answer contains the token", tag: .identities,
            effect: .create,
            right: .administer, request: newKey.schema, isAnswerSecret: true, status: 201, response: issuedKeyView.schema,
            refusals: [.tooManyKeys]
        ) { call in
            let new = try call.body(newKey)
            try check(new.scope, of: new.role)
            // A misspelt unit would become a unit without members, so units are added by their own operation.
            if let name = new.unit, try call.repositories.units.first([.equal(.name, name)]) == nil {
                throw Refusal.invalid(
                    "/unit", "unknown_unit",
                    LocalText(
                        fi: "yksikköä ei ole; lisää se ensin yksiköihin", sv: "enheten finns inte; lägg först till den bland enheterna",
                        en: "is not a unit; POST /v1/units adds a unit"))
            }
            let token = Token.make()
            let (user, key) = try call.work.addKey(
                tokenHash: Token.hash(token), role: new.role, name: new.name, unitName: new.unit, clientID: new.clientID,
                representativeID: new.representativeID,
                sourceSystem: new.role == .system ? new.sourceSystem ?? new.name : new.sourceSystem, expiresAt: new.expiresAt,
                scope: new.scope, atMostLive: Work.liveKeys)
            if let clientID = user.clientID { try call.touch(clientID: clientID) }
            // The entity tag is that of the key as it is read, so that the caller can revoke the key at once.
            return .created(
                call.masked(key), keyView, shownAs: call.masked(IssuedKey(key: key, user: user, token: token)), issuedKeyView,
                at: "/v1/admin/keys/\(key.id)")
        },
        keys.command("revokeKey", "revoke", "Revoke a key, from the next request on", right: .administer, NoMembers.shape) {
            call, key, _ in
            try call.work.revokeKey(key)
        },
    ]

    private struct NewKey: Sendable {
        let role: Role
        let name: String
        let unit: String?
        let clientID: ID<Client>?
        let representativeID: ID<Representative>?
        let sourceSystem: String?
        let expiresAt: Instant?
        let scope: [String]
    }

    private static let newKey = Shape<NewKey>.object(
        "NewKey",
        Field("role", .code) { $0.role },
        Field("name", .line(100)) { $0.name },
        Field("unit", .optional(.line(100))) { $0.unit },
        Field("clientId", .optional(.id())) { $0.clientID },
        Field("representativeId", .optional(.id())) { $0.representativeID },
        Field("sourceSystem", .optional(.line(60))) { $0.sourceSystem },
        Field("expiresAt", .optional(.instant)) { $0.expiresAt },
        Field("scope", .list(rightName, 0...100)) { $0.scope },
        make: NewKey.init)

    /// The name of a right. The names come from the table of operations, which this operation is part of, so they are read only when a key
    /// is issued.
    private static let rightName = Shape<String>.text(1...60, .line, pattern: "^[a-z][a-z:-]*$") { text in
        text.utf8.first.map { $0 >= 0x61 && $0 <= 0x7A } ?? false
            && text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x3A || $0 == 0x2D }
    }

    /// The scope may contain only rights of the role. Other rights would open nothing.
    private static func check(_ scope: [String], of role: Role) throws {
        let known = Right.all.filter { $0.grants[role] != nil }.map(\.name)
        let faults = scope.enumerated().filter { !known.contains($0.element) }.map { index, _ in
            RuleFault(
                pointer: "/scope/\(index)", code: "unknown_right",
                detail: LocalText(
                    fi: "ei ole roolin ”\(role.inWords.fi)” oikeus", sv: "är inte en rätt för rollen ”\(role.inWords.sv)”",
                    en: "is not a right of the role \(role.rawValue); its rights are: \(known.joined(separator: ", "))"))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }

    /// A key together with its token. The service knows the token only at this moment.
    private struct IssuedKey: NothingToMask {
        let key: AccessKey
        let user: User
        let token: String
    }

    private static let keyView = View<AccessKey>(
        "Key",
        ViewMember.record + [
            ViewMember("userId", .id()) { $0.userID }, ViewMember("expiresAt", .optional(.instant)) { $0.expiresAt },
            ViewMember("revokedAt", .optional(.instant)) { $0.revokedAt },
            ViewMember("scope", .list(.line(60), 0...100)) { $0.scope },
            ViewMember("lastUsedAt", .optional(.instant)) { $0.lastUsedAt },
        ])

    private static let issuedKeyView = View<IssuedKey>(
        "IssuedKey",
        [
            ViewMember("id", .id()) { $0.key.id }, ViewMember("createdAt", .instant) { $0.key.record.createdAt },
            ViewMember("userId", .id()) { $0.user.id }, ViewMember("role", .code) { $0.user.role },
            ViewMember("name", .line(100)) { $0.user.name }, ViewMember("unitId", .optional(.id())) { $0.user.unitID },
            ViewMember("clientId", .optional(.id())) { $0.user.clientID },
            ViewMember("representativeId", .optional(.id())) { $0.user.representativeID },
            ViewMember("sourceSystem", .optional(.line(60))) { $0.user.sourceSystem },
            ViewMember("expiresAt", .optional(.instant)) { $0.key.expiresAt },
            ViewMember("scope", .list(.line(60), 0...100)) { $0.key.scope },
            ViewMember("token", .line(100)) { $0.token },
        ])
}
