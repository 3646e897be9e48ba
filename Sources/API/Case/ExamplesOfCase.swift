import PersonalBudgeting

/// The refusals about the case, the choice and the regional model.
extension ProblemExample {
    static let secondOpenCase = ProblemExample(
        when: LocalText(
            fi: "Avataan asia asiakkaalle, jonka edellinen asia on vielä auki; alla {case} on se avoin asia.",
            sv: "Ett ärende öppnas för en klient vars förra ärende ännu är öppet; nedan är {case} det öppna ärendet.",
            en: "A case is opened for a client who already has an open case; {case} below is the open case."),
        request: .command("/v1/cases/{case}/close", #"{"reason":"Asiakas muutti toiselle hyvinvointialueelle."}"#))

    static let noModelInForce = ProblemExample(
        when: LocalText(
            fi: "Avataan asia alueellisella mallilla, jota ei ole tai joka ei ole voimassa yhteydenoton päivänä.",
            sv: "Ett ärende öppnas med en regional modell som inte finns eller inte gäller den dag kontakten togs.",
            en: "A case is opened under a regional model that does not exist or is not in force on the day of the contact."),
        request: .post(
            "/v1/cases",
            #"{"clientId":"{client}","regionalModel":"{regionalModelCode}","contactAt":"2026-03-03","channel":"visit","applicantRole":"client"}"#
        ))

    static let alternativesMissing = ProblemExample(
        when: LocalText(
            fi: "Arvioinnista siirrytään eteenpäin, vaikka muuta kuin henkilökohtainen budjetti ei ole esitelty.",
            sv: "Man går vidare från bedömningen fast inget annat än personlig budget har presenterats.",
            en: "The case moves on from the assessment although only personal budgeting has been presented."),
        request: .post(
            "/v1/cases/{case}/alternatives",
            """
            {"form":"county_service","title":"Hyvinvointialueen päivätoiminta","pros":["tuttu paikka"],"cons":["kiinteä aikataulu"],
             "presentedOn":"2026-03-10"}
            """))

    static let suitabilityMissing = ProblemExample(
        when: LocalText(
            fi: "Asiakkaan valinta kirjataan, vaikka henkilökohtaisen budjetin mahdollisuuksia ja riskejä ei ole punnittu.",
            sv: "Klientens val antecknas fast möjligheterna och riskerna med en personlig budget inte har vägts.",
            en: "The client's choice is recorded although the possibilities and risks of personal budgeting have not been weighed."),
        request: .put(
            "/v1/cases/{case}/suitability",
            #"{"possibilities":["oma aikataulu"],"risks":["laskujen hoito"],"supportNeeded":"apua laskujen maksamiseen"}"#))

    static let commitmentsMissing = ProblemExample(
        when: LocalText(
            fi: "Henkilökohtainen budjetti valitaan, vaikka kaikkia sitoumuksia ei ole käyty läpi.",
            sv: "Personlig budget väljs fast alla åtaganden inte har gåtts igenom.",
            en: "Personal budgeting is chosen before all commitments have been gone through."),
        request: .post("/v1/cases/{case}/choices", choice))

    static let choiceMissing = ProblemExample(
        when: LocalText(
            fi: "Tukisuunnitelmaa aletaan kirjoittaa ennen kuin asiakas on valinnut henkilökohtaisen budjetin.",
            sv: "Stödplanen börjar skrivas innan klienten har valt personlig budget.",
            en: "The support plan is begun before the client has chosen personal budgeting."),
        request: .post("/v1/cases/{case}/choices", choice))

    private static let choice = """
        {"chosen":true,"chosenOn":"2026-03-20",
         "commitmentsAcknowledged":["esr_form","kykyviisari","end_survey","effort_and_costs","follow_up"]}
        """

    static let contactForbidden = ProblemExample(
        when: LocalText(
            fi: "Tapaamiseen kutsutaan läheinen, johon asiakas on kieltänyt yhteydenoton.",
            sv: "Till ett möte bjuds en närstående som klienten har förbjudit kontakt med.",
            en: "A close person is invited to a meeting although the client has forbidden contact."),
        request: .post(
            "/v1/cases/{case}/meetings",
            """
            {"kind":"needs_talk","heldOn":"2026-03-05","place":"Kotona keittiön pöydän ääressä","placeChosenBy":"client",
             "inviteesChosenByClient":true,"closePersonIds":["{closePerson}"]}
            """))

    static let extensionReasonMissing = ProblemExample(
        when: LocalText(
            fi: "Päätöksen määräaikaa pidennetään ilman perustelua.",
            sv: "Tidsfristen för beslutet förlängs utan motivering.",
            en: "The time limit of the decision is extended without a reason."),
        request: .command(
            "/v1/cases/{case}/extend-clock",
            #"{"clock":"decision","until":"2026-07-02","reason":"Asiakkaan pyytämä lääkärinlausunto saadaan vasta kesäkuussa."}"#))

    static let openCommitments = ProblemExample(
        when: LocalText(
            fi: "Asia suljetaan, vaikka sen budjetissa on vielä rahaa.",
            sv: "Ett ärende avslutas fast det ännu finns pengar i dess budget.",
            en: "A case is closed while its budget still holds money."),
        request: .command("/v1/cases/{case}/budgets/{budget}/settle"))

    static let caseClosed = ProblemExample(
        when: LocalText(
            fi: "Suljettuun asiaan kirjataan uutta.",
            sv: "Något nytt antecknas i ett ärende som har stängts.",
            en: "Something new is recorded in a closed case."),
        request: .post(
            "/v1/cases",
            #"{"clientId":"{client}","regionalModel":"{regionalModelCode}","contactAt":"2026-06-29","channel":"phone","applicantRole":"client"}"#
        ))

    static let overlappingValidity = ProblemExample(
        when: LocalText(
            fi: "Mallin uusi versio otetaan käyttöön päivälle, jona edellinen on vielä voimassa.",
            sv: "En ny version av modellen tas i bruk för en dag då den förra ännu gäller.",
            en: "A new version of the model is brought into force for a day on which the previous version is still in force."),
        request: .patch("/v1/regional-models/{regionalModel}", #"{"validFrom":"2026-06-01"}"#))

    static let modelInForce = ProblemExample(
        when: LocalText(
            fi: "Muutetaan alueellista mallia, joka on jo otettu käyttöön; muutos tehdään seuraavaan versioon.",
            sv: "En regional modell ändras som redan har tagits i bruk; ändringen görs i nästa version.",
            en: "A regional model that is already in use is changed; the change goes into its next version."),
        request: .post(
            "/v1/regional-models",
            """
            {"code":"{regionalModelCode}","name":"Henkilökohtainen budjetointi 2027","county":"06","validFrom":"2027-01-01",
             "contact":"Palveluohjaus, p. 03 000 0000",
             "rules":{"decidingAuthority":"office_holder_then_body","authorityName":"Vammaispalvelujen johtaja",
                      "bodyName":"Yksilöasioiden jaosto","officeHolderLimitCents":2000000,"fourEyesAboveCents":1000000,
                      "allowedBases":["current_services_to_change","entitlement"],"allowedServiceTypes":[],
                      "excludedPurposes":["alkoholi"],"carryOver":"none","tolerancePercent":10,"reallocationPercent":20,
                      "trialMaximumDays":90,"reviewIntervalMonths":6,"monitoringRequired":true,
                      "administrationModes":["county_managed","voucher"],"requiredForms":[]}}
            """))
}
