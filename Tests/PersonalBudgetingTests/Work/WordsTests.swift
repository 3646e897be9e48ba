import Testing

@testable import PersonalBudgeting

/// Every noun, state and command has words in the three languages for the sentences of refusals.
struct WordsTests {
    struct Noun: Sendable {
        let noun: String
        let states: [String]
        let commands: [String]
    }

    private static func noun<Entity: Stateful>(_ type: Entity.Type) -> Noun {
        Noun(noun: Entity.noun, states: Entity.State.allCases.map(\.rawValue), commands: Entity.Command.allCases.map(\.rawValue))
    }

    static let nouns: [Noun] = [
        noun(Case.self), noun(Agreement.self), noun(SupportPlan.self), noun(Decision.self), noun(Budget.self), noun(BudgetCalculation.self),
        noun(HbChoice.self), noun(Statement.self), noun(Review.self), noun(FormInstance.self), noun(DiaryEntry.self),
        noun(ResearchConsent.self), noun(AssistantAuthorisation.self), noun(PeerGroup.self), noun(PeerMembership.self),
        noun(CatalogueItem.self), noun(DevelopmentIdea.self), noun(RegionalModel.self), noun(Actual.self), noun(BreakGlass.self),
    ]

    @Test("every state and command of a noun has words of its own", arguments: nouns) func areNamed(_ noun: Noun) {
        #expect(NounInWords.knows(noun.noun))
        for state in noun.states {
            let words = StatesInWords.state(state, of: noun.noun)
            #expect(StatesInWords.knows(state: state, of: noun.noun) && words.fi != words.sv, "\(noun.noun) \(state)")
        }
        for command in noun.commands {
            let words = StatesInWords.command(command, of: noun.noun)
            #expect(StatesInWords.knows(command: command, of: noun.noun) && words.fi != words.sv, "\(noun.noun) \(command)")
        }
    }

    @Test(
        "changes that are not commands, and states that are none, have words too",
        arguments: ["draft-decision", "draft-plan", "reserve", "replace-lines", "transfer", "join", "change", "reschedule", "accept"])
    func changesAreNamed(change: String) {
        #expect(StatesInWords.knows(command: change, of: "case"))
        for state in ["revoked", "ended", "no_trial"] + Agreement.TrialOutcome.allCases.map({ "trial_\($0.rawValue)" }) {
            #expect(StatesInWords.knows(state: state, of: "agreement"), "\(state)")
        }
    }

    @Test("an illegal transition names the thing, the state and what is possible") func notPossible() {
        let refused = Refusal.illegalTransition("case", in: "closed", toDo: "close", allowed: [])
        #expect(refused.detail.fi == "asia: tilassa ”asia suljettu” ei voi valita toimintoa ”sulje”; muitakaan toimintoja ei ole")
        #expect(refused.detail.en == "close is not possible for the case in state closed; no command is allowed")
        let other = Refusal.illegalTransition("actual", in: "held", toDo: "reverse", allowed: ["accept", "reject"])
        #expect(
            other.detail.sv == "utfallet: i tillståndet ”ska utredas” kan åtgärden ”återför” inte väljas; möjligt: ”godkänn”, ”avvisa”")
        #expect(other.allowed == ["accept", "reject"])
    }

    @Test("what does not exist is named in each language") func notFound() {
        #expect(Refusal.notFound("case").detail == LocalText(fi: "asiaa ei löydy", sv: "ärendet finns inte", en: "there is no such case"))
        #expect(Refusal.notFound("break_glass").detail.en == "there is no such opening of a file")
    }
}
