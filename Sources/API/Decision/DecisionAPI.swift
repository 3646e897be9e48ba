import JSON
import PersonalBudgeting

/// Decisions: drafting, proposing, deciding, sending.
enum DecisionAPI {
    private static let resource = Resource<Decision>(
        "/v1/cases/{case}/decisions", "decision", tag: .decisions, seen: view, owner: .caseFile,
        actions: { call in
            // The body's decision is recorded as a handling. It is not a command of the decision, because it is a record of its own.
            let commands = try Commands<Decision>(
                at: "/v1/cases/{case}/decisions/{decision}", call, elsewhere: [.handle: "handleInBody"])
            return { decision in
                try commands.actions(of: decision).filter {
                    decision.authority == .body || $0.command != Decision.Command.handle.rawValue
                }
            }
        }, repository: { $0.decisions })

    /// The refusals of carrying out an outcome, by the office holder or by the body.
    static let resolutionRefusals: [RefusalCode] = [.reasonsMissing, .decisionIncomplete, .amountsDiffer, .choiceMissing]

    static let operations: [Operation] = [
        resource.list(
            "listDecisions", "List the decisions of a case", right: .readDecisions,
            filters: [
                .init(.code("state", "Only decisions in this state", Decision.State.self), field: .state),
                .init(.code("outcome", "Only decisions with this outcome", Decision.Outcome.self), field: .outcome),
            ], visible: { $0.access.relation == .extract ? Filter.extract(of: $0.actor.role.deciders) : [] }),
        resource.find("findDecision", "Read a decision", right: .readDecisions),
        resource.create(
            "draftDecision", "Draft a decision on a plan and a budget. The regional model and the sum determine the authority",
            right: .prepareDecisions, new, refusals: [.choiceMissing, .illegalTransition]
        ) { call, new in
            try call.work.draftDecision(
                new.kind, on: new.supportPlanID, budgetID: new.budgetID, new.content, in: try call.requireCase())
        },
        resource.change(
            "reviseDecision", "Change the content of a decision until it is made", right: .prepareDecisions, content,
            refusals: [.decisionFrozen], current: \.content
        ) { call, decision, content in try call.work.reviseDecision(decision, content, in: try call.requireCase()) },
        resource.command(
            "proposeDecision", .propose, "Propose a decision to the office holder or the body", right: .prepareDecisions,
            NoMembers.shape, refusals: [.choiceMissing, .duplicate, .calculationMissing, .dialogueMissing, .planNotReady]
        ) { call, decision, _ in try call.work.proposeDecision(decision, in: try call.requireCase()) },
        resource.command(
            "putDecisionOnAgenda", .putOnAgenda, "Put a proposal on the agenda of the body", right: .putOnAgenda, NoMembers.shape,
            refusals: [.wrongAuthority]
        ) { call, decision, _ in try call.work.putOnAgenda(decision, in: try call.requireCase()) },
        resource.command(
            "makeDecision", .make, "Decide as an office holder: approve, reject or return for work", right: .makeDecisions, resolution,
            refusals: [.wrongAuthority, .fourEyes, .authorityExceeded] + resolutionRefusals
        ) { call, decision, resolution in try call.work.decide(decision, resolution, in: try call.requireCase()) },
        resource.command(
            "withdrawDecision", .withdraw, "Withdraw a decision before it is made", right: .prepareDecisions, Reason.shape
        ) { call, decision, reason in
            try call.work.withdrawDecision(decision, reason: reason.reason, in: try call.requireCase())
        },
        resource.command(
            "dispatchDecision", .dispatch, "Send a decision that has been made, with a notice for each recipient",
            right: .dispatchDecisions, dispatch, refusals: [.wrongAuthority]
        ) { call, decision, sent in
            try call.work.dispatchDecision(
                decision, by: sent.method, on: sent.sentOn, to: sent.recipients, in: try call.requireCase())
        },
    ]

    private struct New: Sendable {
        let kind: Decision.Kind
        let supportPlanID: ID<SupportPlan>
        let budgetID: ID<Budget>
        let content: Decision.Content
    }

