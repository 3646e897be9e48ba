/// A role of a user in a unit, with its days, as in an employment or an assignment (L76). A user may have several roles at a time. A key is
/// for one of them and works only on its days.
public struct UserRole: Recorded {
    public static let noun = "user_role"
    public enum Field: ListField { case userID, role, unitID, validTo }
    public var record: Record<UserRole>
    public let userID: ID<User>
    public let role: Role
    /// Changes only for the main role, with the unit of the user.
    public var unitID: ID<OrganisationUnit>?
    /// The first and the last day of the role; nil for no bound besides the days of the user.
    public var validFrom: CalendarDate?
    public var validTo: CalendarDate?

    public init(
        record: Record<UserRole>, userID: ID<User>, role: Role, unitID: ID<OrganisationUnit>?, validFrom: CalendarDate? = nil,
        validTo: CalendarDate? = nil
    ) {
        self.record = record
        self.userID = userID
        self.role = role
        self.unitID = unitID
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// Whether a key for the role may sign in on a day.
    public func isValid(on day: CalendarDate) -> Bool {
        if let validFrom, day < validFrom { return false }
        return !isOver(on: day)
    }

    /// Whether the last day is before a day.
    public func isOver(on day: CalendarDate) -> Bool { validTo.map { $0 < day } ?? false }

    /// Whether some day is among the days of both.
    func overlaps(_ other: UserRole) -> Bool {
        let endsBefore = validTo.map { last in other.validFrom.map { last < $0 } ?? false } ?? false
        let beginsAfter = validFrom.map { first in other.validTo.map { first > $0 } ?? false } ?? false
        return !endsBefore && !beginsAfter
    }

    /// The first and the last day.
    public struct Days: Sendable, Equatable {
        public var validFrom: CalendarDate?
        public var validTo: CalendarDate?

        public init(validFrom: CalendarDate?, validTo: CalendarDate?) {
            self.validFrom = validFrom
            self.validTo = validTo
        }

        /// The fault of a last day before the first; nil if there is none.
        var fault: RuleFault? {
            guard let validFrom, let validTo, validTo < validFrom else { return nil }
            return RuleFault(pointer: "/validTo", code: "before_start", detail: .mustNotBeBefore("validFrom"))
        }
    }

    public var days: Days {
        get { Days(validFrom: validFrom, validTo: validTo) }
        set { (validFrom, validTo) = (newValue.validFrom, newValue.validTo) }
    }
}

extension User {
    /// The identity of the role that the user was made with: the same as the user's, so that keys from before roles had days find it.
    public var mainRoleID: ID<UserRole> { ID(high: id.high, low: id.low) }

    /// The main role as it is when the user is made: without days of its own.
    var mainRole: UserRole {
        let made = Record<UserRole>(id: mainRoleID, createdAt: record.createdAt, updatedAt: record.createdAt, version: 1)
        return UserRole(record: made, userID: id, role: role, unitID: unitID)
    }
}

extension Work {
    /// Gives a user another role (L76).
    /// - Throws: `invalid` for a role that only one kind of user has, an unknown or ended unit, and a last day before the first; `duplicate`
    ///   when the user has this role in this unit on some of these days.
    public func addRole(to user: User, _ role: Role, unitID: ID<OrganisationUnit>?, _ days: UserRole.Days) throws -> UserRole {
        var faults = [days.fault].compactMap { $0 }
        // Who acts for a client acts for no one else, and a system is no person: one would read under the rights of the other.
        if !role.isCombined || !user.role.isCombined {
            faults.append(
                RuleFault(
                    pointer: "/role", code: "not_for_user",
                    detail: LocalText(
                        fi: "asiakkaan puolesta toimivalla käyttäjällä ja tietojärjestelmällä on vain yksi rooli",
                        sv: "en användare som företräder en klient och ett datasystem har bara en roll",
                        en: "users who act for a client and systems have one role only")))
        }
        if let unitID, let fault = try faultOfUnit(unitID, at: "/unitId") { faults.append(fault) }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let added = UserRole(
            record: newRecord(), userID: user.id, role: role, unitID: unitID, validFrom: days.validFrom, validTo: days.validTo)
        try requireNoOther(like: added, at: "/role")
        try repositories.userRoles.insert(added)
        try note("created", UserRole.noun, "\(added.id)", clientID: user.clientID)
        return added
    }

    /// Changes the days of a role. To end it, set the last day; its keys work no longer after it.
    /// - Throws: `invalid` for a last day before the first; `duplicate` when the user has this role in this unit on some of these days;
    ///   `last_administrator`.
    public func changeRole(_ role: UserRole, _ days: UserRole.Days) throws -> UserRole {
        if let fault = days.fault { throw Refusal.invalid([fault]) }
        var changed = role
        changed.days = days
        try requireNoOther(like: changed, at: "/validFrom")
        let before = try role.role == .admin && days != role.days ? administratorDays() : nil
        touch(&changed)
        try repositories.userRoles.update(changed)
        try note("updated", UserRole.noun, "\(role.id)", clientID: try repositories.users.find(role.userID)?.clientID)
        if let before { try requireAdministrator(asIn: before) }
        return changed
    }

    private func requireNoOther(like role: UserRole, at pointer: String) throws {
        let others = try repositories.userRoles.all([.equal(.userID, role.userID), .equal(.role, role.role)])
        guard others.contains(where: { $0.id != role.id && $0.unitID == role.unitID && $0.overlaps(role) }) else { return }
        let detail = LocalText(
            fi: "käyttäjällä on jo tämä rooli tässä yksikössä osalla näistä päivistä",
            sv: "användaren har redan den här rollen i enheten under en del av dessa dagar",
            en: "the user already has this role in this unit on some of these days")
        throw Refusal(.duplicate, detail, faults: [RuleFault(pointer: pointer, code: "duplicate", detail: detail)])
    }

    /// Whether a user has one of these roles, and it is not over on a day. Without a day, whether the user has ever had one.
    func hasRole(_ userID: ID<User>, among roles: Set<Role>, on day: CalendarDate? = nil) throws -> Bool {
        try repositories.userRoles.all([.equal(.userID, userID)]).contains { role in
            roles.contains(role.role) && day.map { !role.isOver(on: $0) } ?? true
        }
    }

    /// Returns the users who have a role, or any role in a unit, today. Both for nil: all who have any role today.
    public func users(in role: Role?, unitID: ID<OrganisationUnit>?) throws -> [ID<User>] {
        var filters: [Filter<UserRole>] = [.atLeastOrAbsent(.validTo, today)]
        if let role { filters.append(.equal(.role, role)) }
        if let unitID { filters.append(.equal(.unitID, unitID)) }
        let found = try repositories.userRoles.all(filters).filter { $0.isValid(on: today) }.map(\.userID)
        return Array(Set(found))
    }
}

extension Role {
    /// Whether a user may have the role besides others. Users who act for one client, and systems, have one role only.
    public var isCombined: Bool { !actsForClient && self != .system }
}
