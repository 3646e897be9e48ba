import JSON
import PersonalBudgeting

/// Files that callers without a part in the client's care open with a reason, and the review by somebody else (A17, row 74).
enum BreakGlassAPI {
    private static let resource = Resource<BreakGlass>(
        "/v1/break-glass", "breakGlass", tag: .breakGlass, stateful: view, owner: led
    ) { $0.breakGlasses }

    static let operations: [Operation] = [
        Operation(
            "breakGlass", .post, resource.path,
            "Open a client's file for twelve hours with a reason. Somebody else reviews the opening, and the client sees it in the access log",
            tag: resource.tag, effect: .create, right: .breakGlass, request: new.schema, status: 201, response: view.schema,
            read: new.reading
        ) { call in
            let asked = try call.body(new)
            let clients = call.repositories.clients
            let client =
                try asked.clientID.flatMap { try clients.find($0) } ?? asked.hetu.flatMap { try clients.find(hetu: $0) }
                ?? asked.number.flatMap { try clients.find(number: $0) }
            let unknown = Refusal.invalid(asked.pointer, "unknown_client", .notInRegister)
            guard let client else { throw unknown }
            call.trail.note(client.id)
            // A rehearsal leaves nothing to review, so it reveals only clients whom the caller may see anyway.
            let held = try call.work.relation(to: client.id, client.care, among: Right.readClients.relations(of: call.actor.role))
            if call.request.incoming.isDryRun, held == nil { throw unknown }
            let opening = try call.work.breakGlass(to: client, at: asked.pointer, asked.reason, explanation: asked.explanation)
            // A decision maker may have the client on the agenda. That relation is then recorded instead.
            call.trail.stand(to: client.id, by: held ?? .breakGlass)
            // Warns the people who watch the log. The entry says that a file was opened, but not whose.
            call.request.incoming.service.logger.warning(
                "break-glass", metadata: ["request": "\(call.request.incoming.id)", "reason": "\(asked.reason.rawValue)"])
            return .created(try resource.shown(opening, call), view, at: "\(resource.path)/\(opening.id)")
        },
        resource.list(
            "listBreakGlass", "List the openings of files. Openings in the state `open` wait for review", right: .readBreakGlasses,
            filters: [
                .init(.code("state", "Only openings in this state", BreakGlass.State.self), field: .state),
                .init(.id("userId", "Only openings by this user"), field: .userID) { .equal($0, $1.lowercased()) },
            ], visibleClients: { try $0.visibleClients }),
        resource.find("findBreakGlass", "Read an opening of a file", right: .readBreakGlasses),
        review("justifyBreakGlass", .justify, "Close the review: the opening was justified"),
        review("objectToBreakGlass", .object, "Close the review: the opening was not justified. The opener loses access at once"),
    ]

    private static func review(_ id: String, _ command: BreakGlass.Command, _ summary: String) -> Operation {
        resource.command(id, command, summary, right: .reviewBreakGlass, review, refusals: [.fourEyes]) { call, opening, review in
            try call.work.review(opening, command, statement: review.statement)
        }
    }

    /// Treats the opening of a hidden client's file as if it did not exist.
    private static let led = Resource<BreakGlass>.Owner(
        about: .noOne, filters: { _ in [] },
        holds: { opening, call in
            do { try call.touch(clientID: opening.clientID) } catch let refusal as Refusal where refusal.code == .notFound { return false }
            return true
        })

    private struct Opening: Sendable {
        let clientID: ID<Client>?
        let hetu: Hetu?
        let number: String?
        let reason: BreakGlass.Reason
        let explanation: String

        /// The pointer to the member that names the client.
        var pointer: String { clientID != nil ? "/clientId" : hetu != nil ? "/hetu" : "/number" }
    }

    private static let new = Shape<Opening>.object(
        "NewBreakGlass",
        Field("clientId", .optional(.id())) { $0.clientID },
        Field("hetu", .optional(.hetu)) { $0.hetu },
        Field("number", .optional(.line(20))) { $0.number },
        Field("reason", .code) { $0.reason },
        Field("explanation", .prose) { $0.explanation },
        make: Opening.init,
        check: { asked in
            [asked.clientID != nil, asked.hetu != nil, asked.number != nil].filter { $0 }.count == 1
                ? []
                : [
                    Fault(
                        pointer: "", code: "one_of",
                        detail: LocalText(
                            fi: "asiakkaan tunniste, henkilötunnus tai asiakasnumero on annettava, vain yksi niistä",
                            sv: "klientens identifierare, personbeteckning eller klientnummer måste anges, bara en av dem",
                            en: "must have one of clientId, hetu and number"))
                ]
        })

    private struct Statement: Sendable { let statement: String }
    private static let review = Shape<Statement>.object(
        "BreakGlassReview", Field("statement", .prose) { $0.statement }, make: Statement.init)

    private static let view = View<Seen<BreakGlass>>(
        "BreakGlass",
        ViewMember.seen(
            ViewMember.record + [
                ViewMember("userId", .id()) { $0.userID }, ViewMember("clientId", .id()) { $0.clientID },
                ViewMember("reason", .code) { $0.reason }, ViewMember("explanation", .prose) { $0.explanation },
                ViewMember("endsAt", .instant) { $0.endsAt },
                ViewMember("reviewedBy", .optional(.id())) { $0.review?.by },
                ViewMember("reviewedAt", .optional(.instant)) { $0.review?.at },
                ViewMember("statement", .optional(.prose)) { $0.review?.statement },
            ]) + ViewMember.state())
}
