import PersonalBudgeting

/// The examples of refusals that any resource can give.
extension ProblemExample {
    static let invalid = ProblemExample(
        when: LocalText(
            fi: "Jäsen on oikeaa muotoa mutta ei voi pitää paikkaansa: asia avataan yhteydenotosta, joka on vasta huomenna.",
            sv: "En uppgift har rätt form men kan inte stämma: ett ärende öppnas för en kontakt som sker först i morgon.",
            en: "A member has the right form but cannot be true: a case is opened for a contact dated tomorrow."),
        request: .post(
            "/v1/cases",
            #"{"clientId":"{client}","regionalModel":"{regionalModelCode}","contactAt":"2026-03-02","channel":"phone","applicantRole":"client"}"#
        ))

    static let notFound = ProblemExample(
        when: LocalText(
            fi: "Luetaan asiakas tunnisteella, jota ei ole tai jota pyytäjä ei saa nähdä.",
            sv: "En klient läses med en identifierare som inte finns eller som den som frågar inte får se.",
            en: "A client is read by an id that does not exist, or that the caller may not see."),
        request: .get("/v1/clients?name=Virtanen&limit=20"))

    static let forbidden = ProblemExample(
        when: LocalText(
            fi: "Tarkastaja lukee asian tapaamisia; tarkastajan roolilla saa lukea asian kulun.",
            sv: "En revisor läser mötena i ett ärende; revisorns roll får läsa ärendets gång.",
            en: "An auditor reads the meetings of a case; the role of an auditor may read the timeline."),
        request: .get("/v1/cases/{case}/timeline"))

    static let illegalTransition = ProblemExample(
        when: LocalText(
            fi: "Annetaan komento, jota tilassa ei ole: tavoite merkitään saavutetuksi, vaikka sitä ei ole aloitettu.",
            sv: "Ett kommando ges som tillståndet inte har: ett mål antecknas som uppnått fast det inte har påbörjats.",
            en: "A command is given that the state does not allow: a goal that has not been started is marked as achieved."),
        request: .command("/v1/cases/{case}/statements/{statement}/start"))

    static let stale = ProblemExample(
        when: LocalText(
            fi: "Muutetaan tietoa, jonka joku toinen on muuttanut lukemisen jälkeen.",
            sv: "En uppgift ändras som någon annan har ändrat efter att den lästes.",
            en: "A caller changes a resource that somebody else has changed since the caller read it."),
        request: .patch("/v1/clients/{client}", #"{"phone":"040 123 4567"}"#))

    static let duplicate = ProblemExample(
        when: LocalText(
            fi: "Tehdään toinen samanlainen: uusi tukisuunnitelman luonnos, vaikka edellinen on vielä kesken.",
            sv: "En likadan till görs: ett nytt utkast till stödplan fast det förra ännu är öppet.",
            en: "A second resource of the same kind is made: a new draft of the support plan while the last one is still open."),
        request: .patch("/v1/cases/{case}/support-plans/{supportPlan}", #"{"isFamilyPlan":true}"#))
}
