import JSON
import PersonalBudgeting

/// Goals, wishes and needs in the client's own words, with the workers' views beside them.
enum StatementAPI {
    static let resource = Resource<Statement>(
        "/v1/cases/{case}/statements", "statement", tag: .needs, stateful: view, owner: .caseFile
    ) { $0.statements }

    static let operations: [Operation] = [
        resource.list(
            "listStatements", "List the client's goals, wishes and needs", right: .readPlan,
            filters: [
                .init(.code("kind", "Only statements of this kind", Statement.Kind.self), field: .kind),
                .init(.code("state", "Only statements in this state", Statement.State.self), field: .state),
            ], sorts: [ListSort("priority", .priority)]),
        resource.find("findStatement", "Read a goal, wish or need, with its wordings and the workers' views", right: .readPlan),
        resource.create(
            "addStatement", "Record a goal, a wish or a need in the client's own words", right: .writeNotes, newStatement,
            refusals: [.caseClosed]
        ) { call, new in try call.work.addStatement(new.kind, statedBy: new.statedBy, new.details, to: try call.requireCase()) },
        resource.change(
            "changeStatement", "Change a goal, wish or need. Only the client may change the words", right: .writePlan,
            details, refusals: [.ownWordsOnly, .caseClosed], current: \.details
        ) { call, statement, details in try call.work.changeStatement(statement, details, in: try call.requireCase()) },
        step("startStatement", .start, "Start to work towards a goal, wish or need"),
        step("achieveStatement", .achieve, "Mark a goal, wish or need as achieved"),
        resource.command(
            "dropStatement", .drop, "Drop a goal, wish or need, for a reason", right: .writePlan, Reason.shape, refusals: [.caseClosed]
        ) { call, statement, reason in
            try call.work.transition(.drop, statement, in: try call.requireCase(), reason: reason.reason)
        },
        // Views are only added, so that two workers need not wait for each other. No If-Match is needed.
        Operation(
            "addWorkerView", .post, "\(resource.itemPath)/worker-views", "Add a worker's view beside the client's words", tag: .needs,
            effect: .create, right: .writeAsWorker, about: .caseFile, request: workerView.schema, status: 201, response: view.schema,
            refusals: [.caseClosed]
        ) { call in
            let statement = try resource.found(call)
            let kept = try call.work.addWorkerView(try call.body(workerView).text, to: statement, in: try call.requireCase())
            return .created(try resource.shown(kept, call), view, at: "/v1/cases/\(kept.caseID)/statements/\(kept.id)")
        },
    ]

    private static func step(_ id: String, _ command: Statement.Command, _ summary: String) -> Operation {
        resource.command(id, command, summary, right: .writePlan, NoMembers.shape, refusals: [.caseClosed]) { call, statement, _ in
            try call.work.transition(command, statement, in: try call.requireCase())
        }
    }

    static let newStatement = Shape<Intake.NewStatement>.object(
        "NewStatement",
        Field("kind", .code) { $0.kind },
        Field("statedBy", .code) { $0.statedBy },
        Field("inOwnWords", .prose) { $0.details.inOwnWords },
        Field("supportedBy", .list(.line(), 0...20)) { $0.details.supportedBy },
        Field("lifeArea", .optional(.line(60))) { $0.details.lifeArea },
        Field("priority", .count(1...5).defaulting(to: 3)) { $0.details.priority },
        make: { kind, by, words, supporters, area, priority in
            Intake.NewStatement(
                kind: kind, statedBy: by,
                details: Statement.Details(inOwnWords: words, supportedBy: supporters, lifeArea: area, priority: priority))
        })

    private static let details = Shape<Statement.Details>.object(
        "StatementDetails",
        Field("inOwnWords", .prose) { $0.inOwnWords },
        Field("supportedBy", .list(.line(), 0...20)) { $0.supportedBy },
        Field("lifeArea", .optional(.line(60))) { $0.lifeArea },
        Field("priority", .count(1...5).defaulting(to: 3)) { $0.priority },
        make: Statement.Details.init)

    private struct WorkerView: Sendable { let text: String }
    private static let workerView = Shape<WorkerView>.object("WorkerViewDetails", Field("text", .prose) { $0.text }, make: WorkerView.init)

    private static let remark = View<Statement.Remark>(
        "Remark",
        [ViewMember("text", .prose) { $0.text }, ViewMember("at", .instant) { $0.at }, ViewMember("userId", .id()) { $0.userID }])

    static let view = View<Seen<Statement>>(
        "Statement",
        ViewMember.seen(
            ViewMember.record + [
                .caseID, ViewMember("kind", .code) { $0.kind }, ViewMember("statedBy", .code) { $0.statedBy },
                .inline(details) { $0.details }, ViewMember("wordings", view: .list(remark)) { $0.wordings },
                ViewMember("workerViews", view: .list(remark)) { $0.workerViews },
            ]) + ViewMember.state())
}
