import JSON
import PersonalBudgeting

/// An entity as the caller sees it on the day of the call. What is due, overdue or valid depends on the day and is never stored. The
/// actions depend on the caller as well.
struct Seen<Entity: Recorded>: Sendable {
    /// Changed when a part of it is masked (`Mask`).
    var entity: Entity
    /// The day in Helsinki.
    let on: CalendarDate
    /// Empty if the noun has no states.
    let actions: [Action]

    init(_ entity: Entity, on day: CalendarDate, actions: [Action] = []) {
        self.entity = entity
        on = day
        self.actions = actions
    }
}

/// A value with a version, for its entity tag.
protocol Versioned {
    var version: Int64 { get }
}

extension Seen: Versioned {
    var version: Int64 { entity.record.version }
}

extension ViewMember {
    /// Turns members of an entity into members of the seen entity.
    static func seen<Entity: Recorded>(_ members: [ViewMember<Entity>]) -> [ViewMember] where Owner == Seen<Entity> {
        members.map { member in member.of { $0.entity } }
    }
}
