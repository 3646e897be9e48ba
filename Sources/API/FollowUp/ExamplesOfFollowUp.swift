import PersonalBudgeting

/// The refusals about forms, consents and peer groups.
extension ProblemExample {
    static let formOrder = ProblemExample(
        when: LocalText(
            fi: "Pyydetään loppulomake ennen alkulomaketta.",
            sv: "Slutformuläret begärs före startformuläret.",
            en: "The client is asked to fill in the end form before the start form."),
        request: .post("/v1/cases/{case}/forms", #"{"instrumentCode":"{formInstrumentCode}","phase":"start","dueOn":"2026-07-01"}"#))

    static let formClosed = ProblemExample(
        when: LocalText(
            fi: "Vastataan lomakkeeseen, jonka mittari on suljettu.",
            sv: "Ett formulär besvaras vars mätare är stängd.",
            en: "A form is answered although its instrument is closed."),
        request: .patch("/v1/form-instruments/{formInstrument}", #"{"isOpen":true}"#))

    static let consentMissing = ProblemExample(
        when: LocalText(
            fi: "Asian tietoja otetaan tutkimukseen ilman asiakkaan suostumusta.",
            sv: "Uppgifter i ett ärende tas till forskning utan klientens samtycke.",
            en: "Data of a case is exported for research without the client's consent."),
        request: .post(
            "/v1/cases/{case}/research-consents",
            #"{"scope":"hb_tutkimus_2026","givenOn":"2026-06-01","form":"written","document":"Arkisto, kansio 12"}"#))

    static let optInMissing = ProblemExample(
        when: LocalText(
            fi: "Työntekijä lisää vertaisryhmään asiakkaan, joka ei ole sitä itse pyytänyt.",
            sv: "En arbetstagare lägger till en klient i en kamratgrupp utan klientens egen önskan.",
            en: "A worker adds a client to a peer group although the client has not asked for it."),
        request: .post(
            "/v1/peer-groups/{peerGroup}/memberships", #"{"clientId":"{client}","optedIn":true,"optedInOn":"2026-06-20"}"#))
}
