import HTTPServer
import JSON
import PersonalBudgeting

/// The first contact in one request.
enum IntakeAPI {
    static let operations: [Operation] = [
        Operation(
            "takeIntake", .post, "/v1/intakes",
            "Record a first contact, all or nothing: the client, close persons, the case, statements and the first meeting",
            tag: .intakes, effect: .create, right: .writeFirstContact, request: request.schema, status: 201, response: view.schema,
            refusals: [.duplicateHetu, .secondOpenCase, .noModelInForce, .contactForbidden], read: request.reading
        ) { call in
            let new = try call.body(request)
            // A key with a limited scope may create here only what it may create one by one.
            if new.client != nil { try Access.check(call.actor, .writeClients) }
            if !new.closePersons.isEmpty { try Access.check(call.actor, .writeWithClient) }
            if !new.statements.isEmpty { try Access.check(call.actor, .writeNotes) }
            if let known = new.clientID { _ = try call.client(named: known, at: "/clientId") }
            guard let person = new.person else { throw Refusal.invalid("/client", "required", .required) }
            if case .newcomer(let hetu, _) = person { try call.recordKnown(hetu) }
            let intake = try call.work.recordIntake(
                Intake.Request(
                    person: person, closePersons: new.closePersons, opening: new.newCase.opening, caseDetails: new.newCase.details,
                    modelCode: new.newCase.modelCode, statements: new.statements, firstMeeting: new.firstMeeting))
            call.trail.note(intake.client.id, intake.caseFile.id)
            let taken = Taken(
                client: ShownClient(intake.client), closePersons: intake.closePersons,
                caseFile: Seen(
                    intake.caseFile, on: call.work.today,
                    actions: try Commands<Case>(at: "/v1/cases/{case}", call).actions(of: intake.caseFile)),
                statements: try intake.statements.map { statement in
                    let commands = try Commands<Statement>(at: StatementAPI.resource.itemPath, call, in: intake.caseFile)
                    return Seen(statement, on: call.work.today, actions: try commands.actions(of: statement))
                }, firstMeeting: intake.firstMeeting)
            return .untagged(call.masked(taken, of: intake.client), view, capacity: 4_096).created(at: "/v1/cases/\(intake.caseFile.id)")
        }
    ]

    private static let newMeeting = Shape<Intake.NewMeeting>.object(
        "IntakeMeeting",
        Field("details", MeetingAPI.details) { $0.details },
        Field("invited", .list(.count(0...49), 0...50)) { $0.invited },
        make: Intake.NewMeeting.init)

    private struct NewIntake: Sendable {
        let client: ClientAPI.NewClient?
        let clientID: ID<Client>?
        let closePersons: [ClosePerson.Details]
        let newCase: CaseAPI.Opening
        let statements: [Intake.NewStatement]
        let firstMeeting: Intake.NewMeeting?

        /// Exactly one of the two ways to name the client is present.
        var person: Intake.Person? { clientID.map { .known($0) } ?? client.map { .newcomer($0.hetu, $0.details) } }
    }

    private static let request = Shape<NewIntake>.object(
        "NewIntake",
        Field("client", .optional(ClientAPI.newClient)) { $0.client },
        Field("clientId", .optional(.id())) { $0.clientID },
        Field("closePersons", .list(ClosePersonAPI.details, 0...50)) { $0.closePersons },
        Field("case", CaseAPI.opening) { $0.newCase },
        Field("statements", .list(StatementAPI.newStatement, 0...50)) { $0.statements },
        Field("firstMeeting", .optional(newMeeting)) { $0.firstMeeting },
        make: NewIntake.init,
        check: { new in
            (new.client == nil) == (new.clientID == nil)
                ? [
                    Fault(
                        pointer: "", code: "one_of",
                        detail: LocalText(
                            fi: "joko uuden asiakkaan tiedot tai rekisterissä olevan asiakkaan tunniste on annettava, ei molempia",
                            sv: "antingen en ny klients uppgifter eller identifieraren för en registrerad klient måste anges, inte båda",
                            en: "must have either client or clientId"))
                ] : []
        })

    /// The result of an intake.
    private struct Taken: Maskable {
        var client: ShownClient
        var closePersons: [ClosePerson]
        var caseFile: Seen<Case>
        var statements: [Seen<Statement>]
        var firstMeeting: Meeting?

        static let mask: Mask<Taken> =
            .holding(\.client) + .holding(\.closePersons) + .holding(\.caseFile) + .holding(\.statements) + .holding(\.firstMeeting)
    }

    private static let view = View<Taken>(
        "Intake",
        [
            ViewMember("client", view: ClientAPI.view) { $0.client },
            ViewMember("closePersons", view: .list(ClosePersonAPI.view)) { $0.closePersons },
            ViewMember("case", view: CaseAPI.view) { $0.caseFile },
            ViewMember("statements", view: .list(StatementAPI.view)) { $0.statements },
            ViewMember("firstMeeting", view: .optional(MeetingAPI.view)) { $0.firstMeeting },
        ])
}
