import PersonalBudgeting

/// The refusals about the decision.
extension ProblemExample {
    static let calculationMissing = ProblemExample(
        when: LocalText(
            fi: "Päätöstä esitetään, vaikka asialle ei ole valittu budjettilaskelmaa.",
            sv: "Beslut föreslås fast ingen budgetberäkning har valts för ärendet.",
            en: "A decision is proposed although no calculation of the case is chosen."),
        request: .command("/v1/cases/{case}/budget-calculations/{budgetCalculation}/choose"))

    static let decisionMissing = ProblemExample(
        when: LocalText(
            fi: "Päätöstä ei voi esittää, koska sitä ei ole luonnosteltu.",
            sv: "Ett beslut kan inte föreslås, eftersom det inte har skissats upp.",
            en: "A decision cannot be proposed, because there is no draft."),
        request: .post(
            "/v1/cases/{case}/decisions",
            #"{"kind":"budget_grant","supportPlanId":"{supportPlan}","budgetId":"{budget}"}"#))

    static let decisionIncomplete = ProblemExample(
        when: LocalText(
            fi: "Tehdään päätös, josta puuttuu osa, esimerkiksi muutoksenhakuohje.",
            sv: "Ett beslut fattas som saknar en del, till exempel besvärsanvisningen.",
            en: "A decision is made without a required part, such as the instructions for appeal."),
        request: .patch(
            "/v1/cases/{case}/decisions/{decision}",
            #"{"appealInstructions":"Päätökseen saa vaatia oikaisua 30 päivän kuluessa tiedoksisaannista."}"#))

    static let decisionFrozen = ProblemExample(
        when: LocalText(
            fi: "Muutetaan päätöstä, joka on jo tehty; muutos tarvitsee uuden päätöksen.",
            sv: "Ett redan fattat beslut ändras; ändringen kräver ett nytt beslut.",
            en: "A decision that has been made is changed; the change needs a new decision."),
        request: .command("/v1/cases/{case}/plan-again", #"{"reason":"Avustajan tuntimäärä oli laskettu väärin."}"#))

    static let authorityExceeded = ProblemExample(
        when: LocalText(
            fi: "Viranhaltija päättää summasta, joka ylittää hänen euromääräisen toimivaltansa.",
            sv: "En tjänsteinnehavare beslutar om en summa som överskrider befogenheten i euro.",
            en: "An office holder decides on a sum above the limit of the role."),
        request: .command("/v1/cases/{case}/decisions/{decision}/make", #"{"outcome":"approved"}"#))

    static let wrongAuthority = ProblemExample(
        when: LocalText(
            fi: "Viranhaltija tekee päätöksen, jonka alueellinen malli antaa toimielimelle.",
            sv: "En tjänsteinnehavare fattar ett beslut som den regionala modellen ger ett organ.",
            en: "An office holder makes a decision that the regional model gives to the body."),
        request: .command("/v1/cases/{case}/decisions/{decision}/put-on-agenda"))

    static let disqualified = ProblemExample(
        when: LocalText(
            fi: "Valmistelija esittää päätöstä, vaikka on ilmoittanut siteen asiakkaaseen.",
            sv: "Beredaren föreslår ett beslut fast hen har anmält en bindning till klienten.",
            en: "The preparer proposes a decision although a tie to the client has been declared."),
        request: .command("/v1/cases/{case}/decisions/{decision}/propose"))

    static let fourEyes = ProblemExample(
        when: LocalText(
            fi: "Päätöksen valmistelija tekee sen myös itse, vaikka summa ylittää kahden henkilön rajan.",
            sv: "Den som har berett beslutet fattar det också, fast summan kräver två personer.",
            en: "The preparer also makes the decision, although the sum requires two persons."),
        request: .command("/v1/cases/{case}/decisions/{decision}/make", #"{"outcome":"approved"}"#))

    static let reasonsMissing = ProblemExample(
        when: LocalText(
            fi: "Kielteinen päätös tehdään ilman perusteluja.",
            sv: "Ett avslag fattas utan motivering.",
            en: "A rejection is made without its reasons."),
        request: .command(
            "/v1/cases/{case}/decisions/{decision}/make",
            #"{"outcome":"rejected","reasons":"Palvelu järjestetään terveydenhuollon lääkinnällisenä kuntoutuksena (SHL 45 §)."}"#))

    static let amountsDiffer = ProblemExample(
        when: LocalText(
            fi: "Päätöstä tehdään, mutta budjetti ei ole enää se, jota esitettiin; esitys otetaan takaisin.",
            sv: "Beslutet fattas, men budgeten är inte längre den som föreslogs; förslaget tas tillbaka.",
            en: "The decision is made, but the budget has changed since the proposal; the proposal is withdrawn."),
        request: .command("/v1/cases/{case}/decisions/{decision}/withdraw", #"{"reason":"Budjetti tarkistetaan ja esitetään uudelleen."}"#))
}
