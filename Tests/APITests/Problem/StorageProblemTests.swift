import PersonalBudgeting
import Testing

@testable import API

/// The problems for faults of storage.
struct StorageProblemTests {
    @Test(
        "each fault of storage has its code, with Retry-After where a retry helps",
        arguments: [
            (StorageFault.busy, 503, "busy", "1"), (.full, 507, "storage_full", nil), (.corrupt, 503, "storage_failing", "10"),
            (.readOnly, 503, "storage_failing", "10"), (.unavailable, 503, "storage_failing", "10"),
            (.outcomeUnknown, 503, "storage_failing", "10"), (.failed(19), 503, "storage_failing", "10"),
        ] as [(StorageFault, Int, String, String?)])
    func hasCode(fault: StorageFault, status: Int, code: String, retryAfter: String?) {
        let problem = Problem.of(fault)
        #expect(problem.status == status && problem.code == code)
        #expect(problem.headers.first { $0.name == "Retry-After" }?.value == retryAfter)
    }

    @Test("an unknown outcome does not claim that nothing was kept") func tellsWhatIsKnown() {
        #expect(Problem.of(StorageFault.unavailable).detail.en == "nothing was kept")
        let unknown = Problem.of(StorageFault.outcomeUnknown).detail.en
        #expect(!unknown.contains("nothing was kept") && unknown.contains("the same Idempotency-Key"))
    }
}
