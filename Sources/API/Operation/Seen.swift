import JSON
import PersonalBudgeting

/// Something as it is seen on the day of the call by who calls: what is due, overdue or valid follows from the day and is never kept, and
/// what may be done from the caller as well.
struct Seen<Entity: Recorded>: Sendable {
    /// Changed where a part of it is masked (`Mask`).
    var entity: Entity
    /// The day in Helsinki.
    let on: CalendarDate
    /// None where the noun has no states.
    let actions: [Action]

    init(_ entity: Entity, on day: CalendarDate, actions: [Action] = []) {
        self.entity = entity
        on = day
        self.actions = actions
    }
}

/// What has a version, for its entity tag.
protocol Versioned {
    var version: Int64 { get }
}

extension Seen: Versioned {
    var version: Int64 { entity.record.version }
}

extension ViewMember {
    /// Members of an entity in the view of the entity as it is seen on a day.
    static func seen<Entity: Recorded>(_ members: [ViewMember<Entity>]) -> [ViewMember] where Owner == Seen<Entity> {
        members.map { member in member.of { $0.entity } }
    }
}
