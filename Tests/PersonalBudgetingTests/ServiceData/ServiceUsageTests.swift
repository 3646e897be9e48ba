import Testing

@testable import PersonalBudgeting

@Suite struct ServiceUsageTests {
    @Test("the reported hours of a service fit its days, and its end is not before its start (F8)")
    func timesFit() throws {
        func usage(_ start: String, _ end: String?, _ thousandths: Int64, _ unit: ServiceUsage.Unit) throws -> ServiceUsage {
            ServiceUsage(
                eventID: "e", maskedHetu: nil, clientNumber: "A0000001", agreementID: nil, serviceTypeCode: "a",
                start: try #require(ServiceUsage.Moment(start)), end: try end.map { try #require(ServiceUsage.Moment($0)) },
                quantity: try #require(Quantity(thousandths: thousandths)), unit: unit, providerBusinessID: nil, amount: nil, status: .done,
                corrects: nil)
        }
        #expect(try usage("2026-06-10", nil, 24_000, .h).isLongerThanItsDays == false)
        #expect(try usage("2026-06-10", nil, 24_001, .h).isLongerThanItsDays)
        #expect(try usage("2026-06-10", "2026-06-11", 48_000, .h).isLongerThanItsDays == false)
        #expect(try usage("2026-06-10", nil, 1_440_001, .min).isLongerThanItsDays)
        #expect(try usage("2026-06-10", nil, 1_000_000, .trip).isLongerThanItsDays == false)
        #expect(try usage("2026-06-10", "2026-06-09", 1_000, .h).endsBeforeStart)
        #expect(try usage("2026-06-10T10:00:00Z", "2026-06-10T09:59:59Z", 1_000, .h).endsBeforeStart)
        #expect(try usage("2026-06-10T10:00:00Z", "2026-06-10", 1_000, .h).endsBeforeStart == false)
        // Late in the evening in UTC it is the next day in Helsinki (I30).
        #expect(try usage("2026-06-10T21:30:00Z", nil, 1_000, .h).serviceDate.description == "2026-06-11")
    }
}
