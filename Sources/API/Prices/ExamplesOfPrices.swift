import PersonalBudgeting

/// The refusals about prices and the calculation.
extension ProblemExample {
    static let noPriceOnDate = ProblemExample(
        when: LocalText(
            fi: "Kysytään palvelun hintaa päivälle, jona hinta ei ole voimassa.",
            sv: "Priset på en tjänst frågas för en dag då inget pris gäller.",
            en: "The price of a service is requested for a day on which it has no price."),
        request: .get("/v1/prices/on-date?serviceTypeCode={serviceTypeCode}&on=2026-06-30"))

    static let overlappingPrice = ProblemExample(
        when: LocalText(
            fi: "Palvelulle lisätään hinta päiville, joina edellinen hinta on vielä voimassa.",
            sv: "Ett pris läggs till för dagar då tjänstens förra pris ännu gäller.",
            en: "A price is added for days on which the previous price of the service is still valid."),
        request: .command("/v1/prices/{price}/end", #"{"validTo":"2026-06-30"}"#))

    static let mixedBases = ProblemExample(
        when: LocalText(
            fi: "Käytetyistä palveluista tehdyn laskelman rivillä nimetään tarve, joka kuuluu toiseen perusteeseen.",
            sv: "På en rad i en beräkning av använda tjänster anges ett behov, som hör till den andra grunden.",
            en: "A line of a calculation on the services used names a need, which belongs to the other basis."),
        request: .post(
            "/v1/cases/{case}/budget-calculations",
            """
            {"basis":"current_services_to_change","pricesAsOf":"2026-06-30",
             "lines":[{"currentServiceId":"{currentService}","exchangedSharePercent":40}]}
            """))

    static let basisNotAllowed = ProblemExample(
        when: LocalText(
            fi: "Laskelma tehdään käytetyistä palveluista, vaikka alueellinen malli sallii vain oikeuden palveluihin.",
            sv: "Beräkningen görs på använda tjänster fast den regionala modellen bara tillåter rätten till tjänster.",
            en: "The calculation is based on the services used, although the regional model allows only the entitlement."),
        request: .post(
            "/v1/cases/{case}/budget-calculations",
            """
            {"basis":"entitlement","pricesAsOf":"2026-06-30",
             "lines":[{"needId":"{statement}","serviceTypeCode":"{serviceTypeCode}","quantityPerYearThousandths":400000,
                       "exchangedSharePercent":100}]}
            """))

    static let changeNotWanted = ProblemExample(
        when: LocalText(
            fi: "Laskelmaan otetaan palvelu, johon asiakas ei ole toivonut muutosta.",
            sv: "I beräkningen tas en tjänst som klienten inte vill ändra.",
            en: "The calculation contains a service that the client does not want changed."),
        request: .patch("/v1/cases/{case}/current-services/{currentService}", #"{"wantsChange":true}"#))
}
