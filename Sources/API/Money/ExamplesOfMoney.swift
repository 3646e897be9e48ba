import PersonalBudgeting

/// The refusals about the budget, its ledger and its purchases.
extension ProblemExample {
    static let servicePlanOutdated = ProblemExample(
        when: LocalText(
            fi: "Tehdään sopimus, vaikka asiakassuunnitelmaa ei ole päivitetty päätöksen jälkeen.",
            sv: "Ett avtal ingås fast klientplanen inte har uppdaterats efter beslutet.",
            en: "An agreement is made although the service plan was not updated after the decision."),
        request: .post(
            "/v1/cases/{case}/service-plans",
            """
            {"decisionId":"{decision}","clientAssessment":"Tarvitsen apua liikkumiseen.","workerAssessment":"Tarve on arvioitu.",
             "services":["Avustaja 10 h/kk"],"goals":["Uinti kahdesti viikossa"],"contacts":["Sari Sosiaali"],"reviewOn":"2026-12-01"}
            """))

    static let monitoringMissing = ProblemExample(
        when: LocalText(
            fi: "Budjetti otetaan käyttöön ilman sovittua seurantaa, jota alueellinen malli edellyttää.",
            sv: "En budget tas i bruk utan den överenskomna uppföljning som den regionala modellen kräver.",
            en: "A budget is brought into force without the agreed monitoring that the regional model requires."),
        request: .post(
            "/v1/cases/{case}/monitoring-agreements",
            """
            {"what":"Budjetin käyttö ja jaksaminen","how":"Puhelu ja yhteinen katsaus","intervalMonths":3,"withWhom":"sisar",
             "startsOn":"2026-03-31"}
            """))

    static let purchaseMissing = ProblemExample(
        when: LocalText(
            fi: "Asia ei etene käyttövaiheeseen, koska mitään hankintaa ei ole sovittu.",
            sv: "Ärendet går inte vidare till användning, eftersom ingen anskaffning har avtalats.",
            en: "The case does not move on to use, because no purchase is agreed."),
        request: .post("/v1/cases/{case}/agreements", agreement))

    static let budgetMissing = ProblemExample(
        when: LocalText(
            fi: "Päätöstä ei voi luonnostella, koska asialla ei ole alustavaa budjettia.",
            sv: "Ett beslut kan inte skissas upp, eftersom ärendet saknar en preliminär budget.",
            en: "A decision cannot be drafted, because the case has no indicative budget."),
        request: .post("/v1/cases/{case}/budgets", budget))

    static let insufficientBudget = ProblemExample(
        when: LocalText(
            fi: "Tehdään sopimus, jonka hinta on suurempi kuin budjettirivillä on jäljellä.",
            sv: "Ett avtal ingås som kostar mer än vad som finns kvar på budgetraden.",
            en: "An agreement costs more than the budget line has left."),
        request: .post("/v1/cases/{case}/agreements", agreement))

    static let outsidePeriod = ProblemExample(
        when: LocalText(
            fi: "Tehdään sopimus, joka jatkuu budjettikauden yli.",
            sv: "Ett avtal ingås som fortsätter efter budgetperioden.",
            en: "An agreement continues beyond the period of the budget."),
        request: .post("/v1/cases/{case}/agreements", agreement))

    private static let agreement = """
        {"budgetLineId":"{budgetLine}","mode":"purchased","providerId":"{provider}","period":{"from":"2026-07-01","to":"2026-12-31"},
         "quantityThousandths":10000,"unitPriceCents":4000}
        """

