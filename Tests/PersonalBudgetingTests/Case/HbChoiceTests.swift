import PersonalBudgeting
import Testing

@Suite struct HbChoiceTests {
    @Test("a choice for HB lists each commitment not acknowledged; a choice against HB lists none (S5, row 6)")
    func namesCommitments() throws {
        let day = try #require(CalendarDate("2026-03-20"))
        let some: [HbChoice.Commitment] = [.followUp, .esrForm, .esrForm]
        #expect(
            HbChoice.Details(chosen: true, chosenOn: day, commitmentsAcknowledged: some).missingCommitments
                == [.kykyviisari, .endSurvey, .effortAndCosts])
        #expect(HbChoice.Details(chosen: false, chosenOn: day, commitmentsAcknowledged: []).missingCommitments.isEmpty)
    }
}
