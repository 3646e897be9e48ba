import PersonalBudgeting
import Testing

/// What a model asks of monitoring, on a real database.
struct MonitoringAgreementTests {
    @Test("a model that asks for monitoring refuses a case without an agreement on it")
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

    @Test("a model that does not ask for monitoring needs none")
    func needsNoMonitoring() throws {
        let stored = try StoredWork()
        let file = try stored.openCase(monitoringRequired: false)
        #expect(try stored.work(on: "2026-03-03") { try $0.monitoringRefusals(file) } == [])
    }
}
