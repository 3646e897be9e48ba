import HTTPServer
import JSON
import PersonalBudgeting

/// The keys of people and systems.
enum KeyAPI {
    private static let keys = Resource<AccessKey>("/v1/admin/keys", "key", tag: .identities, view: keyView, owner: .none) { $0.accessKeys }

    static let operations: [Operation] = [
        keys.list(
            "listKeys", "List the keys, without their tokens", right: .administer,
            filters: [
                .init(.id("userId", "Only the keys of this user"), field: .userID) { .equal($0, $1.lowercased()) },
                .init(.id("roleId", "Only the keys for this role of a user"), field: .roleID) { .equal($0, $1.lowercased()) },
            ],
            parameters: [.code("state", "Only keys that are live, revoked or expired now", Life.self)], visible: { filters(byLifeOf: $0) }),
        keys.find("findKey", "Read a key, without its token", right: .administer),
        Operation(
            "issueKey", .post, "/v1/admin/keys",
            "Issue a key for a role of a user. Only this answer contains the token. Without `userId`, the key is for a new user, even if a user"
                + " of this name exists",
            tag: .identities, effect: .create,
            right: .administer, request: newKey.schema, isAnswerSecret: true, status: 201, response: issuedKeyView.schema,
            refusals: [.tooManyKeys]
        ) { call in
            let new = try call.body(newKey)
            // A misspelt unit would become a unit without members, so units are added by their own operation.
            if let name = new.unit, try call.repositories.units.first([.equal(.name, name)]) == nil {
                throw Refusal.invalid(
                    "/unit", "unknown_unit",
                    LocalText(
                        fi: "yksikköä ei ole; lisää se ensin yksiköihin", sv: "enheten finns inte; lägg först till den bland enheterna",
                        en: "is not a unit; POST /v1/units adds a unit"))
            }
            let issued = try new.userID.map { try anotherKey(of: $0, new, call) } ?? firstKey(new, call)
            if let clientID = issued.user.clientID { try call.touch(clientID: clientID) }
            // The entity tag is that of the key as it is read, so that the caller can revoke the key at once.
            return .created(
                call.masked(issued.key), keyView, shownAs: call.masked(issued), issuedKeyView, at: "/v1/admin/keys/\(issued.key.id)")
        },
        keys.command(
            "revokeKey", "revoke", "Revoke a key, from the next request on", right: .administer, NoMembers.shape,
            refusals: [.lastAdministrator]
        ) {
            call, key, _ in
            try call.work.revokeKey(key)
        },
    ]

    enum Life: String, CaseIterable, Sendable { case live, revoked, expired }

    private static func filters(byLifeOf call: AdmittedCall) -> [Filter<AccessKey>] {
        let now = call.work.now
        switch call.query["state"].flatMap({ Life(rawValue: $0) }) {
        case .live?:
            // A key is no longer live at the very moment of its expiry.
            let later = Instant(clampingMicroseconds: now.microseconds + 1)
            return [.isAbsent(.revokedAt), .atLeastOrAbsent(.expiresAt, later)]
        case .revoked?: return [.moreThan(.revokedAt, 0)]
        case .expired?: return [.isAbsent(.revokedAt), .atMost(.expiresAt, now)]
        case nil: return []
        }
    }

    /// Makes a user of their own with a key.
    private static func firstKey(_ new: NewKey, _ call: AdmittedCall) throws -> IssuedKey {
        guard let role = new.role, let name = new.name else {
            let missing = [("/role", new.role == nil), ("/name", new.name == nil)].filter(\.1).map {
                RuleFault(
                    pointer: $0.0, code: "required",
                    detail: LocalText(
                        fi: "tarvitaan, kun userId puuttuu", sv: "behövs när userId saknas", en: "is required without userId"))
            }
            throw Refusal.invalid(missing)
        }
        if new.roleID != nil {
            throw Refusal.invalid(
                "/roleId", "not_without_user",
                LocalText(
                    fi: "uudella käyttäjällä ei ole vielä rooleja; lähetä myös userId",
                    sv: "en ny användare har inga roller ännu; skicka även userId",
                    en: "needs userId, because a new user has no roles yet"))
        }
        try check(new.scope, of: role)
        let token = Token.make()
        let (user, key) = try call.work.addKey(
            tokenHash: Token.hash(token), role: role, name: name, unitName: new.unit, clientID: new.clientID,
            representativeID: new.representativeID, sourceSystem: role == .system ? new.sourceSystem ?? name : new.sourceSystem,
            expiresAt: new.expiresAt, scope: new.scope)
        let main = try call.repositories.userRoles.require(key.roleID)
        // Users who act for clients are not told apart by name, so nobody is named.
        let namesakes = user.clientID == nil ? try call.work.namesakes(of: user) : []
        return IssuedKey(key: key, user: user, role: main, token: token, namesakes: namesakes)
    }

