import HTTPServer
import JSON
import PersonalBudgeting

/// The events of a case, in order.
enum TimelineAPI {
    static let operations: [Operation] = [
        Operation(
            "readTimeline", .get, "/v1/cases/{case}/timeline", "List the events of a case", tag: .cases, effect: .read,
            right: .readTimeline, kind: .list, about: .caseFile,
            parameters: [QueryParameter.sort(["at"], standard: "at", of: "timeline"), .names]
                + pageParameters.filter { $0.name != "count" },
            response: timelinePage.schema
        ) { call in
            let events = try call.repositories.events.list(
                caseID: try call.requireCase().id, after: try call.position().flatMap { Int64($0) }, newestFirst: call.isDescending,
                limit: call.limit + 1)
            // Entries that the client has not shared stay private, and so do the events about them.
            let isVisible = { (event: Event) in call.actor.role.actsForClient || !ChangeAPI.clientOnly.contains(event.noun) }
            // The page is cut by the events read, not by those shown, so that the cursor moves past hidden events.
            let page = try call.page(events) { "\($0.sequence)" }
            let items = page.items.filter(isVisible).map { Happening(event: $0.told(in: call.language)) }
            let names = try call.names(of: items.map { $0.event })
            return call.answer(call.masked(Page(items: items, next: page.next, total: nil, names: names)), timelinePage)
        }
    ]

    /// An event of the case. Callers who see it only by the task of their role see the course of the case, but not the reasons.
    private struct Happening: Maskable {
        var event: Event

        static let mask = Mask<Happening>.reasons(["reason"]) { $0.event = $0.event.withoutReason }.namedWithoutRows
    }

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
    private static let timelinePage = Page<Happening>.view("Timeline", event.of { $0.event }, isNamed: true)
}
