import HTTPServer
import JSON
import PersonalBudgeting

/// What has changed since, for whoever keeps a copy or an open screen.
enum ChangeAPI {
    static let operations: [Operation] = [
        Operation(
            "listChanges", .get, "/v1/changes",
            "What changed after a place in the feed, in order and without gaps; ask again with `next`", tag: "Changes", effect: .read,
            right: .readChanges,
            parameters: [
                QueryParameter(
                    "after", "The place to go on from: `next` of the answer before; 0 for all",
                    schema: Schema([("type", .string("string")), ("pattern", .string("^[0-9]{1,18}$"))])
                ) { plainNumber($0) != nil && $0.utf8.count <= 18 ? nil : "must be a number of at most 18 digits" },
                .count("limit", "How many to answer at most", 1...1_000, standard: 100),
                .count("wait", "So many seconds to wait for the next change when there is none yet", 0...30, standard: 0),
            ], response: feed.schema
        ) { call in
            let limit = call.query["limit"].flatMap(plainNumber) ?? 100
            let wait = call.query["wait"].flatMap(plainNumber) ?? 0
            var place = Int64(call.query["after"].flatMap(plainNumber) ?? 0)
            var changes: [Event] = []
            var isAtEnd = false
            // What is hidden from the caller is read over, some at a time; `next` goes on behind it.
            for _ in 0..<readsAtMost where changes.count < limit && !isAtEnd {
                let events = try call.repositories.events.list(after: place, limit: readAtOnce)
                isAtEnd = events.count < readAtOnce
                for event in events {
                    if changes.count == limit {
                        isAtEnd = false
                        break
                    }
                    place = event.sequence
                    if isVisible(event, to: call.actor.role) { changes.append(event) }
                }
            }
            for case let client? in Set(changes.map(\.clientID)) { try call.touch(clientID: client) }
            var answer = Answer.value(Feed(items: changes, next: place, hasMore: !isAtEnd), feed, capacity: 256 * (changes.count + 1))
            if changes.isEmpty, isAtEnd { answer.mayWaitSeconds = wait }
            return answer
        }
    ]

    private static let readAtOnce = 500
    private static let readsAtMost = 20

    /// Nouns whose being there is the client's own business until it is shared.
    static let clientOnly: Set<String> = [DiaryEntry.noun]
    private static let identities: Set<String> = [User.noun, AccessKey.noun, OrganisationUnit.noun]
    /// What finance works with; that a client exists follows from it, what the client needs does not.
    private static let money: Set<String> = [
        Client.noun, Case.noun, Decision.noun, Budget.noun, BudgetLine.noun, Agreement.noun, Actual.noun, Transfer.noun,
        ServiceDataBatch.noun,
    ]

    /// Whether a caller of this role may know of it. Registers, which have no client, are everybody's.
    private static func isVisible(_ event: Event, to role: Role) -> Bool {
        if identities.contains(event.noun) { return role == .admin }
        guard event.clientID != nil else { return true }
        switch role {
        case .admin: return false
        case .finance: return money.contains(event.noun)
        default: return !clientOnly.contains(event.noun)
        }
    }

    private struct Feed: Sendable {
        let items: [Event]
        let next: Int64
        let hasMore: Bool
    }

    private static let change = View<Event>(
        "Change",
        [
            ViewMember("sequence", .integer(1...Int64.max)) { $0.sequence },
            ViewMember("at", .instant) { $0.at },
            ViewMember("userId", .id()) { $0.userID },
            ViewMember("noun", .line()) { $0.noun },
            ViewMember("nounId", .line()) { $0.nounID },
            ViewMember("verb", .line()) { $0.verb },
            ViewMember("toState", .optional(.line())) { $0.toState },
            ViewMember("clientId", .optional(.id())) { $0.clientID },
            ViewMember("caseId", .optional(.id())) { $0.caseID },
        ])

    private static let feed = View<Feed>(
        "Changes",
        [
            ViewMember("items", view: .list(change)) { $0.items },
            // A place, always there: the feed has no end.
            ViewMember("next", .text(1...18, pattern: "^[0-9]{1,18}$")) { "\($0.next)" },
            ViewMember("hasMore", .flag) { $0.hasMore },
        ])
}