    static let providerNotApproved = ProblemExample(
        when: LocalText(
            fi: "Tehdään sopimus tuottajan kanssa, jota ei ole hyväksytty palveluun koko sopimuksen ajaksi.",
            sv: "Ett avtal ingås med en producent som inte är godkänd för tjänsten under hela avtalstiden.",
            en: "An agreement is made with a provider who is not approved for the service on all its days."),
        request: .patch("/v1/providers/{provider}", #"{"approvedServiceTypes":["{serviceTypeCode}"],"approvedTo":null}"#))

    static let serviceExcluded = ProblemExample(
        when: LocalText(
            fi: "Budjettiin otetaan palvelu, jota alueellinen malli ei salli.",
            sv: "I budgeten tas en tjänst som den regionala modellen inte tillåter.",
            en: "The budget contains a service that the regional model does not allow."),
        request: .post("/v1/cases/{case}/budgets", budget))

    static let amountOutOfRange = ProblemExample(
        when: LocalText(
            fi: "Määrä kertaa hinta on suurempi kuin rahamäärä voi olla.",
            sv: "Mängden gånger priset är större än ett belopp får vara.",
            en: "A quantity times its price exceeds the largest sum of money."),
        request: .post("/v1/cases/{case}/budgets", budget))

    private static let budget = """
        {"calculationId":"{budgetCalculation}","period":{"from":"2026-07-01","to":"2026-12-31"},"administrationMode":"county_managed",
         "lines":[{"serviceTypeCode":"{serviceTypeCode}","purpose":"Liikunta","legalBasis":"Vammaispalvelulaki 675/2023 9 §",
                   "quantityThousandths":104000,"unitPriceCents":2450}]}
        """

    static let trialTooLong = ProblemExample(
        when: LocalText(
            fi: "Sovitaan kokeilu, joka on pitempi kuin alueellinen malli sallii.",
            sv: "Ett försök avtalas som är längre än den regionala modellen tillåter.",
            en: "The agreed trial is longer than the regional model allows."),
        request: .post(
            "/v1/cases/{case}/agreements",
            """
            {"budgetLineId":"{budgetLine}","mode":"purchased","providerId":"{provider}","isTrial":true,
             "period":{"from":"2026-07-01","to":"2026-09-28"},"quantityThousandths":10000,"unitPriceCents":4000}
            """))

    static let clientOpinionMissing = ProblemExample(
        when: LocalText(
            fi: "Kokeilua jatketaan, vaikka asiakkaan mielipidettä siitä ei ole kirjattu.",
            sv: "Ett försök fortsätts fast klientens åsikt om det inte har antecknats.",
            en: "A trial is continued although the client's opinion of it is not recorded."),
        request: .command(
            "/v1/cases/{case}/agreements/{agreement}/continue",
            #"{"until":"2026-12-31","clientOpinion":"Tämä avustaja sopii minulle, haluan jatkaa."}"#))

    static let transferBound = ProblemExample(
        when: LocalText(
            fi: "Riviltä siirretään enemmän kuin alueellisen mallin sallima osuus.",
            sv: "Från en rad överförs mer än den andel som den regionala modellen tillåter.",
            en: "A transfer takes a larger share of a line than the regional model allows."),
        request: .post("/v1/cases/{case}/budgets/{budget}/transfers", transfer))

    static let earmarkedLine = ProblemExample(
        when: LocalText(
            fi: "Rahaa siirretään korvamerkityltä riviltä.",
            sv: "Pengar överförs från en öronmärkt rad.",
            en: "Money is moved from an earmarked line."),
        request: .post("/v1/cases/{case}/budgets/{budget}/transfers", transfer))

    private static let transfer = """
        {"fromLineId":"{fromLine}","toLineId":"{toLine}","amountCents":20000,"reason":"Kuntosalin sijaan uintia syksystä alkaen."}
        """

    static let belowCommitted = ProblemExample(
        when: LocalText(
            fi: "Riviltä siirretään rahaa, joka on jo sidottu sopimukseen.",
            sv: "Från en rad överförs pengar som redan är bundna i ett avtal.",
            en: "Money is moved from a line although it is already committed to an agreement."),
        request: .command("/v1/cases/{case}/agreements/{agreement}/cancel", #"{"reason":"Palvelua ei aloitettu."}"#))

    static let budgetsDisagree = ProblemExample(
        when: LocalText(
            fi: "Budjetti otetaan käyttöön päiville, joina asian toisessa budjetissa on vielä rahaa; alla {budget} on se toinen.",
            sv: "En budget tas i bruk för dagar då ärendets andra budget ännu har pengar; nedan är {budget} den andra.",
            en:
                "A budget is brought into force for days on which another budget of the case holds money; {budget} below is the other budget."
        ),
        request: .command("/v1/cases/{case}/budgets/{budget}/settle"))
}
