extension Work {
    /// Makes a user with the main role. Never finds an existing user: two people may have one name, role and unit (L76).
    /// - Throws: `invalid` for a client who is not in the register, a client for a role that acts for no client, a role that acts for a
    ///   client without one, a representative's role without a representative of that client, a representative for another role, a source
    ///   system for a role other than `system`, an ended unit, and a last day before the first.
    public func addUser(_ new: User.New) throws -> User {
        let faults = try self.faults(of: new)
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        let user = User(
            record: newRecord(), name: new.name, role: new.role, unitID: new.unitID, clientID: new.clientID,
            representativeID: new.representativeID, sourceSystem: new.sourceSystem, validFrom: new.days.validFrom,
            validTo: new.days.validTo)
        try insert(user)
        try note("created", User.noun, "\(user.id)", clientID: new.clientID)
        return user
    }

    /// Inserts a user with the main role, without an event.
    public func insert(_ user: User) throws {
        try repositories.users.insert(user)
        try repositories.userRoles.insert(user.mainRole)
    }

    /// Returns what is wrong with the details of a new user.
    func faults(of new: User.New) throws -> [RuleFault] {
        let role = new.role
        var faults: [RuleFault] = []
        if role.actsForClient, new.clientID == nil {
            faults.append(
                RuleFault(
                    pointer: "/clientId", code: "required",
                    detail: LocalText(
                        fi: "rooli ”\(role.inWords.fi)” tarvitsee asiakkaan, jonka puolesta se toimii",
                        sv: "rollen ”\(role.inWords.sv)” behöver klienten som den handlar för",
                        en: "the role \(role.inWords.en) needs the client it acts for")))
        }
        if !role.actsForClient, new.clientID != nil {
            faults.append(
                RuleFault(
                    pointer: "/clientId", code: "not_for_role",
                    detail: LocalText(
                        fi: "rooli ”\(role.inWords.fi)” ei toimi kenenkään asiakkaan puolesta",
                        sv: "rollen ”\(role.inWords.sv)” handlar inte för någon klient",
                        en: "the role \(role.inWords.en) acts for no client")))
        }
        if let clientID = new.clientID, try repositories.clients.find(clientID) == nil {
            faults.append(RuleFault(pointer: "/clientId", code: "unknown_client", detail: .notInRegister))
        }
        if role == .representative, new.representativeID == nil {
            faults.append(
                RuleFault(
                    pointer: "/representativeId", code: "required",
                    detail: LocalText(
                        fi: "edustaja tarvitsee edustamisoikeuden", sv: "en företrädare behöver en behörighet",
                        en: "a representative needs a mandate")))
        }
        if role != .representative, new.representativeID != nil {
            faults.append(
                RuleFault(
                    pointer: "/representativeId", code: "not_for_role",
                    detail: LocalText(
                        fi: "roolilla ”\(role.inWords.fi)” ei ole edustamisoikeutta",
                        sv: "rollen ”\(role.inWords.sv)” har ingen behörighet att företräda",
                        en: "the role \(role.inWords.en) has no mandate")))
        } else if let representativeID = new.representativeID, let clientID = new.clientID,
            try repositories.representatives.find(representativeID)?.clientID != clientID
        {
            faults.append(
                RuleFault(
                    pointer: "/representativeId", code: "unknown_representative",
                    detail: LocalText(
                        fi: "ei ole asiakkaan edustaja", sv: "är inte klientens företrädare", en: "is not a representative of the client")))
        }
        if role != .system, new.sourceSystem != nil {
            faults.append(
                RuleFault(
                    pointer: "/sourceSystem", code: "not_for_role",
                    detail: LocalText(
                        fi: "vain tietojärjestelmän roolilla on lähdejärjestelmä", sv: "bara rollen datasystem har ett källsystem",
                        en: "only the role system has a source system")))
        }
        if let unitID = new.unitID, let fault = try faultOfUnit(unitID, at: "/unitId") { faults.append(fault) }
        if let fault = new.days.fault { faults.append(fault) }
        return faults
    }

    /// Changes a user's name, the unit of the main role, or the days (L76). A role never changes: a person with other tasks gets another
    /// role, so that the logs stay true.
    /// - Throws: `invalid` for an unknown or ended unit, and for a last day before the first; `last_administrator`.
    public func changeUser(_ user: User, _ details: User.Details) throws -> User {
        var faults: [RuleFault] = []
        if details.unitID != user.unitID, let unitID = details.unitID, let fault = try faultOfUnit(unitID, at: "/unitId") {
            faults.append(fault)
        }
        if let fault = UserRole.Days(validFrom: details.validFrom, validTo: details.validTo).fault { faults.append(fault) }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        var changed = user
        changed.details = details
        if changed.unitID != user.unitID {
            var main = try repositories.userRoles.require(user.mainRoleID)
            main.unitID = changed.unitID
            touch(&main)
            try repositories.userRoles.update(main)
        }
        return try keep(changed, from: user, verb: "updated")
    }

    /// Ends a user: after the last day no key of the user works, whatever its role. The user is kept for the logs.
    /// - Throws: `illegal_transition` for a user whose last day is past; `invalid` for a day before the first; `last_administrator`.
    public func endUser(_ user: User, lastDay: CalendarDate) throws -> User {
        if let validTo = user.validTo, validTo < today { throw Refusal.illegalTransition(User.noun, in: "ended", toDo: "end") }
        if let validFrom = user.validFrom, lastDay < validFrom {
            throw Refusal.invalid(
                "/lastDay", "before_start",
                LocalText(
                    fi: "ei saa olla ennen ensimmäistä päivää", sv: "får inte vara före den första dagen",
                    en: "must not be before the first day"))
        }
        var ended = user
        ended.validTo = lastDay
        return try keep(ended, from: user, verb: "end")
    }

    private func keep(_ changed: User, from user: User, verb: String) throws -> User {
        let hasOtherDays = changed.validFrom != user.validFrom || changed.validTo != user.validTo
        let before = try hasOtherDays && hasRole(user.id, among: [.admin]) ? administratorDays() : nil
        var changed = changed
        touch(&changed)
        try repositories.users.update(changed)
        try note(verb, User.noun, "\(user.id)", clientID: user.clientID)
        if let before { try requireAdministrator(asIn: before) }
        return changed
    }
}

extension User {
    /// The details of a new user, with the main role.
    public struct New: Sendable {
        public let role: Role
        public let name: String
        public let unitID: ID<OrganisationUnit>?
        public let clientID: ID<Client>?
        public let representativeID: ID<Representative>?
        public let sourceSystem: String?
        public let days: UserRole.Days

        public init(
            role: Role, name: String, unitID: ID<OrganisationUnit>?, clientID: ID<Client>? = nil,
            representativeID: ID<Representative>? = nil, sourceSystem: String? = nil,
            days: UserRole.Days = UserRole.Days(validFrom: nil, validTo: nil)
        ) {
            self.role = role
            self.name = name
            self.unitID = unitID
            self.clientID = clientID
            self.representativeID = representativeID
            self.sourceSystem = sourceSystem
            self.days = days
        }
    }
}
