import PersonalBudgeting
import Testing

/// Who reads a file because of a decision, and how long (A28, A29).
struct DecidersTests {
    @Test("decision makers decide and present to the body; the secretary has the body's matters; nobody else decides (A3, A4, A28)")
    func authorities() {
        for role in Role.allCases {
            let expected: [Decision.Authority] =
                switch role {
                case .decisionMaker: [.officeHolder, .body]
                case .bodySecretary: [.body]
                default: []
                }
            #expect(role.deciders.authorities == expected, "\(role)")
        }
    }

    @Test("every state of a decision is before the deciders, dealt with, or neither (A28, A29, J6)")
    func states() {
        #expect(Decision.State.beforeSending == [.proposed, .onAgenda, .made])
        #expect(Set(Decision.State.dealtWith) == [.returned, .made, .dispatched, .served])
        // A draft is nobody's but the preparer's, and a withdrawn proposal was never decided.
        let neither = Set(Decision.State.allCases).subtracting(Decision.State.beforeSending).subtracting(Decision.State.dealtWith)
        #expect(neither == [.drafting, .withdrawn])
    }

    @Test(
        "a notice is served by a day exactly when it was sent on the last such day or earlier (A28, D18)", arguments: NoticeMethod.allCases)
    func lastDaySent(method: NoticeMethod) throws {
        let today = try #require(CalendarDate("2026-03-01"))
        guard let last = method.lastDaySent(servedBy: today) else {
            #expect(method == .verifiable)
            return
        }
        for offset in -12...12 {
            let sent = today.addingClamped(days: offset)
            let notice = Notice(
                record: Record(
                    id: ID(high: 0, low: 1), createdAt: Instant(clampingMicroseconds: 0), updatedAt: Instant(clampingMicroseconds: 0),
                    version: 1),
                caseID: ID(high: 0, low: 2), decisionID: ID(high: 0, low: 3), recipient: .client, method: method, sentOn: sent)
            let served = try #require(notice.served)
            #expect((served <= today) == (sent <= last), "sent \(sent), served \(served)")
        }
    }
}
