import PersonalBudgeting

// Texts of the service that are stored: the note of a held row, the detail of a row of a batch, and reasons that the service gives itself.
// They are stored in English. Finnish and Swedish answers say them by their code, so without the figures that the English text has.

extension HoldCode {
    /// Why the row is held.
    /// - Parameter stored: the stored English text.
    func inWords(stored: String) -> LocalText {
        let (fi, sv) = translated
        return LocalText(fi: fi, sv: sv, en: stored)
    }

    private var translated: (fi: String, sv: String) {
        switch self {
        case .unknownClient:
            (
                "asiakasta ei löydy henkilötunnuksella eikä asiakasnumerolla",
                "ingen klient har denna personbeteckning eller detta klientnummer"
            )
        case .unknownServiceType: ("palvelutyyppiä ei ole rekisterissä", "servicetypen finns inte i registret")
        case .noAgreement: ("asiakkaalla ei ole sopimusta tästä palvelusta", "klienten har inget avtal om denna tjänst")
        case .ambiguousAgreement: ("useampi sopimus sopii riviin; nimeä sopimus", "flera avtal passar raden; ange avtalet")
        case .serviceDiffers: ("sopimus koskee toista palvelua", "avtalet gäller en annan tjänst")
        case .outsidePeriod:
            ("palvelun päivä ei kuulu sopimus- tai budjettikauteen", "tjänstens dag hör inte till avtals- eller budgetperioden")
        case .budgetNotEffective: ("budjetti ei ole voimassa", "budgeten är inte i kraft")
        case .overBudget: ("summa ylittää budjettirivillä jäljellä olevan määrän", "summan överskrider det som återstår på budgetraden")
        case .providerNotApproved:
            ("palveluntuottajaa ei ole hyväksytty tähän palveluun", "tjänsteproducenten är inte godkänd för denna tjänst")
        case .providerDiffers: ("sopimus on toisen palveluntuottajan kanssa", "avtalet är med en annan tjänsteproducent")
        case .unitMismatch: ("yksikkö ei täsmää palvelun yksikköön", "enheten stämmer inte med tjänstens enhet")
        case .amountDiffers: ("ilmoitettu summa poikkeaa sovitusta hinnasta", "den rapporterade summan avviker från det avtalade priset")
        case .tooLong: ("ilmoitettu aika on pidempi kuin palvelun päivät", "den rapporterade tiden är längre än tjänstens dagar")
        case .futureDate: ("palvelun päivä on tulevaisuudessa", "tjänstens dag är i framtiden")
        case .afterDeath: ("palvelun päivä on asiakkaan kuoleman jälkeen", "tjänstens dag är efter klientens död")
        case .unknownOriginal: ("korjattavaa tapahtumaa ei ole vielä ilmoitettu", "händelsen som rättas har ännu inte rapporterats")
        case .originalDiffers: ("korjattava tapahtuma kuuluu toiselle asiakkaalle", "händelsen som rättas hör till en annan klient")
        case .originalReversed: ("korjattava tapahtuma on jo peruutettu", "händelsen som ska rättas är redan återförd")
        }
    }
}

extension Actual {
    /// The row with its note in a language. The note is the service's own until a person decides.
    func told(in language: Language) -> Actual {
        guard state == .held, let hold, let note else { return self }
        var told = self
        told.note = language.choose(hold.inWords(stored: note))
        return told
    }
}

extension ServiceDataItem {
    /// The result with its detail in a language.
    func told(in language: Language) -> ServiceDataItem {
        guard let detail else { return self }
        var told = self
        told.detail = language.choose(inWords(stored: detail))
        return told
    }

    private func inWords(stored: String) -> LocalText {
        if let hold = code.flatMap(HoldCode.init(rawValue:)) { return hold.inWords(stored: stored) }
        switch code {
        case RefusalCode.eventChanged.rawValue:
            return LocalText(
                fi: "tapahtuma on ilmoitettu aiemmin toisella sisällöllä; lähetä korjaus uudella tapahtumatunnuksella",
                sv: "händelsen har tidigare rapporterats med annat innehåll; sänd en rättelse med ett nytt händelse-id", en: stored)
        case "before_start":
            return LocalText(
                fi: "palvelun loppu ei saa olla ennen alkua", sv: "tjänstens slut får inte vara före början", en: stored)
        case "corrects_itself":
            return LocalText(
                fi: "korjattavan tapahtuman täytyy olla toinen tapahtuma", sv: "händelsen som rättas måste vara en annan händelse",
                en: stored)
        default:
            return LocalText(
                fi: "rivin tiedoissa on virhe, eikä riviä voi lukea", sv: "radens uppgifter är felaktiga, och raden kan inte läsas",
                en: stored)
        }
    }
}

extension ServiceDataReceipt {
    /// The receipt with the details of its rows in a language.
    func told(in language: Language) -> ServiceDataReceipt {
        var told = self
        told.items = items.map { $0.told(in: language) }
        return told
    }
}

extension Event {
    /// The event with its reason in a language, where the service gave the reason itself.
    func told(in language: Language) -> Event {
        guard let reason, let words = OwnReason.inWords(reason) else { return self }
        var told = self
        told.reason = language.choose(words)
        return told
    }
}

extension LedgerEntry {
    /// The entry with its reason in a language, where the service gave the reason itself.
    func told(in language: Language) -> LedgerEntry {
        guard let reason, let words = OwnReason.inWords(reason) else { return self }
        var told = self
        told.reason = language.choose(words)
        return told
    }
}

/// The reasons that the service gives itself for what follows from something else.
enum OwnReason {
    /// Returns the words of a stored reason; nil for the reason of a person.
    static func inWords(_ stored: String) -> LocalText? {
        if let words = all[stored] { return LocalText(fi: words.fi, sv: words.sv, en: stored) }
        if stored.hasPrefix("corrected by the event ") {
            return LocalText(fi: "korjattu toisella tapahtumalla", sv: "rättad med en annan händelse", en: stored)
        }
        if stored.hasPrefix("from the budget ") {
            return LocalText(fi: "siirretty edellisestä budjetista", sv: "överfört från den tidigare budgeten", en: stored)
        }
        return nil
    }

    private static let all: [String: (fi: String, sv: String)] = [
        "came back after settlement": ("palautui loppuselvityksen jälkeen", "återgick efter slutregleringen"),
        "delivered service above the line, covered at settlement": (
            "toteutunut palvelu ylitti rivin; katettu loppuselvityksessä", "den utförda tjänsten överskred raden; täckt vid slutregleringen"
        ),
        "other_service": ("asiakas valitsi muun palvelun", "klienten valde en annan tjänst"),
        "the budget is settled": ("budjetti on loppuselvitetty", "budgeten har slutreglerats"),
        "the choice was withdrawn": ("valinta peruttiin", "valet återtogs"),
        "the plan was withdrawn": ("suunnitelma peruttiin", "planen återtogs"),
        "trial continued": ("kokeilua jatkettiin", "försöket fortsatte"),
        "trial ended": ("kokeilu päättyi", "försöket avslutades"),
        "trial replaced": ("kokeilu korvattiin", "försöket ersattes"),
    ]
}
