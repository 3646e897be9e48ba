extension PlanQuestion {
    /// The fourteen questions (S20), all required: three of the process description (seed 000) and eleven of the model of the project Avain
    /// kansalaisuuteen (seed 003). The Finnish wordings are those of the sources; "meille" allows for a family's plan.
    public static let standard: [PlanQuestion] = wordings.enumerated().map { index, wording in
        // The identities are the same in every database: made from a fixed day.
        let day = CalendarDate("2016-01-01") ?? .earliest
        let start = Instant.startOfHelsinkiDay(day)
        let id = ID<PlanQuestion>.make(
            milliseconds: UInt64(max(0, start.microseconds / 1000)), random: 0, random2: UInt64(index + 1))
        return PlanQuestion(
            record: Record(id: id, createdAt: start, updatedAt: start, version: 1), code: wording.code,
            details: Details(texts: wording.texts, isRequired: true, order: index + 1, validFrom: day))
    }

    private static let wordings: [(code: String, texts: Texts)] = [
        (
            "services_today",
            Texts(
                fi: "Miten käyttämäni palvelut toimivat minun kannaltani?",
                sv: "Hur fungerar de tjänster som jag använder, sett ur min synvinkel?",
                plainFinnish: "Millaisia palveluja sinulla on nyt? Mikä niissä toimii hyvin? Mikä niissä ei toimi?")
        ),
        (
            "aims_of_budget",
            Texts(
                fi: "Mitä haluan saavuttaa henkilökohtaisella budjetillani?", sv: "Vad vill jag uppnå med min personliga budget?",
                plainFinnish: "Henkilökohtainen budjetti on rahaa, jolla sinun palvelusi järjestetään. Mitä hyvää haluat saada sillä?")
        ),
        (
            "use_of_budget",
            Texts(
                fi: "Miten haluan käyttää henkilökohtaisen budjettini?", sv: "Hur vill jag använda min personliga budget?",
                plainFinnish: "Miten haluat käyttää rahan, joka on sinun palvelujasi varten?")
        ),
        (
            "important_to_us",
            Texts(
                fi: "Mikä on meille tärkeää?", sv: "Vad är viktigt för oss?",
                plainFinnish: "Mitkä asiat ovat tärkeitä sinulle ja sinun läheisillesi?")
        ),
        (
            "change_or_achieve",
            Texts(
                fi: "Mitä asioita haluamme muuttaa tai saavuttaa?", sv: "Vad vill vi förändra eller uppnå?",
                plainFinnish: "Mitä haluatte muuttaa elämässänne? Mitä toivotte, että onnistuu?")
        ),
        (
            "arranging_support",
            Texts(
                fi: "Miten järjestän tarvitsemani tuen?", sv: "Hur ordnar jag det stöd som jag behöver?",
                plainFinnish: "Millaista apua tarvitset? Miten hankit sen?")
        ),
        (
            "budget_purposes",
            Texts(
                fi: "Mihin asioihin käytän henkilökohtaisen budjettini?", sv: "Vad använder jag min personliga budget till?",
                plainFinnish: "Mitä palveluja tai muita asioita haluat ostaa budjettisi rahalla?")
        ),
        (
            "who_helps",
            Texts(
                fi: "Kuka tai mikä taho auttaa missäkin asiassa?", sv: "Vem eller vilken instans hjälper till i vilken fråga?",
                plainFinnish: "Kuka auttaa sinua? Missä asiassa hän auttaa?")
        ),
        (
            "who_is_responsible",
            Texts(
                fi: "Kuka vastaa mistäkin?", sv: "Vem ansvarar för vad?",
                plainFinnish: "Kuka pitää huolta siitä, että sovitut asiat tehdään?")
        ),
        (
            "keeping_control",
            Texts(
                fi: "Miten pidän kontrollin itselläni?", sv: "Hur behåller jag själv kontrollen?",
                plainFinnish: "Miten varmistat, että sinä itse päätät omista asioistasi?")
        ),
        (
            "help_in_deciding",
            Texts(
                fi: "Keneltä saan apua päätösten tekoon?", sv: "Av vem får jag hjälp med att fatta beslut?",
                plainFinnish: "Kuka auttaa sinua, kun teet päätöksiä?")
        ),
        (
            "who_decides",
            Texts(
                fi: "Kuka päättää mistäkin asiasta?", sv: "Vem beslutar om vilken fråga?",
                plainFinnish: "Mistä asioista päätät itse? Mistä asioista joku muu päättää? Kuka?")
        ),
        (
            "next_steps",
            Texts(
                fi: "Miten aion edetä tämän suunnitelman kanssa?", sv: "Hur tänker jag gå vidare med den här planen?",
                plainFinnish: "Mitä teet ensin, kun suunnitelma on valmis? Mitä teet sen jälkeen?")
        ),
        (
            "schedule_and_follow_up",
            Texts(
                fi: "Aikataulut, vastuut, seuranta?", sv: "Tidtabeller, ansvar, uppföljning?",
                plainFinnish: "Milloin asiat tehdään? Kuka ne tekee? Miten seurataan, toteutuuko suunnitelma?")
        ),
    ]
}
