/// The sentences that several areas say about a place of a request. Each continues the name of the place.
extension LocalText {
    public static let required = LocalText(fi: "tieto on pakollinen", sv: "uppgiften är obligatorisk", en: "is required")
    public static let notInRegister = LocalText(fi: "ei ole rekisterissä", sv: "finns inte i registret", en: "is not in the register")
    public static let occursTwice = LocalText(fi: "on annettu kahdesti", sv: "förekommer två gånger", en: "occurs twice")
    static let listedTwice = LocalText(fi: "on luettelossa kahdesti", sv: "finns två gånger i listan", en: "is listed twice")
    static let answeredTwice = LocalText(fi: "kysymykseen on vastattu kahdesti", sv: "har besvarats två gånger", en: "is answered twice")
    static let inUseAlready = LocalText(fi: "on jo käytössä", sv: "används redan", en: "is in use already")
    static let registeredAlready = LocalText(fi: "on jo rekisterissä", sv: "finns redan i registret", en: "is in the register already")
    static let unknownUnit = LocalText(fi: "yksikköä ei tunneta", sv: "enheten är inte känd", en: "is not a known unit")
    static let unknownModel = LocalText(
        fi: "alueellista mallia ei ole", sv: "den regionala modellen finns inte", en: "is not a regional model")
    static let unknownWorker = LocalText(
        fi: "ei ole sosiaalityöntekijä eikä palveluohjaaja", sv: "är inte socialarbetare eller servicehandledare",
        en: "is not a social worker or coordinator")
    static let aboveLimit = LocalText(
        fi: "summa on yli 10 miljardia euroa", sv: "summan är över 10 miljarder euro", en: "gives an amount of more than 10^12 cents")

    /// The last day of a period is before its first.
    /// - Parameter first: the name of the first day in the contract.
    public static func mustNotBeBefore(_ first: String) -> LocalText {
        LocalText(fi: "ei saa olla ennen alkupäivää", sv: "får inte vara före den första dagen", en: "must not be before \(first)")
    }

    static func mustNotBeBefore(_ day: CalendarDate, _ what: LocalText) -> LocalText {
        LocalText(
            fi: "ei saa olla ennen \(what.fi) päivää \(day.prose)", sv: "får inte vara före dagen för \(what.sv), \(day.prose)",
            en: "must not be before \(what.en), \(day)")
    }

    static func mustNotBeAfterToday(_ today: CalendarDate) -> LocalText {
        LocalText(
            fi: "ei saa olla tämän päivän \(today.prose) jälkeen", sv: "får inte vara efter dagens datum \(today.prose)",
            en: "must not be after today, \(today)")
    }

    static func mustNotBeBeforeToday(_ today: CalendarDate) -> LocalText {
        LocalText(
            fi: "ei saa olla ennen tätä päivää \(today.prose)", sv: "får inte vara före dagens datum \(today.prose)",
            en: "must not be before today, \(today)")
    }

    static func mustBeAfter(_ day: CalendarDate, _ what: LocalText) -> LocalText {
        LocalText(
            fi: "täytyy olla \(what.fi) \(day.prose) jälkeen", sv: "måste vara efter \(what.sv) \(day.prose)",
            en: "must be after \(what.en), \(day)")
    }

    /// A number outside its range.
    public static func mustBe(_ least: some CustomStringConvertible, to most: some CustomStringConvertible) -> LocalText {
        LocalText(fi: "täytyy olla \(least)–\(most)", sv: "måste vara \(least)–\(most)", en: "must be \(least) to \(most)")
    }

    /// A text that holds a character or a trace that it may not hold.
    public static func mustNotHold(_ what: LocalText) -> LocalText {
        LocalText(fi: "tekstissä ei saa olla: \(what.fi)", sv: "texten får inte innehålla \(what.sv)", en: "must not hold \(what.en)")
    }

    /// The end of a validity: its last day, or until further notice.
    static func until(_ last: CalendarDate?) -> LocalText {
        guard let last else { return LocalText(fi: "toistaiseksi", sv: "tills vidare", en: "until further notice") }
        return LocalText(fi: "\(last.prose) asti", sv: "till och med \(last.prose)", en: "until \(last)")
    }
}
