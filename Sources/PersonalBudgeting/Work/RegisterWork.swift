/// Use cases of entities that belong to no case: registers, and what belongs to a client directly.
extension Work {
    /// Inserts a new entity and appends the event `created` (K25, row 88).
    func insert<Entity: Recorded>(_ entity: Entity, to register: any Repository<Entity>, clientID: ID<Client>? = nil) throws {
        try register.insert(entity)
        try note("created", Entity.noun, "\(entity.id)", clientID: clientID)
    }

    /// Updates an entity: raises its version, sets `updatedAt` and appends an event (K25, row 88).
    func update<Entity: Recorded>(
        _ entity: Entity, of register: any Repository<Entity>, clientID: ID<Client>? = nil, verb: String = "updated", from: String? = nil,
        to: String? = nil, reason: String? = nil
    ) throws -> Entity {
        var entity = entity
        touch(&entity)
        try register.update(entity)
        try note(verb, Entity.noun, "\(entity.id)", clientID: clientID, from: from, to: to, reason: reason)
        return entity
    }

    /// Makes a transition, updates the entity and appends the event (K25, row 88).
    /// - Throws: `illegal_transition` with the commands that are allowed.
    func transition<Entity: Stateful>(
        _ command: Entity.Command, _ entity: Entity, of register: any Repository<Entity>, clientID: ID<Client>? = nil,
        reason: String? = nil
    ) throws -> Entity {
        var entity = entity
        let from = entity.state
        try entity.transition(command)
        return try update(
            entity, of: register, clientID: clientID, verb: command.rawValue, from: from.rawValue, to: entity.state.rawValue,
            reason: reason)
    }

    /// Returns a fault where the date of a past event is after today; otherwise nil.
    func faultOfFuture(_ date: CalendarDate, at pointer: String) -> RuleFault? {
        date > today ? RuleFault(pointer: pointer, code: "in_the_future", detail: .mustNotBeAfterToday(today)) : nil
    }

    /// Returns a random identity that reveals neither the time nor the order of its creation (UUID version 4, RFC 9562, 5.4; rows 47 and
    /// 48).
    ///
    /// Identities of the service are ordered by time; a pseudonym must not be. It is made of the random ends of three of them, at least 42
    /// bits each, so that the county generator stays deterministic.
    func newPseudonym<Entity>(_ type: Entity.Type = Entity.self) -> ID<Entity> {
        let tails = (0..<3).map { _ in (identifiers.next(at: now) as ID<Entity>).low & 0x3FF_FFFF_FFFF }
        let high = tails[0] << 22 | tails[2] >> 20
        let low = tails[1] << 20 | tails[2] & 0xF_FFFF
        return ID(high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }
}
