import HTTPServer
import JSON
import PersonalBudgeting

/// The questions of the support plan.
enum PlanQuestionAPI {
    private static let path = "/v1/support-plan-questions"
    private static let tag = Tag.supportPlans

    static let operations: [Operation] = [
        Operation(
            "listPlanQuestions", .get, path, "List the questions of the support plan on a day, in order", tag: tag, effect: .read,
            right: .readRegisters, kind: .list,
            parameters: [
                .date("at", "The day; today by default"),
                .text("regionalModel", "With the questions and wordings of this regional model", 1...60),
            ] + pageParameters, response: page.schema
        ) { call in
            let date = call.query["at"].flatMap { CalendarDate($0) } ?? call.work.today
            let all = try call.work.planQuestions(at: date, modelCode: call.query["regionalModel"])
            // The catalogue is short and combines the standard questions with the register, so the page is cut from the whole.
            let place = try call.position()
            let rest = all.drop { question in place.map { position(question) <= $0 } ?? false }
            let shown = rest.prefix(call.limit + 1).map { Shown(question: $0, text: text(of: $0, for: call)) }
            let total = call.query["count"] == nil ? nil : all.count
            return call.answer(call.masked(try call.page(Array(shown), total: total) { position($0.question) }), page)
        },
        Operation(
            "findPlanQuestion", .get, "\(path)/{planQuestion}", "Read a version of a question", tag: tag, effect: .read,
            right: .readRegisters, response: view.schema
        ) { call in
            .item(shown(try call.work.planQuestion(try call.id("planQuestion", PlanQuestion.self)), call), view)
        },
        Operation(
            "addPlanQuestion", .post, path,
            "Add a question or its next version, for example with other words, no longer required, or no longer asked", tag: tag,
            effect: .create,
            right: .writeRegisters, request: new.schema, status: 201, response: view.schema
        ) { call in
            let new = try call.body(new)
            let question = try call.work.addPlanQuestion(code: new.code, new.details)
            return .created(shown(question, call), view, at: "\(path)/\(question.id)")
        },
    ]

    private struct New: Sendable {
        let code: String
        let details: PlanQuestion.Details
    }

    /// A question and its text in the caller's language.
    private struct Shown: NothingToMask, Versioned {
        let question: PlanQuestion
        let text: String

        var version: Int64 { question.record.version }
    }

    /// `fi-x-selko` requests plain Finnish. English has no wording of its own and gets the Finnish wording.
    private static func text(of question: PlanQuestion, for call: AdmittedCall) -> String {
        let texts = question.details.texts
        if Language.isPlainFinnish(call.head.headers.all("accept-language")) { return texts.plainFinnish }
        return call.language == .sv ? texts.sv : texts.fi
    }

    private static func shown(_ question: PlanQuestion, _ call: AdmittedCall) -> Masked<Shown> {
        call.masked(Shown(question: question, text: text(of: question, for: call)))
    }

    /// The cursor in the order of the catalogue.
    private static func position(_ question: PlanQuestion) -> String {
        let order = String(question.details.order)
        return String(repeating: "0", count: max(0, 6 - order.count)) + order + "|" + question.code
    }

    private static let texts = Shape<PlanQuestion.Texts>.object(
        "PlanQuestionTexts",
        Field("fi", .prose(500)) { $0.fi },
        Field("sv", .prose(500)) { $0.sv },
        Field("plainFinnish", .prose(500)) { $0.plainFinnish },
        make: PlanQuestion.Texts.init)

    private static let new = Shape<New>.object(
        "NewPlanQuestion",
        Field("code", .registerCode) { $0.code },
        Field("texts", texts) { $0.details.texts },
        Field("required", .flag) { $0.details.isRequired },
        Field("order", .count(1...999)) { $0.details.order },
        Field("validFrom", .date) { $0.details.validFrom },
        Field("validTo", .optional(.date)) { $0.details.validTo },
        Field("regionalModel", .optional(.registerCode)) { $0.details.regionalModelCode },
        make: { code, texts, required, order, from, to, model in
            New(
                code: code,
                details: PlanQuestion.Details(
                    texts: texts, isRequired: required, order: order, validFrom: from, validTo: to, regionalModelCode: model))
        })

    private static let view = View<Shown>(
        "PlanQuestion",
        [
            ViewMember("id", .id()) { $0.question.id },
            ViewMember("createdAt", .instant) { $0.question.record.createdAt },
            ViewMember("updatedAt", .instant) { $0.question.record.updatedAt },
            ViewMember("code", .registerCode) { $0.question.code },
            ViewMember("text", .prose(500)) { $0.text },
            ViewMember("texts", texts) { $0.question.details.texts },
            ViewMember("required", .flag) { $0.question.details.isRequired },
            ViewMember("order", .count(1...999)) { $0.question.details.order },
            ViewMember("validFrom", .date) { $0.question.details.validFrom },
            ViewMember("validTo", .optional(.date)) { $0.question.details.validTo },
            ViewMember("regionalModel", .optional(.registerCode)) { $0.question.details.regionalModelCode },
        ])

    private static let page = Page<Shown>.view("PlanQuestions", view)
}
