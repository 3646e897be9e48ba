import JSON
import PersonalBudgeting
import Testing

@testable import API

/// The members of each noun that some callers may not see, and that every format of an answer is made of the masked value (A19, P5, row 69).
@Suite struct MaskTests {
    /// The members that a noun withholds, by condition.
    private typealias Row = (noun: any Maskable.Type, withheld: [String: Set<String>])

    /// All nouns that withhold members.
    private static let withholding: [Row] = [
        (ShownClient.self, ["where the client is": ["municipality", "streetAddress", "postalCode", "postOffice", "phone", "email"]]),
        (ClosePerson.self, ["where the client is": ["phone"]]),
        (Representative.self, ["where the client is": ["phone", "noticeAddress"]]),
        (Meeting.self, ["where the client is": ["place"]]),
        (ServicePlan.self, ["where the client is": ["contacts"]]),
        (NetworkMap.self, ["where the client is": ["nodes", "edges"]]),
        (ClientNetwork.self, ["where the client is": ["phone", "noticeAddress"]]),
        (CurrentService.self, ["money:read-descriptions": ["description"]]),
        (Agreement.self, ["money:read-descriptions": ["closePersonReason", "clientOpinion"]]),
        (Actual.self, ["money:read-descriptions": ["note"]]),
        (LedgerEntry.self, ["money:read-descriptions": ["reason"]]),
        (Case.self, ["case-file:read": ["otherServices", "closingReason", "decisionExtensionReason", "executionExtensionReason"]]),
        (
            Decision.self,
            [
                "decisions:read-reasons": [
                    "parties", "entitlements", "reasons", "provisions", "contact", "appealInstructions", "fixedTermReason",
                ]
            ]
        ),
        (BodyHandling.self, ["decisions:read-reasons": ["recusals", "reasons", "questions"]]),
        (Notice.self, ["decisions:read-reasons": ["evidence"]]),
    ]

    private static let withoutMask: [any Maskable.Type] = [
        AccessKey.self, AlternativePresented.self, Assessment.self, AssessmentMethod.self, AssistantAuthorisation.self, Backup.self,
        BreakGlass.self,
        BudgetCalculation.self, BudgetStatement.self, CatalogueItem.self, ClientEffort.self, Deputyship.self, DevelopmentIdea.self,
        DialogueRound.self, DiaryEntry.self, ExerciseAgreement.self, ExerciseResult.self, FormComparison.self, FormCoverage.self,
        FormInstance.self, FormInstrument.self, GoalTrend.self, GroupDiscussion.self, GuidanceEvent.self, HbAssistant.self, HbChoice.self,
        HetuKeyRotation.self, HetuKeyUse.self, KeyGrant.self, LifePlan.self, MonitoringAgreement.self, MunicipalityCode.self,
        NonDisclosure.self,
        OrganisationUnit.self, PeerGroup.self, PeerMeeting.self, PeerMembership.self, PlanChanges.self, PlanComment.self,
        PlanQuestion.self, Price.self, Provider.self, RegionalModel.self, ResearchConsent.self, Review.self, ServiceDataBatch.self,
        ServiceDataItem.self, ServiceDataReceipt.self, ServiceType.self, Statement.self, Suitability.self, SupportPlan.self, Tie.self,
        Transfer.self, User.self, UserRole.self, WellbeingCounty.self, WorkerExperience.self, WorkingNote.self,
    ]

    private static func withheld<Value: Maskable>(_ type: Value.Type) -> [String: Set<String>] {
        type.mask.parts.reduce(into: [:]) { found, part in
            switch part.condition {
            case .clientIsProtected, .valueIsProtected: found["where the client is", default: []].formUnion(part.members)
            case .isWithoutRight(let right): found[right.name, default: []].formUnion(part.members)
            case .readsByTask: found["by task", default: []].formUnion(part.members)
            }
        }
    }

