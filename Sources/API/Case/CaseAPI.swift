import HTTPServer
import JSON
import PersonalBudgeting

/// Cases: opening, steps and time limits.
enum CaseAPI {
    private static let filters: [QueryParameter] = [
        .code("state", "Only cases in this state", Case.State.self), .id("clientId", "Only the cases of this client"),
        .id("responsibleWorkerId", "Only the cases of this worker"), .id("unitId", "Only the cases of this unit"),
        .date("decisionDueBy", "Only cases whose decision is due by this day"),
        .date("executionDueBy", "Only cases whose decision is to be executed by this day"), .ids, .names,
    ]

    static let operations: [Operation] = [
        Operation(
            "openCase", .post, "/v1/cases", "Open a case by contact or application", tag: .cases, effect: .create,
            right: .writeFirstContact,
            request: newCase.schema, status: 201, response: view.schema, refusals: [.secondOpenCase, .noModelInForce]
        ) { call in
            let new = try call.body(newCase)
            let client = try call.client(named: new.clientID, at: "/clientId")
            let opened = try call.work.openCase(
                for: client, new.opening.opening, details: new.opening.details, modelCode: new.opening.modelCode)
            call.trail.note(client.id, opened.id)
            return .created(try shown(opened, call), view, at: "/v1/cases/\(opened.id)")
        },
        Operation(
            "listCases", .get, "/v1/cases", "List the cases", tag: .cases, effect: .read, right: .readCases, kind: .list,
            parameters: filters + ListSort.parameters(sorts), response: page.schema
        ) { call in
            var filters: [Filter<Case>] = []
            if let state = call.query["state"] { filters.append(.equal(.state, state)) }
            if let client = call.query["clientId"] { filters.append(.equal(.clientID, client.lowercased())) }
            if let worker = call.query["responsibleWorkerId"] { filters.append(.equal(.responsibleWorkerID, worker.lowercased())) }
            if let unit = call.query["unitId"] { filters.append(.equal(.unitID, unit.lowercased())) }
            if let day = call.query["decisionDueBy"].flatMap({ CalendarDate($0) }) { filters.append(.atMost(.decisionDue, day)) }
            if let day = call.query["executionDueBy"].flatMap({ CalendarDate($0) }) { filters.append(.atMost(.executionDue, day)) }
            let commands = try Commands<Case>(at: itemPath, call)
            var result = try call.list(call.repositories.cases, filters, sorts, in: try call.visibleClients).map {
                Seen($0, on: call.work.today, actions: try commands.actions(of: $0))
            }
            if let asked = call.query["clientId"].flatMap({ ID<Client>($0) }) { try call.recordQuestion(about: asked) }
            // Logged even if no case is found, so that the time of the answer does not reveal whether a hidden one exists.
            if call.query["ids"] != nil { call.trail.lookedForClient = true }
            for item in result.items { call.trail.note(item.entity.clientID, item.entity.id) }
            result.names = try call.names(of: result.items.map { $0.entity })
            return call.answer(call.masked(result), page)
        },
        Operation(
            "findCase", .get, "/v1/cases/{case}", "Read a case", tag: .cases, effect: .read, right: .readCases, about: .caseFile,
            response: view.schema
        ) { .item(try shown(try $0.requireCase(), $0), view) },
        Operation(
            "arrangeCase", .patch, "/v1/cases/{case}", "Change the unit, the responsible worker or the services beside the budget",
            tag: .cases, effect: .change, right: .steerCases, about: .caseFile, request: details.schema.asMergePatch, response: view.schema
        ) { call in
            let caseFile = try call.requireCase()
            let changed = try call.changed(caseFile, as: Case.self, caseFile.details, details) { view.bytes(try shown(caseFile, call)) }
            return .item(try shown(try changed.map { try call.work.arrange(caseFile, $0) } ?? caseFile, call), view)
        },
        command("startAssessment", .startAssessment, "Start the needs assessment", NoMembers.shape) { work, caseFile, _ in
            try work.startAssessment(caseFile)
        },
        command(
            "presentAlternatives", .presentAlternatives, "Move on from the assessment, after the alternatives are presented",
            NoMembers.shape, refusals: [.alternativesMissing]
        ) { work, caseFile, _ in try work.presentAlternatives(caseFile) },
        command("suspendCase", .suspend, "Suspend a case, for example for a hospital stay, time abroad or an inquiry", Reason.shape) {
            try $0.transition(.suspend, $1, reason: $2.reason)
        },
        command("resumeCase", .resume, "Resume a suspended case", NoMembers.shape) { work, caseFile, _ in
            try work.transition(.resume, caseFile)
        },
        command("planAgain", .planAgain, "Return to planning after a decision or from use", Reason.shape) {
            try $0.transition(.planAgain, $1, reason: $2.reason)
        },
        command("endCase", .end, "End a case. It allows no new commitments", Reason.shape) { try $0.endCase($1, reason: $2.reason) },
        command("closeCase", .close, "Close a case", Reason.shape, refusals: [.openCommitments]) {
            try $0.closeCase($1, reason: $2.reason)
        },
        command(
            "extendClock", .extendClock, "Extend the time limit of the decision or its execution, for a special reason", extend,
            refusals: [.extensionReasonMissing]
        ) {
            try $0.extendClock($1, $2.clock, until: $2.until, reason: $2.reason)
        },
    ]