    private static let new = Shape<New>.object(
        "NewDecision",
        Field("kind", .code) { $0.kind },
        Field("supportPlanId", .id()) { $0.supportPlanID },
        Field("budgetId", .id()) { $0.budgetID },
        Field("parties", .list(.line(), 0...20)) { $0.content.parties },
        Field("entitlements", .list(.prose(2000), 0...100)) { $0.content.entitlements },
        Field("reasons", .optional(.prose)) { $0.content.reasons },
        Field("provisions", .list(.prose(500), 0...50)) { $0.content.provisions },
        Field("contact", .optional(.prose(500))) { $0.content.contact },
        Field("appealInstructions", .optional(.prose)) { $0.content.appealInstructions },
        Field("validFrom", .optional(.date)) { $0.content.validFrom },
        Field("validTo", .optional(.date)) { $0.content.validTo },
        Field("fixedTermReason", .optional(.prose(2000))) { $0.content.fixedTermReason },
        make: { kind, plan, budget, parties, entitlements, reasons, provisions, contact, appeal, from, to, fixedTerm in
            New(
                kind: kind, supportPlanID: plan, budgetID: budget,
                content: Decision.Content(
                    parties: parties, entitlements: entitlements, reasons: reasons, provisions: provisions, contact: contact,
                    appealInstructions: appeal, validFrom: from, validTo: to, fixedTermReason: fixedTerm))
        })

    private static let content = Shape<Decision.Content>.object(
        "DecisionContent",
        Field("parties", .list(.line(), 0...20)) { $0.parties },
        Field("entitlements", .list(.prose(2000), 0...100)) { $0.entitlements },
        Field("reasons", .optional(.prose)) { $0.reasons },
        Field("provisions", .list(.prose(500), 0...50)) { $0.provisions },
        Field("contact", .optional(.prose(500))) { $0.contact },
        Field("appealInstructions", .optional(.prose)) { $0.appealInstructions },
        Field("validFrom", .optional(.date)) { $0.validFrom },
        Field("validTo", .optional(.date)) { $0.validTo },
        Field("fixedTermReason", .optional(.prose(2000))) { $0.fixedTermReason },
        make: Decision.Content.init)

    /// There are exactly three outcomes.
    private static let resolution = Shape<Resolution>.object(
        "Resolution",
        Field("outcome", .code) { $0.outcome },
        Field("reasons", .optional(.prose)) { $0.reasons },
        Field("questions", .list(.prose(2000), 0...50)) { $0.questions },
        Field("dueOn", .optional(.date)) { $0.dueOn },
        make: { Resolution(outcome: $0, reasons: $1, questions: $2, dueOn: $3) })

    private struct Dispatch: Sendable {
        let method: NoticeMethod
        let sentOn: CalendarDate
        let recipients: [Notice.Recipient]
    }

    private static let dispatch = Shape<Dispatch>.object(
        "Dispatch",
        Field("method", .code) { $0.method },
        Field("sentOn", .date) { $0.sentOn },
        Field("recipients", .list(.recipient, 1...20)) { $0.recipients },
        make: Dispatch.init)

    private static let view = View<Seen<Decision>>(
        "Decision",
        ViewMember.seen(
            ViewMember.record + [
                .caseID,
                ViewMember("kind", .code) { $0.kind },
                ViewMember("supportPlanId", .id()) { $0.supportPlanID },
                ViewMember("budgetId", .id()) { $0.budgetID },
                ViewMember("authority", .code) { $0.authority },
                ViewMember("authorityName", .line()) { $0.authorityName },
                .inline(content) { $0.content },
                ViewMember("preparedById", .id()) { $0.preparedBy },
                ViewMember("proposedById", .optional(.id())) { $0.proposal?.by },
                ViewMember("proposedOn", .optional(.date)) { $0.proposal?.on },
                ViewMember("proposedTotalCents", .optional(.cents)) { $0.proposal?.total },
                ViewMember("outcome", .optional(.code)) { $0.outcome },
                ViewMember("decidedOn", .optional(.date)) { $0.decidedOn },
                ViewMember("decidedById", .optional(.id())) { $0.decidedBy },
                ViewMember("planDigest", .optional(.line(64))) { $0.planDigest },
                ViewMember("grantedTotalCents", .optional(.cents)) { $0.grantedTotal },
                ViewMember("budgetVersion", .optional(.integer(1...Int64.max))) { $0.budgetVersion },
            ]) + ViewMember.state())
}

extension Shape where Value == Notice.Recipient {
    /// `client`, or the id of a representative.
    static var recipient: Shape {
        .parsed(
            "unknown_recipient",
            LocalText(
                fi: "täytyy olla asiakas tai edustajan tunniste", sv: "måste vara klienten eller en företrädares identifierare",
                en: "must be client or the id of a representative"),
            pattern: "^client$|\(Pattern.uuid)", 1...36,
            { text in text == "client" ? .client : ID<Representative>(text).map { .representative($0) } },
            { recipient in
                switch recipient {
                case .client: "client"
                case .representative(let id): "\(id)"
                }
            })
    }
}
