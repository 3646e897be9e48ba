import HTTPServer
import JSON
import PersonalBudgeting

/// The possibilities and risks that the client sees in personal budgeting. This is the only sub-document of a case.
enum SuitabilityAPI {
    private static let path = "/v1/cases/{case}/suitability"

    static let operations: [Operation] = [
        Operation(
            "findSuitability", .get, path, "Read the possibilities and risks the client sees", tag: .choice, effect: .read,
            right: .readCaseFile, about: .caseFile, response: view.schema
        ) { call in
            guard let suitability = try call.work.suitability(of: try call.requireCase()) else {
                throw Refusal.notFound(Suitability.noun)
            }
            return .item(call.masked(suitability), view)
        },
        Operation(
            "weighSuitability", .put, path, "Record the possibilities and risks the client sees", tag: .choice, effect: .replace,
            right: .writeWithClient, about: .caseFile, request: details.schema, response: view.schema, refusals: [.caseClosed]
        ) { call in
            let caseFile = try call.requireCase()
            let current = try call.work.suitability(of: caseFile)
            try call.match(current) { view.bytes(call.masked($0)) }
            let kept = try call.work.weighSuitability(try call.body(details), replacing: current, in: caseFile)
            let shown = call.masked(kept)
            return current == nil ? .created(shown, view, at: call.head.path) : .item(shown, view)
        },
    ]

    private static let details = Shape<Suitability.Details>.object(
        "SuitabilityDetails",
        Field("possibilities", .list(.prose(1000), 0...50)) { $0.possibilities },
        Field("risks", .list(.prose(1000), 0...50)) { $0.risks },
        Field("supportNeeded", .optional(.prose)) { $0.supportNeeded },
        make: Suitability.Details.init)

    private static let view = View<Suitability>("Suitability", ViewMember.record + [.caseID, .inline(details) { $0.details }])
}
