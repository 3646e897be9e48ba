import HTTPServer
import JSON
import PersonalBudgeting

/// The events of a case, in order.
enum TimelineAPI {
    static let operations: [Operation] = [
        Operation(
            "readTimeline", .get, "/v1/cases/{case}/timeline", "Everything that happened in the case", tag: .cases, effect: .read,
            right: .readTimeline, kind: .list, about: .caseFile,
            parameters: [QueryParameter.sort(["at"], standard: "at")] + pageParameters.filter { $0.name != "count" },
            response: timelinePage.schema
        ) { call in
            let events = try call.repositories.events.list(
                caseID: try call.requireCase().id, after: try call.position().flatMap { Int64($0) }, newestFirst: call.isDescending,
                limit: call.limit + 1)
            // Entries that the client has not shared stay private, and so do the events about them.
            let isVisible = { (event: Event) in call.actor.role.actsForClient || !ChangeAPI.clientOnly.contains(event.noun) }
            // The page is cut by the events read, not by those shown, so that the cursor moves past hidden events.
            let page = try call.page(events) { "\($0.sequence)" }
            // Callers who see the case only by the task of their role get the events without their reasons.
            let isToldWhy = call.access.relation != .task
            if !isToldWhy { call.trail.withheld.insert("reason") }
            let items = page.items.filter(isVisible).map { isToldWhy ? $0 : $0.withoutReason }
            return call.answer(Page(items: items, next: page.next, total: nil), timelinePage)
        }
    ]

    private static let event = View<Event>(
        "Event",
        [
            ViewMember("sequence", .integer(1...Int64.max)) { $0.sequence },
            ViewMember("at", .instant) { $0.at },
            ViewMember("userId", .id()) { $0.userID },
            ViewMember("role", .code) { $0.role },
            ViewMember("noun", .line()) { $0.noun },
            ViewMember("nounId", .line()) { $0.nounID },
            ViewMember("verb", .line()) { $0.verb },
            ViewMember("fromState", .optional(.line())) { $0.fromState },
            ViewMember("toState", .optional(.line())) { $0.toState },
            ViewMember("reason", .optional(.prose)) { $0.reason },
        ])
    private static let timelinePage = Page<Event>.view("Timeline", event)
}
