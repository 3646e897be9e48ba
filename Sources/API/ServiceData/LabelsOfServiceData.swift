import PersonalBudgeting

extension CodeList {
    /// The code lists of service data.
    static let serviceData: [CodeList] = [
        CodeList(Actual.State.self),
        CodeList(HoldDecision.self),
        CodeList(ServiceDataItem.Outcome.self),
        CodeList(ServiceUsage.Unit.self),
        CodeList(ServiceUsage.Status.self),
        CodeList(HoldCode.self),
    ]
}

extension Actual.State: LabelledCode {
    static let listName = "ActualState"
    static let listTitle = LocalText(fi: "toteumatiedon tila", sv: "utfallsuppgiftens tillstånd", en: "state of service data")

    var label: LocalText {
        switch self {
        case .held: LocalText(fi: "selvitettävä", sv: "ska utredas", en: "held")
        case .accepted: LocalText(fi: "hyväksytty", sv: "godkänd", en: "accepted")
        case .noted: LocalText(fi: "merkitty tiedoksi, ei kirjata rahaa", sv: "antecknad, inga pengar bokförs", en: "noted without money")
        case .rejected: LocalText(fi: "hylätty", sv: "avvisad", en: "rejected")
        case .reversed: LocalText(fi: "peruutettu", sv: "återförd", en: "reversed")
        }
    }
}

extension HoldDecision: LabelledCode {
    static let listName = "HoldDecision"
    static let listTitle = LocalText(
        fi: "selvitettävän toteumatiedon ratkaisu", sv: "avgörande om en utfallsuppgift som ska utredas",
        en: "decision about held service data")

    var label: LocalText {
        switch self {
        case .accept: LocalText(fi: "hyväksytään", sv: "godkänns", en: "accept")
        case .reject: LocalText(fi: "hylätään", sv: "avvisas", en: "reject")
        case .retry: LocalText(fi: "tarkistetaan uudelleen", sv: "kontrolleras på nytt", en: "judge again")
        }
    }
}

extension ServiceDataItem.Outcome: LabelledCode {
    static let listName = "ServiceDataOutcome"
    static let listTitle = LocalText(fi: "rivin käsittelyn tulos", sv: "resultat av behandlingen av raden", en: "result of a row")

    var label: LocalText {
        switch self {
        case .accepted: LocalText(fi: "vastaanotettu", sv: "mottagen", en: "accepted")
        case .duplicate: LocalText(fi: "lähetetty jo aiemmin", sv: "har redan sänts", en: "duplicate")
        case .held: LocalText(fi: "selvitettävä", sv: "ska utredas", en: "held")
        case .rejected: LocalText(fi: "hylätty", sv: "avvisad", en: "rejected")
        }
    }
}

extension ServiceUsage.Unit: LabelledCode {
    static let listName = "ServiceUsageUnit"
    static let listTitle = LocalText(fi: "lähdejärjestelmän yksikkö", sv: "källsystemets enhet", en: "unit of a source system")

    var label: LocalText {
        switch self {
        case .h: LocalText(fi: "tunti", sv: "timme", en: "hour")
        case .min: LocalText(fi: "minuutti", sv: "minut", en: "minute")
        case .day: LocalText(fi: "vuorokausi", sv: "dygn", en: "day")
        case .trip: LocalText(fi: "matka", sv: "resa", en: "trip")
        case .visit: LocalText(fi: "käynti", sv: "besök", en: "visit")
        case .piece: LocalText(fi: "kappale", sv: "styck", en: "piece")
        case .month: LocalText(fi: "kuukausi", sv: "månad", en: "month")
        }
    }
}

extension ServiceUsage.Status: LabelledCode {
    static let listName = "ServiceUsageStatus"
    static let listTitle = LocalText(fi: "palvelun toteutuminen", sv: "tjänstens utfall", en: "status of a reported service")

    var label: LocalText {
        switch self {
        case .done: LocalText(fi: "toteutunut", sv: "genomförd", en: "done")
        case .planned: LocalText(fi: "suunniteltu", sv: "planerad", en: "planned")
        case .cancelledByClient: LocalText(fi: "asiakas perui", sv: "klienten avbokade", en: "cancelled by the client")
        case .noShow: LocalText(fi: "asiakas ei saapunut", sv: "klienten uteblev", en: "no-show")
        }
    }
}

extension HoldCode: LabelledCode {
    static let listName = "HoldCode"
    static let listTitle = LocalText(fi: "selvittämisen syy", sv: "orsak till utredningen", en: "reason to hold service data")

    var label: LocalText {
        switch self {
        case .unknownClient: LocalText(fi: "asiakasta ei löydy", sv: "klienten hittas inte", en: "unknown client")
        case .unknownServiceType: LocalText(fi: "palvelutyyppiä ei tunneta", sv: "servicetypen är okänd", en: "unknown service type")
        case .noAgreement: LocalText(fi: "sopimus puuttuu", sv: "avtal saknas", en: "no agreement")
        case .ambiguousAgreement: LocalText(fi: "useampi sopimus sopii", sv: "flera avtal passar", en: "more than one agreement fits")
        case .serviceDiffers:
            LocalText(fi: "sopimus koskee toista palvelua", sv: "avtalet gäller en annan tjänst", en: "agreement is for another service")
        case .outsidePeriod: LocalText(fi: "ei kuulu voimassaoloaikaan", sv: "utanför giltighetstiden", en: "outside the period")
        case .budgetNotEffective: LocalText(fi: "budjetti ei ole voimassa", sv: "budgeten är inte i kraft", en: "budget is not effective")
        case .overBudget: LocalText(fi: "ylittää budjetin", sv: "överskrider budgeten", en: "over the budget")
        case .providerNotApproved:
            LocalText(fi: "palveluntuottajaa ei ole hyväksytty", sv: "tjänsteproducenten har inte godkänts", en: "provider is not approved")
        case .providerDiffers:
            LocalText(fi: "eri palveluntuottaja kuin sovittu", sv: "annan tjänsteproducent än avtalat", en: "another provider than agreed")
        case .unitMismatch: LocalText(fi: "yksikkö ei täsmää", sv: "enheten stämmer inte", en: "unit does not match")
        case .amountDiffers:
            LocalText(fi: "hinta poikkeaa sovitusta", sv: "priset avviker från det avtalade", en: "amount differs from the agreed price")
        case .tooLong:
            LocalText(fi: "aika on pidempi kuin palvelupäivät", sv: "tiden är längre än servicedagarna", en: "time is longer than the days")
        case .futureDate: LocalText(fi: "päivä on tulevaisuudessa", sv: "datumet ligger i framtiden", en: "date is in the future")
        case .afterDeath: LocalText(fi: "päivä kuoleman jälkeen", sv: "datum efter dödsfallet", en: "after the client's death")
        case .unknownOriginal:
            LocalText(fi: "korjattavaa tapahtumaa ei löydy", sv: "händelsen som ska rättas hittas inte", en: "corrected event is unknown")
        case .originalDiffers:
            LocalText(
                fi: "korjattava tapahtuma kuuluu toiselle asiakkaalle", sv: "händelsen som ska rättas gäller en annan klient",
                en: "corrected event is of another client")
        case .originalReversed:
            LocalText(
                fi: "korjattava tapahtuma on jo peruutettu", sv: "händelsen som ska rättas är redan återförd",
                en: "corrected event is already reversed")
        }
    }
}
