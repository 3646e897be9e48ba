import HTTPServer
import JSON
import PersonalBudgeting

/// The support plan and its revisions.
enum SupportPlanAPI {
    private static let resource = Resource<SupportPlan>(
        "/v1/cases/{case}/support-plans", "supportPlan", tag: .supportPlans, stateful: view, owner: .caseFile
    ) { $0.supportPlans }

    static let operations: [Operation] = [
        Operation(
            "listSupportPlans", .get, resource.path, "List the revisions of the support plan", tag: resource.tag, effect: .read,
            right: .readPlan, kind: .list, about: .caseFile,
            parameters: [.code("state", "Only revisions in this state", SupportPlan.State.self)] + ListSort<SupportPlan>.parameters([]),
            response: page.schema
        ) { call in
            var filters = try resource.owner.filters(call)
            if let state = call.query["state"] { filters.append(.equal(.state, state)) }
            let actions = try resource.actions(call)
            let found = try call.list(call.repositories.supportPlans, filters, []).map { plan in
                Seen(try withLiveSum(plan, call), on: call.work.today, actions: try actions(plan))
            }
            return call.answer(call.masked(found), page)
        },
        Operation(
            "findSupportPlan", .get, resource.itemPath, "Read a revision. The content of a submitted revision never changes",
            tag: resource.tag, effect: .read, right: .readPlan, about: .caseFile, response: view.schema
        ) { call in .item(try resource.shown(try withLiveSum(try resource.found(call), call), call), view) },
        resource.create(
            "draftSupportPlan", "Draft the next revision, empty, written or copied", right: .writePlan, new,
            refusals: [.choiceMissing, .illegalTransition, .duplicate, .excludedPurpose]
        ) { call, new in
            let caseFile = try call.requireCase()
            guard let id = new.copyFrom else { return try call.work.draftPlan(new.content, in: caseFile) }
            guard let earlier = try call.repositories.supportPlans.find(id), earlier.caseID == caseFile.id else {
                throw Refusal.invalid(
                    "/copyFrom", "unknown_plan",
                    LocalText(
                        fi: "ei ole tämän asian tukisuunnitelma", sv: "är inte en stödplan i detta ärende",
                        en: "is not a support plan of the case"))
            }
            return try call.work.draftPlan(copying: earlier, authoredBy: new.authoredBy, in: caseFile)
        },
        resource.change(
            "reviseSupportPlan", "Change a draft of the support plan", right: .writePlan, content,
            refusals: [.revisionFrozen, .ownWordsOnly, .excludedPurpose], current: \.content
        ) { call, plan, content in try call.work.revisePlan(plan, content, in: try call.requireCase()) },
        resource.command(
            "submitSupportPlan", .submit, "Submit a draft. This freezes its content under a digest", right: .writePlan,
            NoMembers.shape, refusals: [.choiceMissing, .requiredAnswersMissing, .excludedPurpose, .excessNotJustified]
        ) { call, plan, _ in try call.work.submitPlan(plan, in: try call.requireCase()) },
        resource.command(
            "withdrawSupportPlan", .withdraw, "Withdraw a revision before the decision", right: .writePlan, NoMembers.shape
        ) { call, plan, _ in try call.work.withdrawPlan(plan, in: try call.requireCase()) },
        Operation(
            "listSupportPlanChanges", .get, "\(resource.itemPath)/changes", "List the changes from an earlier revision, with the money",
            tag: resource.tag, effect: .read, right: .readPlan, about: .caseFile,
            parameters: [.id("from", "The earlier revision; the previous revision by default")], response: PlanChangesView.view.schema
        ) { call in
            let earlier = call.query["from"].flatMap { ID<SupportPlan>($0) }
            let changes = try call.work.planChanges(try resource.found(call), from: earlier, in: try call.requireCase())
            return .value(call.masked(changes), PlanChangesView.view)
        },
    ]

    /// A draft is compared with the calculation that is chosen now, a submitted revision with the calculation of its day.
    private static func withLiveSum(_ plan: SupportPlan, _ call: AdmittedCall) throws -> SupportPlan {
        guard plan.state == .draft else { return plan }
        var plan = plan
        plan.indicativeTotal = try call.work.chosenCalculation(of: try call.requireCase())?.total
        return plan
    }

