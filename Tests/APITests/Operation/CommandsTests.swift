import PersonalBudgeting
import Testing

@testable import API

/// Every command of a state machine is an operation below the item, and every deed is a call.
struct CommandsTests {
    private static func commands<Entity: Stateful>(_ type: Entity.Type, at itemPath: String) -> (String, Set<String>, String) {
        (Entity.noun, Set(Entity.transitions.filter(\.isCommand).map(\.command)), itemPath)
    }

    private static let nouns: [(noun: String, commands: Set<String>, path: String)] = [
        commands(Case.self, at: "/v1/cases/{case}"),
        commands(SupportPlan.self, at: "/v1/cases/{case}/support-plans/{supportPlan}"),
        commands(Decision.self, at: "/v1/cases/{case}/decisions/{decision}"),
        commands(Budget.self, at: "/v1/cases/{case}/budgets/{budget}"),
        commands(BudgetCalculation.self, at: "/v1/cases/{case}/budget-calculations/{budgetCalculation}"),
        commands(Agreement.self, at: "/v1/cases/{case}/agreements/{agreement}"),
        commands(HbChoice.self, at: "/v1/cases/{case}/choices/{choice}"),
        commands(Statement.self, at: "/v1/cases/{case}/statements/{statement}"),
        commands(Review.self, at: "/v1/cases/{case}/reviews/{review}"),
        commands(FormInstance.self, at: "/v1/cases/{case}/forms/{form}"),
        commands(DiaryEntry.self, at: "/v1/cases/{case}/diary-entries/{diaryEntry}"),
        commands(ResearchConsent.self, at: "/v1/cases/{case}/research-consents/{researchConsent}"),
        commands(AssistantAuthorisation.self, at: "/v1/clients/{client}/assistant-authorisations/{assistantAuthorisation}"),
        commands(PeerGroup.self, at: "/v1/peer-groups/{peerGroup}"),
        commands(PeerMembership.self, at: "/v1/peer-groups/{peerGroup}/memberships/{membership}"),
        commands(CatalogueItem.self, at: "/v1/catalogue-items/{catalogueItem}"),
        commands(DevelopmentIdea.self, at: "/v1/development-ideas/{developmentIdea}"),
        commands(RegionalModel.self, at: "/v1/regional-models/{regionalModel}"),
        commands(Actual.self, at: "/v1/service-data/actuals/{actual}"),
    ]

    @Test("every command of a state machine is an operation below the path of its item")
    func commandsAreOperations() {
        for noun in CommandsTests.nouns {
            let operations = Set((Operations.commands[noun.path] ?? [:]).keys)
            #expect(noun.commands.subtracting(operations) == [], "\(noun.noun)")
        }
    }

    @Test("every deed is a call, its identity in its place")
    func deedsAreCalls() throws {
        let caseID = try #require(ID<Case>("01980000-0000-7000-8000-000000000001"))
        func id<Entity>() throws -> ID<Entity> { try #require(ID<Entity>("01980000-0000-7000-8000-000000000002")) }
        let steps: [Remedy] = Case.transitions.filter(\.isCommand).map { .takeCaseStep($0.command) }
        let money: [Remedy] = try ["activate", "resume", "begin-closing", "settle"].map { .takeBudgetStep($0, try id()) }
        let known: [Remedy] = try [
            .withdrawChoice(id()), .chooseCalculation(id()), .revisePlan(id()), .submitPlan(id()), .reviseDecision(id()),
            .proposeDecision(id()), .withdrawDecision(id()), .putOnAgenda(id()), .makeDecision(id()), .handleInBody(id()),
            .activateAgreement(id()), .answerForm(id()), .openInstrument(id()), .withdrawModel(id()),
        ]
        let makings: [Remedy] = [
            .addAlternative, .weighSuitability, .choose(hb: true), .computeBudget, .draftBudget, .agreeOnMonitoring, .draftPlan,
            .holdDialogue, .draftDecision, .addServicePlan, .agree,
        ]
        for deed in steps + money + known + makings {
            let link = try #require(deed.link(in: caseID), "\(deed)")
            #expect(!link.path.contains("{"), "\(deed): \(link.path)")
        }
        let open = try #require(Remedy.proposeDecision(nil).link(in: caseID))
        #expect(open.path == "/v1/cases/\(caseID)/decisions/{decision}/propose")
    }
}