    /// Makes another key of a user, for one of the user's roles.
    private static func anotherKey(of userID: ID<User>, _ new: NewKey, _ call: AdmittedCall) throws -> IssuedKey {
        let given = [
            ("/name", new.name != nil), ("/clientId", new.clientID != nil), ("/representativeId", new.representativeID != nil),
            ("/sourceSystem", new.sourceSystem != nil),
        ]
        let faults = given.filter(\.1).map {
            RuleFault(
                pointer: $0.0, code: "not_with_user",
                detail: LocalText(
                    fi: "on jo käyttäjän tiedoissa; jätä pois, kun lähetät userId-tiedon",
                    sv: "finns redan i användarens uppgifter; utelämna när userId skickas",
                    en: "belongs to the user already; leave it out with userId"))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        guard let user = try call.repositories.users.find(userID) else {
            throw Refusal.invalid(
                "/userId", "unknown_user",
                LocalText(fi: "käyttäjää ei ole", sv: "användaren finns inte", en: "is not a user; POST /v1/admin/users adds a user"))
        }
        let role = try call.work.role(of: user, new.roleID, new.role, unitName: new.unit)
        try check(new.scope, of: role.role)
        let token = Token.make()
        let key = try call.work.addKey(
            tokenHash: Token.hash(token), for: user, in: role, expiresAt: new.expiresAt, scope: new.scope, atMostLive: Work.liveKeys)
        let namesakes = user.clientID == nil ? try call.work.namesakes(of: user) : []
        return IssuedKey(key: key, user: user, role: role, token: token, namesakes: namesakes)
    }

    private struct NewKey: Sendable {
        let userID: ID<User>?
        let roleID: ID<UserRole>?
        let role: Role?
        let name: String?
        let unit: String?
        let clientID: ID<Client>?
        let representativeID: ID<Representative>?
        let sourceSystem: String?
        let expiresAt: Instant?
        let scope: [String]
    }

    private static let newKey = Shape<NewKey>.object(
        "NewKey",
        Field("userId", .optional(.id())) { $0.userID },
        Field("roleId", .optional(.id())) { $0.roleID },
        Field("role", .optional(.code)) { $0.role },
        Field("name", .optional(.line(100))) { $0.name },
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
        let role: UserRole
        let token: String
        /// Other users of the same name and role, if the user is new.
        let namesakes: [ID<User>]
    }

    private static let keyView = View<AccessKey>(
        "Key",
        ViewMember.record + [
            ViewMember("userId", .id()) { $0.userID }, ViewMember("roleId", .id()) { $0.roleID },
            ViewMember("expiresAt", .optional(.instant)) { $0.expiresAt },
            ViewMember("revokedAt", .optional(.instant)) { $0.revokedAt },
            ViewMember("scope", .list(.line(60), 0...100)) { $0.scope },
            ViewMember("lastUsedAt", .optional(.instant)) { $0.lastUsedAt },
        ])

    private static let issuedKeyView = View<IssuedKey>(
        "IssuedKey",
        [
            ViewMember("id", .id()) { $0.key.id }, ViewMember("createdAt", .instant) { $0.key.record.createdAt },
            ViewMember("userId", .id()) { $0.user.id }, ViewMember("roleId", .id()) { $0.role.id },
            ViewMember("role", .code) { $0.role.role },
            ViewMember("name", .line(100)) { $0.user.name }, ViewMember("unitId", .optional(.id())) { $0.role.unitID },
            ViewMember("clientId", .optional(.id())) { $0.user.clientID },
            ViewMember("representativeId", .optional(.id())) { $0.user.representativeID },
            ViewMember("sourceSystem", .optional(.line(60))) { $0.user.sourceSystem },
            ViewMember("expiresAt", .optional(.instant)) { $0.key.expiresAt },
            ViewMember("scope", .list(.line(60), 0...100)) { $0.key.scope },
            ViewMember("token", .line(100)) { $0.token },
            ViewMember("namesakes", .list(.id(), 0...1_000)) { $0.namesakes },
        ])
}