    /// The request for a new revision: an earlier revision to copy, or the content.
    private struct New: Sendable {
        let copyFrom: ID<SupportPlan>?
        let authoredBy: SupportPlan.Author?
        let isFamilyPlan: Bool?
        let answers: [SupportPlan.Answer]?
        let items: [SupportPlan.Item]?
        let responsibilities: [SupportPlan.Responsibility]?
        let justification: String?

        var content: SupportPlan.Content {
            SupportPlan.Content(
                authoredBy: authoredBy ?? .client, isFamilyPlan: isFamilyPlan ?? false, answers: answers ?? [], items: items ?? [],
                responsibilities: responsibilities ?? [], justificationForExcess: justification)
        }

        /// The members that cannot be combined with `copyFrom`.
        var contentMembers: [String] {
            let sent: [(String, Bool)] = [
                ("isFamilyPlan", isFamilyPlan != nil), ("answers", answers != nil), ("items", items != nil),
                ("responsibilities", responsibilities != nil), ("justificationForExcess", justification != nil),
            ]
            return sent.filter(\.1).map(\.0)
        }
    }

    private static let new = Shape<New>.object(
        "NewSupportPlan",
        Field("copyFrom", .optional(.id())) { $0.copyFrom },
        Field("authoredBy", .optional(.code)) { $0.authoredBy },
        Field("isFamilyPlan", .optional(.flag)) { $0.isFamilyPlan },
        Field("answers", .optional(.list(answer, 0...100))) { $0.answers },
        Field("items", .optional(.list(item, 0...200))) { $0.items },
        Field("responsibilities", .optional(.list(responsibility, 0...200))) { $0.responsibilities },
        Field("justificationForExcess", .optional(.prose)) { $0.justification },
        make: New.init,
        check: { new in
            if new.copyFrom != nil {
                return new.contentMembers.map {
                    Fault(
                        pointer: "/\($0)", code: "not_with_copy",
                        detail: LocalText(
                            fi: "tieto kopioituu aiemmasta suunnitelmasta; muuta luonnosta sen jälkeen",
                            sv: "uppgiften kopieras från den tidigare planen; ändra utkastet efteråt",
                            en: "comes from copyFrom; change the draft afterwards"))
                }
            }
            if new.authoredBy != nil { return [] }
            return [
                Fault(
                    pointer: "/authoredBy", code: "required",
                    detail: LocalText(
                        fi: "tieto on pakollinen, ellei suunnitelmaa kopioida aiemmasta",
                        sv: "uppgiften är obligatorisk om planen inte kopieras från en tidigare", en: "is required without copyFrom"))
            ]
        })

    private static let content = Shape<SupportPlan.Content>.object(
        "SupportPlanContent",
        Field("authoredBy", .code) { $0.authoredBy },
        Field("isFamilyPlan", .flag.defaulting(to: false)) { $0.isFamilyPlan },
        Field("answers", .list(answer, 0...100)) { $0.answers },
        Field("items", .list(item, 0...200)) { $0.items },
        Field("responsibilities", .list(responsibility, 0...200)) { $0.responsibilities },
        Field("justificationForExcess", .optional(.prose)) { $0.justificationForExcess },
        make: SupportPlan.Content.init)

    private static let answer = Shape<SupportPlan.Answer>.object(
        "SupportPlanAnswer",
        Field("questionCode", .registerCode) { $0.questionCode },
        Field("text", .prose) { $0.text },
        make: SupportPlan.Answer.init)

    private static let item = Shape<SupportPlan.Item>.object(
        "SupportPlanItem",
        Field("need", .prose(500)) { $0.need },
        Field("solution", .prose(500)) { $0.solution },
        Field("purposeCode", .registerCode) { $0.purposeCode },
        Field("providerName", .optional(.line())) { $0.providerName },
        Field("quantityThousandths", .thousandths) { $0.quantity },
        Field("unit", .optional(.code)) { $0.unit },
        Field("unitPriceCents", .cents) { $0.unitPrice },
        Field("frequency", .optional(.code)) { $0.frequency },
        Field("period", .optional(.period)) { $0.period },
        Field("goalIds", .list(.id(), 0...20)) { $0.goalIDs },
        make: SupportPlan.Item.init)

