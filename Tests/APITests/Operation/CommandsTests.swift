import PersonalBudgeting
import Testing

@testable import API

/// Every command of a noun with states is an operation below the item (K25), and every remedy is a call.
struct CommandsTests {
    struct Noun: Sendable {
        let noun: String
        let path: String
        /// All commands, as written in paths.
        let commands: Set<String>
        /// The commands of the table that a person may give.
        let given: Set<String>
        /// The commands that follow from other operations and have none of their own.
        let following: Set<String>
    }

    private static func noun<Entity: Stateful>(_ type: Entity.Type, at path: String, following: [Entity.Command] = []) -> Noun {
        Noun(
            noun: Entity.noun, path: path, commands: Set(Entity.Command.allCases.map(\.rawValue)),
            given: Set(Entity.transitions.filter(\.isCommand).map(\.command.rawValue)), following: Set(following.map(\.rawValue)))
    }

    static let nouns: [Noun] = [
        noun(
            Case.self, at: "/v1/cases/{case}",
            following: [
                .chooseHb, .chooseOther, .beginPlanning, .withdrawChoice, .proposeDecision, .returnForWork, .approve, .reject, .activate,
            ]),
        noun(
            SupportPlan.self, at: "/v1/cases/{case}/support-plans/{supportPlan}",
            following: [.beginDialogue, .propose, .approve, .return, .reject, .recall, .supersede]),
        noun(Decision.self, at: "/v1/cases/{case}/decisions/{decision}", following: [.handle, .return, .serve]),
        noun(Budget.self, at: "/v1/cases/{case}/budgets/{budget}", following: [.propose, .return, .approve, .reject]),
        noun(BudgetCalculation.self, at: "/v1/cases/{case}/budget-calculations/{budgetCalculation}", following: [.supersede]),
        noun(Agreement.self, at: "/v1/cases/{case}/agreements/{agreement}"),
        noun(HbChoice.self, at: "/v1/cases/{case}/choices/{choice}"),
        noun(Statement.self, at: "/v1/cases/{case}/statements/{statement}"),
        noun(Review.self, at: "/v1/cases/{case}/reviews/{review}"),
        noun(FormInstance.self, at: "/v1/cases/{case}/forms/{form}"),
        noun(DiaryEntry.self, at: "/v1/cases/{case}/diary-entries/{diaryEntry}"),
        noun(ResearchConsent.self, at: "/v1/cases/{case}/research-consents/{researchConsent}"),
        noun(AssistantAuthorisation.self, at: "/v1/clients/{client}/assistant-authorisations/{assistantAuthorisation}"),
        noun(PeerGroup.self, at: "/v1/peer-groups/{peerGroup}"),
        noun(PeerMembership.self, at: "/v1/peer-groups/{peerGroup}/memberships/{membership}"),
        noun(CatalogueItem.self, at: "/v1/catalogue-items/{catalogueItem}"),
        noun(DevelopmentIdea.self, at: "/v1/development-ideas/{developmentIdea}"),
        noun(RegionalModel.self, at: "/v1/regional-models/{regionalModel}"),
        noun(Actual.self, at: "/v1/service-data/actuals/{actual}", following: [.accept, .note, .reject]),
        noun(BreakGlass.self, at: "/v1/break-glass/{breakGlass}"),
    ]

    @Test("every command is an operation below the path of its item, except those that follow from others (K25)", arguments: nouns)
    func commandsAreOperations(_ noun: Noun) {
        let operations = Set((Operations.commands[noun.path] ?? [:]).keys)
        #expect(noun.commands.subtracting(operations) == noun.following, "\(noun.noun)")
        #expect(noun.given.isDisjoint(with: noun.following), "\(noun.noun)")
    }

    @Test("every remedy links to a call, with the identities in its path")
    func remediesAreCalls() throws {
        let caseID = try #require(ID<Case>("01980000-0000-7000-8000-000000000001"))
        func id<Entity>() throws -> ID<Entity> { try #require(ID<Entity>("01980000-0000-7000-8000-000000000002")) }
        let steps: [Remedy] = Case.transitions.filter(\.isCommand).map { .transitionCase($0.command) }
        let commands: [Budget.Command] = [.activate, .resume, .beginClosing, .settle]
        let money: [Remedy] = try commands.map { .transitionBudget($0, try id()) }
        let known: [Remedy] = try [
            .withdrawChoice(id()), .chooseCalculation(id()), .revisePlan(id()), .submitPlan(id()), .reviseDecision(id()),
            .proposeDecision(id()), .withdrawDecision(id()), .putOnAgenda(id()), .decide(id()), .handleInBody(id()),
            .activateAgreement(id()), .answerForm(id()), .openInstrument(id()), .withdrawModel(id()),
        ]
        let makings: [Remedy] = [
            .addAlternative, .weighSuitability, .choose(hb: true), .computeBudget, .draftBudget, .agreeOnMonitoring, .draftPlan,
            .holdDialogue, .draftDecision, .addServicePlan, .agree,
        ]
        for remedy in steps + money + known + makings {
            let link = try #require(remedy.link(in: caseID), "\(remedy)")
            #expect(!link.path.contains("{"), "\(remedy): \(link.path)")
        }
        let open = try #require(Remedy.proposeDecision(nil).link(in: caseID))
        #expect(open.path == "/v1/cases/\(caseID)/decisions/{decision}/propose")
    }
}
