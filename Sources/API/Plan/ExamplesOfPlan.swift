import PersonalBudgeting

/// The refusals about the support plan and the dialogue.
extension ProblemExample {
    static let revisionFrozen = ProblemExample(
        when: LocalText(
            fi: "Muutetaan tukisuunnitelman versiota, joka on jo jätetty.",
            sv: "En redan inlämnad version av stödplanen ändras.",
            en: "A submitted revision of the support plan is changed."),
        request: .post("/v1/cases/{case}/support-plans", #"{"copyFrom":"{supportPlan}"}"#))

    static let requiredAnswersMissing = ProblemExample(
        when: LocalText(
            fi: "Tukisuunnitelma jätetään, vaikka pakollisiin kysymyksiin ei ole vastattu.",
            sv: "Stödplanen lämnas in fast obligatoriska frågor inte har besvarats.",
            en: "The support plan is submitted although required questions are not answered."),
        request: .patch(
            "/v1/cases/{case}/support-plans/{supportPlan}",
            """
            {"answers":[
              {"questionCode":"services_today","text":"Päivätoiminta neljänä päivänä viikossa."},
              {"questionCode":"aims_of_budget","text":"Haluan liikkua ja tavata ystäviä iltaisin."},
              {"questionCode":"use_of_budget","text":"Uimahalliin avustajan kanssa kahdesti viikossa."},
              {"questionCode":"important_to_us","text":"Että saan itse päättää, milloin lähden."},
              {"questionCode":"change_or_achieve","text":"Kuljen bussilla ilman saattajaa."},
              {"questionCode":"arranging_support","text":"Sisko auttaa sopimaan ajat."},
              {"questionCode":"budget_purposes","text":"Avustaja, uimahalli, bussikortti."},
              {"questionCode":"who_helps","text":"Sisko ja avustaja."},
              {"questionCode":"who_is_responsible","text":"Minä, siskon tuella."},
              {"questionCode":"keeping_control","text":"Katsomme kulut joka kuun lopussa."},
              {"questionCode":"help_in_deciding","text":"Sisko selittää vaihtoehdot."},
              {"questionCode":"who_decides","text":"Minä itse."},
              {"questionCode":"next_steps","text":"Etsimme avustajan toukokuussa."},
              {"questionCode":"schedule_and_follow_up","text":"Alku heinäkuussa, katsaus joulukuussa."}]}
            """))

    static let excessNotJustified = ProblemExample(
        when: LocalText(
            fi: "Jätetään tukisuunnitelma, jonka summa ylittää alustavan budjetin, eikä ylitystä ole perusteltu.",
            sv: "En stödplan lämnas in vars summa överskrider den preliminära budgeten utan motivering.",
            en: "A support plan above the indicative budget is submitted without a justification."),
        request: .patch(
            "/v1/cases/{case}/support-plans/{supportPlan}",
            #"{"justificationForExcess":"Matkat uimahalliin ovat pitkiä, eikä bussi kulje iltaisin."}"#))

    static let excludedPurpose = ProblemExample(
        when: LocalText(
            fi: "Suunnitelmaan kirjataan käyttötarkoitus, jonka alueellinen malli rajaa pois.",
            sv: "I planen skrivs ett ändamål som den regionala modellen utesluter.",
            en: "The plan contains a purpose that the regional model excludes."),
        request: .post(
            "/v1/cases/{case}/support-plans",
            """
            {"authoredBy":"worker_as_scribe",
             "answers":[{"questionCode":"who_helps","text":"Sisko ja avustaja."}],
             "items":[{"need":"Liikkuminen","solution":"Uinti avustajan kanssa","purposeCode":"liikunta","quantityThousandths":104000,
                       "unitPriceCents":2450,"unit":"hour","frequency":"weekly"}],
             "responsibilities":[{"matter":"Rahan käyttö","decides":"Minä itse","helpsDecide":"Sisko"}]}
            """))

    static let dialogueMissing = ProblemExample(
        when: LocalText(
            fi: "Päätöstä esitetään, vaikka uusimmasta suunnitelmasta ei ole käyty vuoropuhelua.",
            sv: "Beslut föreslås fast ingen dialog har förts om den nyaste planen.",
            en: "A decision is proposed although no dialogue has been held on the newest plan."),
        request: .post(
            "/v1/cases/{case}/dialogue-rounds",
            """
            {"supportPlanId":"{supportPlan}","heldOn":"2026-04-15","topics":["amount","ways"],"clientView":"Summa riittää.",
             "workerView":"Suunnitelma vastaa arvioituun tarpeeseen.","agreed":true,"openPoints":[]}
            """))

    static let planNotReady = ProblemExample(
        when: LocalText(
            fi: "Vuoropuhelu kirjataan tukisuunnitelmasta, jota ei ole vielä jätetty.",
            sv: "En dialog antecknas om en stödplan som ännu inte har lämnats in.",
            en: "A dialogue is recorded on a support plan that is not submitted yet."),
        request: .command("/v1/cases/{case}/support-plans/{supportPlan}/submit"))
}
