import PersonalBudgeting
import Testing

@testable import API

/// The words that users read are those of the acts and of the trade, and one thing has one word.
@Suite struct TermsTests {
    /// Parts of words that are wrong here, with the words to use.
    private static let wrong: [(part: String, right: String)] = [
        ("palvelusuunnitelma", "asiakassuunnitelma"), ("serviceplan", "klientplan"), ("administratör", "huvudanvändare"),
        ("asiakkaan avustaja", "HB-avustaja"), ("klientens assistent", "PB-handledare"), ("vikariat", "ställföreträdarskap"),
        ("assistans", "assistent"), ("uppföljande bedömning", "mellanutvärdering"), ("föråldra", "tiden har gått ut"),
    ]

    @Test("no label, title, advice or name of a noun has a word that the trade does not use") func termsAreThoseOfTheTrade() {
        var texts = CodeList.all.flatMap { [$0.title] + $0.entries.map(\.label) }
        texts += RefusalCode.allCases.flatMap { [$0.title, $0.mending] }
        for noun in ["deputyship", "assistant_authorisation", "hb_assistant", "review", "service_plan"] {
            let words = NounInWords.of(noun)
            texts.append(LocalText(fi: words.fi, sv: words.sv, en: words.en))
        }
        for text in texts {
            for (part, right) in Self.wrong {
                let isWrong = text.fi.lowercased().contains(part) || text.sv.lowercased().contains(part)
                #expect(!isWrong, "\(text): use \(right)")
            }
        }
    }

    @Test("an assistant for personal budgeting is no personal assistant") func assistants() {
        let role = Role.hbAssistant.inWords
        #expect(role.fi == "HB-avustaja" && role.sv == "PB-handledare")
        let words = NounInWords.of("hb_assistant")
        #expect(words.fi == "HB-avustaja" && words.fiPartitive == "HB-avustajaa" && words.sv == "PB-handledaren")
    }

    @Test("a reversed entry and a closed case have one word in the title and in the state") func oneWord() {
        #expect(RefusalCode.alreadyReversed.title.fi.hasSuffix(Actual.State.reversed.label.fi))
        #expect(Case.State.closed.label.sv.hasSuffix("har stängts") && RefusalCode.caseClosed.title.sv.hasSuffix("har stängts"))
        #expect(Agreement.State.cancelled.label.sv == "annullerat" && Review.Decision.end.label.fi == "lopetetaan")
        #expect(FormInstrument.Phase.interim.label.sv == "i mellanskedet" && FormInstance.State.expired.label.sv == "tiden har gått ut")
    }
}