    private static let sorts: [ListSort<Case>] = [
        ListSort("contactAt", .contactAt), ListSort("decisionDue", .decisionDue), ListSort("executionDue", .executionDue),
    ]

    private static func command<Input>(
        _ id: String, _ command: Case.Command, _ summary: String, _ shape: Shape<Input>, refusals: [RefusalCode] = [],
        _ apply: @escaping @Sendable (Work, Case, Input) throws -> Case
    ) -> Operation {
        Operation(
            id, .post, "\(itemPath)/\(command.rawValue)", summary, tag: .cases, effect: .change, right: .steerCases, about: .caseFile,
            request: shape.schema,
            isBodyOptional: shape.memberNames.isEmpty, response: view.schema, refusals: [.illegalTransition] + refusals
        ) { call in
            let caseFile = try call.requireCase()
            try call.match(caseFile) { view.bytes(try shown(caseFile, call)) }
            return .item(try shown(try apply(call.work, caseFile, try call.body(shape)), call), view)
        }
    }

    private static let itemPath = "/v1/cases/{case}"

    /// Masks a case for the caller.
    static func shown(_ caseFile: Case, _ call: AdmittedCall) throws -> Masked<Seen<Case>> {
        let commands = try Commands<Case>(at: itemPath, call, in: caseFile)
        return call.masked(Seen(caseFile, on: call.work.today, actions: try commands.actions(of: caseFile)))
    }

    /// What opens a case, whoever the client is.
    struct Opening: Sendable {
        let modelCode: String?
        let opening: Case.Opening
        let details: Case.Details
    }

    static let opening = Shape<Opening>.object(
        "IntakeCase",
        Field("regionalModel", .optional(.registerCode)) { $0.modelCode },
        Field("contactAt", .date) { $0.opening.contactAt },
        Field("channel", .code) { $0.opening.channel },
        Field("applicantRole", .code) { $0.opening.applicantRole },
        Field("applicationReceivedAt", .optional(.date)) { $0.opening.applicationReceivedAt },
        Field("isUrgent", .flag.defaulting(to: false)) { $0.opening.isUrgent },
        Field("unitId", .optional(.id())) { $0.details.unitID },
        Field("responsibleWorkerId", .optional(.id())) { $0.details.responsibleWorkerID },
        Field("otherServices", .list(.line(), 0...50)) { $0.details.otherServices },
        make: { model, contact, channel, applicant, application, urgent, unit, worker, others in
            Opening(
                modelCode: model,
                opening: Case.Opening(
                    contactAt: contact, channel: channel, applicantRole: applicant, applicationReceivedAt: application, isUrgent: urgent),
                details: Case.Details(unitID: unit, responsibleWorkerID: worker, otherServices: others))
        })

    private struct NewCase: Sendable {
        let clientID: ID<Client>
        let opening: Opening
    }

    private static let newCase = Shape<NewCase>.object(
        "NewCase", Field("clientId", .id()) { $0.clientID }, inline: opening, { $0.opening }, make: NewCase.init)

    private static let details = Shape<Case.Details>.object(
        "CaseDetails",
        Field("unitId", .optional(.id())) { $0.unitID },
        Field("responsibleWorkerId", .optional(.id())) { $0.responsibleWorkerID },
        Field("otherServices", .list(.line(), 0...50)) { $0.otherServices },
        make: Case.Details.init)

    private struct ClockExtension: Sendable {
        let clock: CaseClock
        let until: CalendarDate
        let reason: String?
    }

    private static let extend = Shape<ClockExtension>.object(
        "ClockExtension",
        Field("clock", .code) { $0.clock },
        Field("until", .date) { $0.until },
        // Optional in the shape, because the domain refuses its absence with a code of its own (row 31).
        Field("reason", .optional(.prose(2000, from: 0))) { $0.reason },
        make: ClockExtension.init)

    static let view = View<Seen<Case>>(
        "Case",
        ViewMember.seen(
            ViewMember.record + [
                ViewMember("clientId", .id()) { $0.clientID },
                ViewMember("regionalModelId", .id()) { $0.modelID },
                ViewMember("contactAt", .date) { $0.opening.contactAt },
                ViewMember("channel", .code) { $0.opening.channel },
                ViewMember("applicantRole", .code) { $0.opening.applicantRole },
                ViewMember("applicationReceivedAt", .optional(.date)) { $0.opening.applicationReceivedAt },
                ViewMember("isUrgent", .flag) { $0.opening.isUrgent },
                .inline(details) { $0.details },
                ViewMember("assessmentStartDue", .date) { $0.clocks.assessmentStartDue },
                ViewMember("assessmentStartedOn", .optional(.date)) { $0.assessmentStartedOn },
                ViewMember("decisionDue", .date) { $0.decisionDue },
                ViewMember("decisionExtensionReason", .optional(.prose)) { $0.decisionExtension?.reason },
                ViewMember("executionDue", .date) { $0.executionDue },
                ViewMember("executionExtensionReason", .optional(.prose)) { $0.executionExtension?.reason },
                ViewMember("closingReason", .optional(.prose)) { $0.closingReason },
                ViewMember("closedOn", .optional(.date)) { $0.closedOn },
            ]) + ViewMember.state())

    static let page = Page<Seen<Case>>.view("Cases", view, isNamed: true)
}
