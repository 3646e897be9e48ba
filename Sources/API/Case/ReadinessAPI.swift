import JSON
import PersonalBudgeting

/// What is missing before the next steps of a case.
enum ReadinessAPI {
    static let operations: [Operation] = [
        Operation(
            "readReadiness", .get, "/v1/cases/{case}/readiness",
            "List the next steps of a case and the unmet rules, each with who can remedy it and by which call, in the order of remedy",
            tag: .cases, effect: .read, right: .readReadiness, about: .caseFile, response: view.schema
        ) { call in
            let caseFile = try call.requireCase()
            let steps = try call.work.nextSteps(of: caseFile).compactMap { try step($0, caseFile, call.language) }
            return .value(call.masked(Readiness(caseID: caseFile.id, state: caseFile.state, steps: steps)), view, capacity: 4_096)
        }
    ]

    private struct Readiness: NothingToMask {
        let caseID: ID<Case>
        let state: Case.State
        let steps: [Step]
    }

    private struct Step: Sendable {
        let next: NextStep
        let call: OperationLink
        let takenBy: [Role]
        let unmet: [Block]
    }

    private static func step(_ next: NextStep, _ caseFile: Case, _ language: Language) throws -> Step? {
        guard let call = next.remedy.link(in: caseFile.id) else { return nil }
        let takers = next.takers?.intersection(call.operation.right.roles) ?? call.operation.right.roles
        return Step(
            next: next, call: call, takenBy: takers.inOrder, unmet: next.unmet.map { Block($0, in: caseFile.id, language) })
    }

    private static let stepView = View<Step>(
        "ReadinessStep",
        [
            ViewMember("step", .line()) { $0.next.command.rawValue },
            ViewMember("to", .code) { $0.next.to },
            ViewMember("isReady", .flag) { $0.next.isReady },
            ViewMember("call", view: OperationLink.view) { $0.call },
            ViewMember("takenBy", .list(.code, 0...Role.allCases.count)) { $0.takenBy },
            ViewMember("unmet", view: .list(Block.view)) { $0.unmet },
        ])

    private static let view = View<Readiness>(
        "Readiness",
        [
            ViewMember("caseId", .id()) { $0.caseID },
            ViewMember("state", .code) { $0.state },
            ViewMember("steps", view: .list(stepView)) { $0.steps },
        ])
}