    private static let responsibility = Shape<SupportPlan.Responsibility>.object(
        "SupportPlanResponsibility",
        Field("matter", .prose(500)) { $0.matter },
        Field("decides", .line()) { $0.decides },
        Field("helpsDecide", .optional(.line())) { $0.helpsDecide },
        Field("carriesOut", .optional(.line())) { $0.carriesOut },
        Field("monitors", .optional(.line())) { $0.monitors },
        make: SupportPlan.Responsibility.init)

    /// A planned use, with its cost per year.
    static let itemView = View<SupportPlan.Item>(
        "PlannedUse", [.inline(item) { $0 }, ViewMember("amountCents", .cents) { $0.amount ?? .zero }])

    static let view = View<Seen<SupportPlan>>(
        "SupportPlan",
        ViewMember.seen(
            ViewMember.record + [
                .caseID,
                ViewMember("number", .count(1...100_000)) { $0.number },
                ViewMember("authoredBy", .code) { $0.content.authoredBy },
                ViewMember("isInOwnHand", .flag) { $0.isInOwnHand },
                ViewMember("isFamilyPlan", .flag) { $0.content.isFamilyPlan },
                ViewMember("answers", .list(answer, 0...100)) { $0.content.answers },
                ViewMember("items", view: .list(itemView)) { $0.content.items },
                ViewMember("responsibilities", .list(responsibility, 0...200)) { $0.content.responsibilities },
                ViewMember("totalCents", .optional(.cents)) { try? $0.total() },
                ViewMember("indicativeCents", .optional(.cents)) { $0.indicativeTotal },
                ViewMember("differenceCents", .optional(.signedCents)) { $0.difference },
                ViewMember("justificationForExcess", .optional(.prose)) { $0.content.justificationForExcess },
                ViewMember("digest", .optional(.line(64))) { $0.digest },
                ViewMember("submittedAt", .optional(.instant)) { $0.submittedAt },
                ViewMember("returnQuestions", .list(.prose(2000), 0...50)) { $0.returnQuestions },
                ViewMember("reworkDueOn", .optional(.date)) { $0.reworkDueOn },
            ]) + ViewMember.state())

    private static let page = Page<Seen<SupportPlan>>.view("SupportPlans", view)
}

/// The view of the changes between two revisions.
private enum PlanChangesView {
    private static func kind<Value>(_ before: Value?, _ after: Value?) -> LifePlan.SectionChange.Kind {
        before == nil ? .added : after == nil ? .removed : .changed
    }

    private static let answer = View<PlanChanges.AnswerChange>(
        "AnswerChange",
        [
            ViewMember("change", .code) { kind($0.before, $0.after) },
            ViewMember("questionCode", .registerCode) { $0.questionCode },
            ViewMember("before", .optional(.prose)) { $0.before },
            ViewMember("after", .optional(.prose)) { $0.after },
        ])

    private static let item = View<PlanChanges.ItemChange>(
        "PlannedUseChange",
        [
            ViewMember("change", .code) { kind($0.before, $0.after) },
            ViewMember("before", view: .optional(SupportPlanAPI.itemView)) { $0.before },
            ViewMember("after", view: .optional(SupportPlanAPI.itemView)) { $0.after },
            ViewMember("differenceCents", .optional(.signedCents)) { $0.difference },
        ])

    static let view = View<PlanChanges>(
        "SupportPlanChanges",
        [
            ViewMember("fromId", .id()) { $0.from.id },
            ViewMember("fromNumber", .count(1...100_000)) { $0.from.number },
            ViewMember("toId", .id()) { $0.to.id },
            ViewMember("toNumber", .count(1...100_000)) { $0.to.number },
            ViewMember("answers", view: .list(answer)) { $0.answers },
            ViewMember("items", view: .list(item)) { $0.items },
            ViewMember("totalBeforeCents", .optional(.cents)) { try? $0.from.total() },
            ViewMember("totalAfterCents", .optional(.cents)) { try? $0.to.total() },
        ])
}
