import JSON
import PersonalBudgeting

/// Something as it is seen on the day of the call: what is due, overdue or valid follows from the day and is never kept.
struct Seen<Entity: Recorded>: Sendable {
    let entity: Entity
    /// The day in Helsinki.
    let on: CalendarDate

    init(_ entity: Entity, on day: CalendarDate) {
        self.entity = entity
        on = day
    }

    init(_ entity: Entity, _ call: Call) { self.init(entity, on: call.work.today) }
}

extension ViewMember {
    /// Members of an entity in the view of the entity as it is seen on a day.
    static func seen<Entity: Recorded>(_ members: [ViewMember<Entity>]) -> [ViewMember] where Owner == Seen<Entity> {
        members.map { member in member.of { $0.entity } }
    }
}
