// swift-format-ignore-file: a line is a whole exchange.
// `make snapshots` writes this file from Tests/Snapshots.

extension RecordedExample {
    static let servicePlans: StaticString = #"""
        {"id":"addServicePlan","request":{"decisionId":"00000000-0000-7000-8000-000000000038","clientAssessment":"Päätän itse.","workerAssessment":"Vastaa tarpeita.","services":["Oma avustaja"],"goals":["Uinti joka viikko"]},"status":201,"answer":{"id":"00000000-0000-7000-8000-000000000043","createdAt":"2026-04-01T09:00:00Z","updatedAt":"2026-04-01T09:00:00Z","etag":"\"1.0\"","caseId":"00000000-0000-7000-8000-000000000009","number":1,"decisionId":"00000000-0000-7000-8000-000000000038","clientAssessment":"Päätän itse.","workerAssessment":"Vastaa tarpeita.","services":["Oma avustaja"],"goals":["Uinti joka viikko"],"contacts":[],"reviewOn":null}}
        {"id":"findServicePlan","request":null,"status":200,"answer":{"id":"00000000-0000-7000-8000-000000000043","createdAt":"2026-04-01T09:00:00Z","updatedAt":"2026-04-01T09:00:00Z","etag":"\"1.0\"","caseId":"00000000-0000-7000-8000-000000000009","number":1,"decisionId":"00000000-0000-7000-8000-000000000038","clientAssessment":"Päätän itse.","workerAssessment":"Vastaa tarpeita.","services":["Oma avustaja"],"goals":["Uinti joka viikko"],"contacts":[],"reviewOn":null}}
        {"id":"listServicePlans","request":null,"status":200,"answer":{"items":[{"id":"00000000-0000-7000-8000-000000000043","createdAt":"2026-04-01T09:00:00Z","updatedAt":"2026-04-01T09:00:00Z","etag":"\"1.0\"","caseId":"00000000-0000-7000-8000-000000000009","number":1,"decisionId":"00000000-0000-7000-8000-000000000038","clientAssessment":"Päätän itse.","workerAssessment":"Vastaa tarpeita.","services":["Oma avustaja"],"goals":["Uinti joka viikko"],"contacts":[],"reviewOn":null}],"next":null,"total":null}}
        """#
}
