import JSON
import PersonalBudgeting

/// The client's own life plan, in versions.
enum LifePlanAPI {
    private static let resource = Resource<LifePlan>(
        "/v1/cases/{case}/life-plans", "lifePlan", tag: .needs, view: view, owner: .caseFile
    ) { $0.lifePlans }

    static let operations: [Operation] = [
        resource.list("listLifePlans", "List the versions of the client's life plan", right: .readCaseFile),
        resource.find("findLifePlan", "Read a version of the life plan", right: .readCaseFile),
        resource.create(
            "writeLifePlan", "Record the next version of the life plan", right: .writeForClient, newPlan, refusals: [.caseClosed]
        ) { call, new in try call.work.writeLifePlan(new.sections, writtenBy: new.writtenBy, in: try call.requireCase()) },
        Operation(
            "compareLifePlans", .get, "\(resource.itemPath)/changes", "Compare a version of the life plan with an earlier version",
            tag: .needs,
            effect: .read, right: .readCaseFile, about: .caseFile,
            parameters: [.id("from", "The version to compare with; the previous version by default")], response: comparison.schema
        ) { call in
            let plan = try resource.found(call)
            let caseFile = try call.requireCase()
            let earlier: LifePlan?
            if let from = call.query["from"].flatMap({ ID<LifePlan>($0) }) {
                earlier = try call.repositories.lifePlans.require(from, in: caseFile)
            } else {
                earlier = try call.work.lifePlan(before: plan, in: caseFile)
            }
            return .value(call.masked(Comparison(from: earlier, to: plan)), comparison)
        },
    ]

    private struct NewPlan: Sendable {
        let writtenBy: LifePlan.Writer?
        let sections: [LifePlan.Section]
    }

    private static let section = Shape<LifePlan.Section>.object(
        "LifePlanSection",
        Field("code", .optional(.registerCode)) { $0.code },
        Field("title", .optional(.line())) { $0.title },
        Field("text", .prose) { $0.text },
        make: LifePlan.Section.init)

    private static let newPlan = Shape<NewPlan>.object(
        "NewLifePlan",
        Field("writtenBy", .optional(.code)) { $0.writtenBy },
        Field("sections", .list(section, 1...50)) { $0.sections },
        make: NewPlan.init)

    private static let view = View<LifePlan>(
        "LifePlan",
        ViewMember.record + [
            .caseID, ViewMember("number", .count(1...100_000)) { $0.number }, ViewMember("writtenBy", .code) { $0.writtenBy },
            ViewMember("sections", .list(section, 1...50)) { $0.sections },
        ])

    private struct Comparison: Maskable {
        var from: LifePlan?
        var to: LifePlan

        static let mask: Mask<Comparison> = .holding(\.from) + .holding(\.to)
    }

    private static let sectionChange = View<LifePlan.SectionChange>(
        "LifePlanSectionChange",
        [
            ViewMember("kind", .code) { $0.kind }, ViewMember("code", .optional(.registerCode)) { $0.code },
            ViewMember("title", .optional(.line())) { $0.title }, ViewMember("before", .optional(.prose)) { $0.before },
            ViewMember("after", .optional(.prose)) { $0.after },
        ])

    private static let comparison = View<Comparison>(
        "LifePlanComparison",
        [
            ViewMember("fromId", .optional(.id())) { $0.from?.id }, ViewMember("toId", .id()) { $0.to.id },
            ViewMember("fromNumber", .optional(.count(1...100_000))) { $0.from?.number },
            ViewMember("toNumber", .count(1...100_000)) { $0.to.number },
            ViewMember("changes", view: .list(sectionChange)) { $0.to.changes(from: $0.from) },
        ])
}
