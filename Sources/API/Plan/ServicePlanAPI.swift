import JSON
import PersonalBudgeting

/// The versions of the service plan (asiakassuunnitelma).
enum ServicePlanAPI {
    private static let resource = Resource<ServicePlan>(
        "/v1/cases/{case}/service-plans", "servicePlan", tag: .servicePlans, view: view, owner: .caseFile
    ) { $0.servicePlans }

    static let operations: [Operation] = [
        resource.list(
            "listServicePlans", "List the versions of the service plan", right: .readCaseFile,
            filters: [.init(.id("decisionId", "Only versions after this decision"), field: .decisionID) { .equal($0, $1.lowercased()) }]),
        resource.find("findServicePlan", "Read a version of the service plan", right: .readCaseFile),
        resource.create(
            "addServicePlan", "Record the next version of the service plan, after a decision", right: .writeCaseFile, new,
            refusals: [.caseClosed]
        ) { call, new in try call.work.addServicePlan(new.details, after: new.decisionID, to: try call.requireCase()) },
    ]

    private struct New: Sendable {
        let decisionID: ID<Decision>?
        let details: ServicePlan.Details
    }

    private static let new = Shape<New>.object(
        "NewServicePlan",
        Field("decisionId", .optional(.id())) { $0.decisionID },
        Field("clientAssessment", .prose) { $0.details.clientAssessment },
        Field("workerAssessment", .prose) { $0.details.workerAssessment },
        Field("services", .list(.prose(500), 0...100)) { $0.details.services },
        Field("goals", .list(.prose(500), 0...100)) { $0.details.goals },
        Field("contacts", .list(.prose(500), 0...50)) { $0.details.contacts },
        Field("reviewOn", .optional(.date)) { $0.details.reviewOn },
        make: { decision, client, worker, services, goals, contacts, review in
            New(
                decisionID: decision,
                details: ServicePlan.Details(
                    clientAssessment: client, workerAssessment: worker, services: services, goals: goals, contacts: contacts,
                    reviewOn: review))
        })

    private static let view = View<ServicePlan>(
        "ServicePlan",
        ViewMember.record + [
            .caseID,
            ViewMember("number", .count(1...100_000)) { $0.number },
            ViewMember("decisionId", .optional(.id())) { $0.decisionID },
            ViewMember("clientAssessment", .prose) { $0.details.clientAssessment },
            ViewMember("workerAssessment", .prose) { $0.details.workerAssessment },
            ViewMember("services", .list(.prose(500), 0...100)) { $0.details.services },
            ViewMember("goals", .list(.prose(500), 0...100)) { $0.details.goals },
            ViewMember("contacts", .list(.prose(500), 0...50)) { $0.details.contacts },
            ViewMember("reviewOn", .optional(.date)) { $0.details.reviewOn },
        ])
}
