import PersonalBudgeting

/// The refusals about the client's statements and the assessments.
extension ProblemExample {
    static let ownWordsOnly = ProblemExample(
        when: LocalText(
            fi: "Työntekijä muuttaa sanoja, jotka asiakas on itse sanonut.",
            sv: "En arbetstagare ändrar ord som klienten själv har sagt.",
            en: "A worker changes the client's own words."),
        request: .post(
            "/v1/cases/{case}/statements/{statement}/worker-views", #"{"text":"Oma koti onnistuu, kun yötuki järjestyy."}"#))

    static let unknownMethod = ProblemExample(
        when: LocalText(
            fi: "Arviointi kirjataan menetelmällä, jota ei ole luettelossa tai joka ei ole voimassa arvioinnin päivänä.",
            sv: "En bedömning antecknas med en metod som inte finns i förteckningen eller inte gäller den dagen.",
            en: "An assessment is recorded by a method that is not in the list, or not valid on its day."),
        request: .post(
            "/v1/cases/{case}/assessments",
            """
            {"methodCode":"{assessmentMethod}","assessedOn":"2026-03-12","assessor":"Toimintaterapeutti Liisa Laine","score":7,
             "clientView":"Pärjään arjessa, kun kauppamatkoihin on apua."}
            """))

    static let agreementMissing = ProblemExample(
        when: LocalText(
            fi: "Kirjataan tulos harjoitteesta, josta ei ole sovittu tässä asiassa.",
            sv: "Ett resultat antecknas av en övning som man inte har kommit överens om i ärendet.",
            en: "A result is recorded for an exercise that has not been agreed in the case."),
        request: .post(
            "/v1/cases/{case}/exercise-agreements",
            """
            {"kind":"exercise","title":"Kaupassa käynti itse","purpose":"Itsenäisyys","manner":"kerran viikossa",
             "agreedOn":"2026-03-10"}
            """))

    static let thirdPersonData = ProblemExample(
        when: LocalText(
            fi: "Verkostokarttaan kirjoitetaan läheisen henkilötunnus tai osoite.",
            sv: "En närståendes personbeteckning eller adress skrivs in i nätverkskartan.",
            en: "The national id or the address of a close person is written into the network map."),
        request: .post(
            "/v1/cases/{case}/network-maps",
            """
            {"nodes":[{"key":"sisko","label":"Siiri","sector":"family","closeness":1,"role":"sisko"},
                      {"key":"ohjaaja","label":"Matti","sector":"professionals","closeness":2,"role":"ohjaaja"}],
             "edges":[{"from":"sisko","to":"ohjaaja","kind":"tuntevat"}]}
            """))
}