    @Test("each noun withholds the members of the table, and no other noun withholds any (A19, P5, row 69)") func nounsSay() {
        for row in MaskTests.withholding { #expect(MaskTests.withheld(row.noun) == row.withheld, "\(row.noun)") }
        for noun in MaskTests.withoutMask { #expect(MaskTests.withheld(noun).isEmpty, "\(noun)") }
    }

    @Test("the table has every noun of the domain") func knowsNouns() {
        let asked = (MaskTests.withholding.map(\.noun) + MaskTests.withoutMask).compactMap { ($0 as? any Recorded.Type)?.noun }
        // A client is returned as `ShownClient`, a budget with its lines as `BudgetStatement`.
        #expect(Set(asked + [Client.noun, Budget.noun, BudgetLine.noun]).symmetricDifference(ChangeAPI.rights.keys) == [])
    }

    private static func record(_ number: Int) throws -> (id: UInt64, at: Instant) {
        (UInt64(number), try #require(Instant("2026-06-30T09:00:00Z")))
    }

    private static func meeting(_ number: Int, in place: String) throws -> Meeting {
        let (low, at) = try record(number)
        return Meeting(
            record: Record(id: ID(high: 7 << 12, low: low), createdAt: at, updatedAt: at, version: 1), caseID: ID(high: 7 << 12, low: 1),
            details: Meeting.Details(
                kind: .needsTalk, heldOn: try #require(CalendarDate("2026-06-30")), place: place, placeChosenBy: .client,
                inviteesChosenByClient: true, closePersonIDs: [], otherParticipants: [], minutes: "Puhuttiin"))
    }

    private static func hidden<Value: Maskable>(_ value: Value) -> Value {
        var value = value
        for part in Value.mask.parts where part.isHeld(value) { part.hide(&value) }
        return value
    }

    @Test("pages, arrays, `Seen` values and optionals are masked like the values they hold") func holdersAreMasked() throws {
        let day = try #require(CalendarDate("2026-06-30"))
        let seen = try (1...3).map { Seen(try MaskTests.meeting($0, in: "Piilotie \($0)"), on: day) }
        #expect(MaskTests.withheld(Page<Seen<Meeting>>.self) == ["where the client is": ["place"]])
        #expect(MaskTests.withheld([Seen<Meeting>?].self) == ["where the client is": ["place"]])
        let page = MaskTests.hidden(Page(items: seen, next: "n", total: 3))
        #expect(page.items.map(\.entity.details.place) == ["***", "***", "***"] && page.next == "n" && page.total == 3)
        #expect(page.items.map(\.entity.details.minutes) == ["Puhuttiin", "Puhuttiin", "Puhuttiin"])
        #expect(MaskTests.hidden([nil, seen[0]]).map { $0?.entity.details.place } == [nil, "***"])
        // An empty page names nothing as withheld.
        #expect(Page<Seen<Meeting>>.mask.parts.map { $0.isHeld(Page(items: [], next: nil, total: nil)) } == [false])
        #expect(Page<Price>.mask.parts.isEmpty && Seen<Price>?.mask.parts.isEmpty)
    }

    @Test("text, table and tree are made of the masked value, like the item (P5)") func formsAreMasked() throws {
        let seen = try (1...2).map { Seen(try MaskTests.meeting($0, in: "Piilotie \($0)"), on: try #require(CalendarDate("2026-06-30"))) }
        let view = Page<Seen<Meeting>>.view("Meetings", MeetingAPI.view.of { $0.entity })
        let columns = CSV.columns(of: view.schema)
        func forms(_ page: Page<Seen<Meeting>>) -> [String] {
            let tree = view.tree(page)
            return [view.bytes(page), CSV.text(tree, columns), PlainText.text(tree), MeetingAPI.view.bytes(page.items[0].entity)]
                .map { String(decoding: $0, as: UTF8.self) }
        }
        let open = Page(items: seen, next: nil, total: nil)
        for text in forms(open) { #expect(text.contains("Piilotie 1"), "\(text)") }
        for text in forms(MaskTests.hidden(open)) { #expect(!text.contains("Piilotie") && text.contains("***"), "\(text)") }
        #expect(try JSONReader.read(view.bytes(open)) == view.tree(open))
    }

    @Test("on a page of clients, only the protected ones are masked (P5, row 69)") func clientsAreMaskedOneByOne() throws {
        let (low, at) = try MaskTests.record(1)
        let day = try #require(CalendarDate("1970-01-01"))
        func client(isProtected: Bool) throws -> ShownClient {
            ShownClient(
                Client(
                    record: Record(id: ID(high: 7 << 12, low: low), createdAt: at, updatedAt: at, version: 1),
                    maskedHetu: try #require(Hetu.make(birthDate: day, sign: "-", number: 900)).masked, number: "A1",
                    details: Client.Details(
                        givenNames: "Aino", familyName: "Mäki", language: .finnish, municipality: MunicipalityCode.all[0],
                        streetAddress: "Piilotie 1", postalCode: nil, postOffice: nil, phone: nil, email: nil, communicationNeed: nil),
                    deathDate: nil, isProtected: isProtected))
        }
        let page = MaskTests.hidden(Page(items: [try client(isProtected: false), try client(isProtected: true)], next: nil, total: nil))
        #expect(page.items.map(\.isWhereShown) == [true, false])
        #expect(page.items.map(\.client.details.streetAddress) == ["Piilotie 1", nil])
        // The mask hides only names that are members of the schema.
        #expect(Client.whereabouts.isSubset(of: ClientAPI.details.memberNames))
        let open = Page(items: [try client(isProtected: false)], next: nil, total: nil)
        #expect(Page<ShownClient>.mask.parts.map { $0.isHeld(open) } == [false])
    }
}
