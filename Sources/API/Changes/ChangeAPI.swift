import HTTPServer
import JSON
import PersonalBudgeting

/// The change feed, for clients that keep a copy or an open screen up to date.
enum ChangeAPI {
    static let operations: [Operation] = [
        Operation(
            "listChanges", .get, "/v1/changes",
            "List the changes after a cursor of the feed, in order and without gaps. Call again with `next`", tag: .changes,
            effect: .read,
            right: .readChanges, kind: .feed,
            parameters: [
                QueryParameter(
                    "after",
                    "The cursor to continue from: `next` of the previous answer, or 0 for all. Without it, JSON begins with all "
                        + "changes, a stream of events with the changes from now on",
                    schema: Schema([("type", .string("string")), ("pattern", .string("^[0-9]{1,18}$"))])
                ) {
                    ChangeAPI.isPlace($0)
                        ? nil
                        : LocalText(
                            fi: "täytyy olla enintään 18 numeron luku", sv: "måste vara ett tal med högst 18 siffror",
                            en: "must be a number of at most 18 digits")
                },
                .count("limit", "The most changes in an answer; not allowed for a stream of events", 1...1_000, standard: 100),
                .count(
                    "wait", "The seconds to wait for the next change if there is none yet; not allowed for a stream of events", 0...30,
                    standard: 0),
                .names,
            ], response: feed.schema
        ) { call in
            if call.request.form == .events { return try events(call) }
            let wait = call.query["wait"].flatMap(plainNumber) ?? 0
            var found = try read(call, after: cursor(call) ?? 0, limit: call.query["limit"].flatMap(plainNumber) ?? 100)
            found.names = try call.names(of: found.items)
            var answer = Answer.value(call.masked(found), feed, capacity: 256 * (found.items.count + 1))
            answer.feedCursor = found.cursor(mayWaitSeconds: found.items.isEmpty && !found.hasMore ? wait : nil)
            return answer
        }
    ]

    /// Whether a text is a cursor of the feed: a number of at most 18 digits.
    static func isPlace(_ text: String) -> Bool { plainNumber(text) != nil && text.utf8.count <= 18 }

    /// Returns the cursor that the caller names; nil if it names none.
    /// - Throws: `bad_header` or `bad_query` (400) when the feed has no such cursor.
    private static func cursor(_ call: AdmittedCall) throws -> Int64? {
        // A stream has already used the header for its first reading and then continues from its own cursor.
        let named =
            call.request.form == .events ? call.query["after"] : try ChangeStream.cursorOfHeader(call.request) ?? call.query["after"]
        guard let cursor = named.flatMap(plainNumber).map(Int64.init) else { return nil }
        // A cursor beyond the last event comes from before a restore of an older copy. Continuing there would miss the events up to it.
        if cursor > 0, try call.repositories.events.list(after: cursor - 1, limit: 1).first?.sequence != cursor {
            let (code, detail) = (
                "past_the_end",
                LocalText(
                    fi: "kohtaa ei ole tässä muutosvirrassa; aloita nollasta", sv: "platsen finns inte i detta ändringsflöde; börja med 0",
                    en: "is not a cursor of this feed; begin with 0")
            )
            if call.head.headers.contains(ChangeStream.headerName) {
                throw call.request.incoming.badHeader(ChangeStream.headerName, code, detail)
            }
            throw BadQuery([BadQuery.Fault("after", code, detail)])
        }
        return cursor
    }

    private static func read(_ call: AdmittedCall, after start: Int64, limit: Int) throws -> Feed {
        var cursor = start
        let isVisible = visibility(call)
        var changes: [Event] = []
        var isAtEnd = false
        // Events hidden from the caller are skipped, but `next` moves past them. The number of reads is bounded.
        for _ in 0..<readsAtMost where changes.count < limit && !isAtEnd {
            let events = try call.repositories.events.list(after: cursor, limit: readAtOnce)
            isAtEnd = events.count < readAtOnce
            for event in events {
                if changes.count == limit {
                    isAtEnd = false
                    break
                }
                cursor = event.sequence
                if try isVisible(event) { changes.append(event) }
            }
        }
        for case let client? in Set(changes.map(\.clientID)) { call.trail.note(client) }
        if !call.trail.clients.isEmpty { try call.recordOpened(try call.work.visibleClients(by: call.relations)) }
        return Feed(items: changes, next: cursor, hasMore: !isAtEnd)
    }

    /// Makes one reading of a stream, as server-sent events.
    private static func events(_ call: AdmittedCall) throws -> Answer {
        let strangers = ["limit", "wait", "include", "pretty"].filter { call.query[$0] != nil }
        guard strangers.isEmpty else {
            throw BadQuery(
                strangers.map {
                    BadQuery.Fault(
                        $0, "not_taken_here",
                        LocalText(
                            fi: "ei ole sallittu tapahtumavirrassa", sv: "är inte tillåten i en ström av händelser",
                            en: "is not allowed for a stream of events"))
                })
        }
        let start = try cursor(call) ?? call.repositories.events.last()
        let found = try read(call, after: start, limit: eventsAtOnce)
        var answer = Answer.written(of: call.masked(found)) { found in
            var octets: [UInt8] = []
            for event in found.items {
                octets += "id: \(event.sequence)\nevent: change\ndata: ".utf8
                // The JSON is on one line, because its writer escapes every line end.
                octets += change.bytes(event, capacity: 256)
                octets += "\n\n".utf8
            }
            // An id without data sets the client's cursor and shows no event, so that a reconnecting client does not skip the same
            // hidden events again.
            if found.next != found.items.last?.sequence ?? start { octets += "id: \(found.next)\n\n".utf8 }
            return octets
        }
        answer.feedCursor = found.cursor(mayWaitSeconds: answer.body.isEmpty ? ChangeStream.silenceSeconds : nil)
        return answer
    }

