import PersonalBudgeting
import Testing

/// The commands of a noun agree with its table of transitions (K25).
struct CommandTests {
    struct Noun: Sendable {
        let noun: String
        let commands: Set<String>
        let steps: Set<String>
        /// The commands that do not change the state.
        let staying: Set<String>
    }

    private static func noun<Entity: Stateful>(_ type: Entity.Type, staying: [Entity.Command] = []) -> Noun {
        Noun(
            noun: Entity.noun, commands: Set(Entity.Command.allCases.map(\.rawValue)),
            steps: Set(Entity.transitions.map(\.command.rawValue)), staying: Set(staying.map(\.rawValue)))
    }

    static let nouns: [Noun] = [
        noun(Case.self, staying: [.extendClock]), noun(Agreement.self, staying: [.endTrial, .continue]), noun(SupportPlan.self),
        noun(Decision.self), noun(Budget.self), noun(BudgetCalculation.self), noun(HbChoice.self), noun(Statement.self), noun(Review.self),
        noun(FormInstance.self), noun(DiaryEntry.self), noun(ResearchConsent.self), noun(AssistantAuthorisation.self),
        noun(PeerGroup.self), noun(PeerMembership.self), noun(CatalogueItem.self), noun(DevelopmentIdea.self), noun(RegionalModel.self),
        noun(Actual.self), noun(BreakGlass.self),
    ]

    @Test("every command has a transition in the table, except those that do not change the state (K25)", arguments: nouns)
    func commandsAreSteps(_ noun: Noun) {
        #expect(noun.commands.subtracting(noun.steps) == noun.staying, "\(noun.noun)")
    }

    @Test("a command is in kebab-case, as used in paths and events", arguments: nouns)
    func commandsAreKebabCase(_ noun: Noun) {
        for command in noun.commands {
            let isKebab = command.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D }
            #expect(isKebab && !command.hasPrefix("-") && !command.hasSuffix("-"), "\(noun.noun): \(command)")
        }
    }
}
