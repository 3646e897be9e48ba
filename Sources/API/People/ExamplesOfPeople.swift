import PersonalBudgeting

/// The refusals about the client register, representatives and assistants.
extension ProblemExample {
    static let duplicateHetu = ProblemExample(
        when: LocalText(
            fi: "Rekisteriin otetaan henkilö, jonka henkilötunnus on siellä jo.",
            sv: "En person tas in i registret vars personbeteckning redan finns där.",
            en: "A person is registered whose national id is already in the register."),
        request: .post("/v1/clients/search", #"{"hetu":"{hetu}"}"#))

    static let authorisationMissing = ProblemExample(
        when: LocalText(
            fi: "HB-avustaja lukee asiaa, johon asiakas ei ole häntä kirjallisesti valtuuttanut.",
            sv: "En PB-handledare läser ett ärende som klienten inte skriftligen har befullmäktigat handledaren till.",
            en: "An assistant reads a case for which the client has given no written authorisation."),
        request: .post(
            "/v1/clients/{client}/assistant-authorisations",
            """
            {"hbAssistantId":"{hbAssistant}","userId":"{user}","parts":["plan","budget"],"from":"2026-06-01","to":"2026-12-31",
             "writtenOn":"2026-05-30"}
            """))
}
