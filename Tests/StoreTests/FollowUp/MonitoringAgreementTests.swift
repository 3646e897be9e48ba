import PersonalBudgeting
import Testing

/// The requirement of a regional model to agree on monitoring (S34), on a real database.
struct MonitoringAgreementTests {
    @Test("under a model that requires monitoring, a case without a monitoring agreement is refused (S34, row 39)")
    func requiresMonitoring() throws {
        let stored = try StoredWork()
        let file = try stored.openCase(monitoringRequired: true)
        #expect(try stored.work(on: "2026-03-03") { try $0.monitoringRefusals(file).map(\.code) } == [.monitoringMissing])
        try stored.work(on: "2026-03-03") { work in
            _ = try work.agreeOnMonitoring(
                MonitoringAgreement.Details(what: "w", how: "h", intervalMonths: 1, withWhom: "x", startsOn: work.today), in: file)
            #expect(try work.monitoringRefusals(file) == [])
        }
    }

    @Test("under a model that does not require monitoring, no agreement is needed (S34)")
    func needsNoMonitoring() throws {
        let stored = try StoredWork()
        let file = try stored.openCase(monitoringRequired: false)
        #expect(try stored.work(on: "2026-03-03") { try $0.monitoringRefusals(file) } == [])
    }
}