    /// The most events in one reading of a stream: some 50 kB.
    private static let eventsAtOnce = 200
    private static let readAtOnce = 500
    private static let readsAtMost = 20

    /// Nouns whose existence only the client knows until the client shares them.
    static let clientOnly: Set<String> = [DiaryEntry.noun]

    /// The right that reads each noun. Changes of other nouns are shown to nobody. A test checks that every noun of the domain has a right.
    static let rights: [String: Right] = {
        var rights: [String: Right] = [:]
        for (right, nouns) in byRight { for noun in nouns { rights[noun] = right } }
        return rights
    }()

    private static let byRight: [(Right, [String])] = [
        (.readClients, [Client.noun]),
        (.readCases, [Case.noun]),
        (
            .readCaseFile,
            [
                ClosePerson.noun, Representative.noun, Meeting.noun, GuidanceEvent.noun, AlternativePresented.noun, Suitability.noun,
                HbChoice.noun, LifePlan.noun, Assessment.noun, NetworkMap.noun, ExerciseAgreement.noun,
                ExerciseResult.noun, ServicePlan.noun, AssistantAuthorisation.noun,
            ]
        ),
        (.readPlan, [Statement.noun, WorkingNote.noun, SupportPlan.noun, PlanComment.noun, DialogueRound.noun]),
        (.readServices, [CurrentService.noun, BudgetCalculation.noun, Agreement.noun, Actual.noun]),
        (
            .readFollowUp,
            [
                MonitoringAgreement.noun, Review.noun, FormInstance.noun, ClientEffort.noun, ResearchConsent.noun, PeerMembership.noun,
                DiaryEntry.noun,
            ]
        ),
        (.readDecisions, [Decision.noun, Notice.noun, BodyHandling.noun]),
        (.readMoney, [Budget.noun, BudgetLine.noun, Transfer.noun]),
        (.readServiceData, [ServiceDataBatch.noun, ServiceDataItem.noun]),
        (.readFollowUpFigures, [WorkerExperience.noun, PeerGroup.noun, PeerMeeting.noun, GroupDiscussion.noun]),
        (.shareIdeas, [DevelopmentIdea.noun]),
        (
            .readRegisters,
            [
                RegionalModel.noun, ServiceType.noun, Price.noun, Provider.noun, AssessmentMethod.noun, PlanQuestion.noun,
                FormInstrument.noun, CatalogueItem.noun, HbAssistant.noun,
            ]
        ),
        (.administer, [User.noun, UserRole.noun, AccessKey.noun, OrganisationUnit.noun, Deputyship.noun, HetuKeyRotation.noun]),
        (.makeBackups, [Backup.noun]),
        (.readBreakGlasses, [BreakGlass.noun]),
        (.readKeyGrants, [KeyGrant.noun]),
        (.readNonDisclosures, [NonDisclosure.noun]),
        // Ties are visible only to the user who declares them.
        (.nobody, [Tie.noun]),
    ]

    /// Returns whether the caller may see an event: it must have the right to read the noun of that client. A batch that touched a case is
    /// visible to everybody who may read batches.
    private static func visibility(_ call: AdmittedCall) -> (Event) throws -> Bool {
        var known: [ID<Client>: [Set<Relation>: Bool]] = [:]
        return { event in
            guard let right = rights[event.noun], !clientOnly.contains(event.noun),
                (try? Access.check(call.actor, right)) != nil, let accepted = right.grants[call.actor.role]
            else { return false }
            guard let clientID = event.clientID, !accepted.contains(.task) else { return true }
            // Only relations by which the caller follows clients: the feed does not say whose decisions the extract would show (A29).
            let relations = accepted.intersection(call.relations)
            if let isKnown = known[clientID]?[relations] { return isKnown }
            let care = try call.repositories.clients.find(clientID)?.care
            let isVisible = try call.work.relation(to: clientID, care, among: relations) != nil
            known[clientID, default: [:]][relations] = isVisible
            return isVisible
        }
    }

    /// Changes without their reasons and content.
    private struct Feed: NothingToMask {
        let items: [Event]
        let next: Int64
        let hasMore: Bool
        var names: [NamedThing]?

        func cursor(mayWaitSeconds: Int?) -> FeedCursor { FeedCursor(sequence: next, hasMore: hasMore, mayWaitSeconds: mayWaitSeconds) }
    }

    private static let change = View<Event>(
        "Change",
        [
            ViewMember("sequence", .integer(1...Int64.max)) { $0.sequence },
            ViewMember("at", .instant) { $0.at },
            // The author of an idea is not shown.
            ViewMember("userId", .optional(.id())) { $0.noun == DevelopmentIdea.noun ? nil : $0.userID },
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
            // Always present, because the feed has no end.
            ViewMember("next", .text(1...18, .line, pattern: "^[0-9]{1,18}$")) { "\($0.next)" },
            ViewMember("hasMore", .flag) { $0.hasMore },
            ViewMember("names", view: .optional(.list(NamedThing.view))) { $0.names },
        ])
}
