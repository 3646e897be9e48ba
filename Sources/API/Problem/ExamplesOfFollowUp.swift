/// The examples of refusals about regional models, forms, consents and peer groups.
extension ProblemExample {
    static let overlappingValidity = ProblemExample(
        when: LocalText(
            fi: "Mallin uusi versio otetaan käyttöön päivälle, jona edellinen on vielä voimassa.",
            sv: "En ny version av modellen tas i bruk för en dag då den förra ännu gäller.",
            en: "A new version of the model is brought into force for a day on which the last one is still in force."),
        request: .patch("/v1/regional-models/{regionalModel}", #"{"validFrom":"2026-06-01"}"#))

    static let modelInForce = ProblemExample(
        when: LocalText(
            fi: "Muutetaan alueellista mallia, joka on jo otettu käyttöön; muutos tehdään seuraavaan versioon.",
            sv: "En regional modell ändras som redan har tagits i bruk; ändringen görs i nästa version.",
            en: "A regional model is changed that is in use already; the change goes into its next version."),
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

    static let formOrder = ProblemExample(
        when: LocalText(
            fi: "Pyydetään loppulomake ennen alkulomaketta.",
            sv: "Slutformuläret begärs före startformuläret.",
            en: "The end form is asked for before the start form."),
        request: .post("/v1/cases/{case}/forms", #"{"instrumentCode":"{formInstrumentCode}","phase":"start","dueOn":"2026-07-01"}"#))

    static let formClosed = ProblemExample(
        when: LocalText(
            fi: "Vastataan lomakkeeseen, jonka mittari on suljettu.",
            sv: "Ett formulär besvaras vars mätare är stängd.",
            en: "A form is answered whose instrument is closed."),
        request: .patch("/v1/form-instruments/{formInstrument}", #"{"isOpen":true}"#))

    static let consentMissing = ProblemExample(
        when: LocalText(
            fi: "Asian tietoja otetaan tutkimukseen ilman asiakkaan suostumusta.",
            sv: "Uppgifter i ett ärende tas till forskning utan klientens samtycke.",
            en: "Data of a case is taken out for research without the client's consent."),
        request: .post(
            "/v1/cases/{case}/research-consents",
            #"{"scope":"hb_tutkimus_2026","givenOn":"2026-06-01","form":"written","document":"Arkisto, kansio 12"}"#))

    static let authorisationMissing = ProblemExample(
        when: LocalText(
            fi: "HB-avustaja lukee asiaa, johon asiakas ei ole häntä kirjallisesti valtuuttanut.",
            sv: "En HB-assistent läser ett ärende som klienten inte skriftligen har befullmäktigat assistenten till.",
            en: "An assistant reads a case for which the client has given no written authorisation."),
        request: .post(
            "/v1/clients/{client}/assistant-authorisations",
            """
            {"hbAssistantId":"{hbAssistant}","userId":"{user}","parts":["plan","budget"],"from":"2026-06-01","to":"2026-12-31",
             "writtenOn":"2026-05-30"}
            """))

    static let optInMissing = ProblemExample(
        when: LocalText(
            fi: "Työntekijä lisää vertaisryhmään asiakkaan, joka ei ole sitä itse pyytänyt.",
            sv: "En arbetstagare lägger till en klient i en kamratgrupp utan klientens egen önskan.",
            en: "A worker adds a client to a peer group who has not asked for it."),
        request: .post(
            "/v1/peer-groups/{peerGroup}/memberships", #"{"clientId":"{client}","optedIn":true,"optedInOn":"2026-06-20"}"#))

    static let reasonNeeded = ProblemExample(
        when: LocalText(
            fi: "Pyydetään lokitietoja ajalta yli kaksi vuotta sitten kertomatta syytä.",
            sv: "Logguppgifter begärs för en tid för mer än två år sedan utan att en grund anges.",
            en: "Entries of the access log from more than two years ago are asked for without a reason."),
        request: .get(
            "/v1/clients/{client}/access-log?from=2022-01-01", [("X-Purpose", "Epäily tietojen väärinkäytöstä vuonna 2022")]))
}
