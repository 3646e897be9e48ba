import PersonalBudgeting

/// The refusals about service data.
extension ProblemExample {
    static let alreadyReversed = ProblemExample(
        when: LocalText(
            fi: "Peruutetaan toteuma, joka on jo peruutettu; oikea käynti lähetetään uutena rivinä.",
            sv: "Ett utfall återförs som redan har återförts; det rätta besöket sänds som en ny rad.",
            en: "An actual is reversed that is already reversed; the service really delivered is sent as a new row."),
        request: .post("/v1/service-data/batches", row))

    static let batchTooLarge = ProblemExample(
        when: LocalText(
            fi: "Lähetetään yli 5 000 riviä yhdessä erässä.",
            sv: "Fler än 5 000 rader sänds i en sats.",
            en: "More than 5 000 rows are sent in one batch."),
        request: .post("/v1/service-data/batches", row))

    static let wrongSource = ProblemExample(
        when: LocalText(
            fi: "Rivejä lähetetään avaimella, joka ei kuulu millekään lähdejärjestelmälle.",
            sv: "Rader sänds med en nyckel som inte hör till något källsystem.",
            en: "Rows are sent with a key that belongs to no source system."),
        request: .post("/v1/service-data/batches", row))

    private static let row = """
        {"items":[{"eventId":"{newEvent}","clientRef":{"clientNumber":"{clientNumber}"},"serviceTypeCode":"{serviceTypeCode}",
                   "start":"2026-06-10","quantityThousandths":1500,"unit":"h","status":"done"}]}
        """

    static let eventChanged = ProblemExample(
        when: LocalText(
            fi: "Rivi lähetetään uudelleen samalla tunnisteella mutta eri sisällöllä; koodi on rivin tuloksessa.",
            sv: "En rad sänds igen med samma identifierare men annat innehåll; koden står i radens utfall.",
            en: "A row is sent again with the same id and other content; the result of the row has the code."),
        request: .post(
            "/v1/service-data/batches",
            """
            {"items":[{"eventId":"{newEvent}","corrects":"{event}","clientRef":{"clientNumber":"{clientNumber}"},
                       "serviceTypeCode":"{serviceTypeCode}","start":"2026-06-10","quantityThousandths":2000,"unit":"h",
                       "status":"done"}]}
            """))
}
