import JSON
import Testing

@Suite("The service plan over HTTP (S28, row 32)")
struct ServicePlanTests {
    static let servicePlan: JSONValue = [
        "clientAssessment": "Tarvitsen apua liikkumiseen.", "workerAssessment": "Tarve on arvioitu.", "services": ["Avustaja 10 h/kk"],
        "goals": ["Uinti"], "contacts": ["Sari Sosiaali"], "reviewOn": "2026-12-01",
    ]

    @Test("a service plan names only an approved decision of the case, and its versions are numbered (S28, row 32)") func servicePlans()
        throws
    {
        let county = try County.shared
        let scene = try PlanScene(county)
        let path = "\(scene.path)/service-plans"
        let first = try scene.worker.post(path, ServicePlanTests.servicePlan, at: "2026-03-20")
        #expect(first["number"] == 1)
        let decision = try scene.proposedDecision(total: 960_000)
        let after = ServicePlanTests.servicePlan.with("decisionId", .string(decision.id))
        #expect(try scene.worker.post(path, after, expecting: 422).errors["/decisionId"] == "not_approved")
        try county.decisionMaker.command(on: decision.path, "make", ["outcome": "approved"])
        let second = try scene.worker.post(path, after)
        #expect(second["number"] == 2)
        #expect(second["decisionId"].string == decision.id)
        #expect(try scene.worker.get(second.path).body == second.body)
        #expect(try scene.worker.get("\(path)?decisionId=\(decision.id)").items.count == 1)
        let foreign = try PlanScene(county).approvedDecision()
        let no = try scene.worker.post(path, after.with("decisionId", .string(foreign.id)), expecting: 422)
        #expect(no.errors["/decisionId"] == "unknown_decision")
        let rejected = try PlanScene(county)
        let rejection = try rejected.proposedDecision(total: 960_000)
        try county.decisionMaker.command(on: rejection.path, "make", ["outcome": "rejected", "reasons": "Ei."])
        let none = try rejected.worker.post(
            "\(rejected.path)/service-plans", after.with("decisionId", .string(rejection.id)), expecting: 422)
        #expect(none.errors["/decisionId"] == "not_approved")
    }
}
