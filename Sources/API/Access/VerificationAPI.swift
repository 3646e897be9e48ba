import JSON
import PersonalBudgeting

/// The verification of the stored data, for the administrator (row 116).
enum VerificationAPI {
    static let operations: [Operation] = [
        Operation(
            "readVerification", .get, "/v1/admin/verification",
            "Read what the verification of the stored data found: rows that another hand changed, removed or inserted",
            tag: .administration,
            effect: .read, right: .administer, kind: .report, response: view.schema
        ) { call in .value(call.masked(call.request.incoming.service.storage.verification), view) }
    ]

    private static let findingView = View<VerificationReport.Finding>(
        "StorageFinding",
        [
            ViewMember("place", .line(100)) { $0.place },
            ViewMember("text", .prose(10_000)) { $0.text },
            ViewMember("foundAt", .instant) { $0.foundAt },
        ])

    private static let view = View<VerificationReport>(
        "Verification",
        [
            ViewMember("runningSince", .optional(.instant)) { $0.runningSince },
            ViewMember("completedAt", .optional(.instant)) { $0.completedAt },
            ViewMember("findings", view: .list(findingView)) { $0.findings },
        ])
}

extension VerificationReport: NothingToMask {}
