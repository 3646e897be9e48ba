import PersonalBudgeting

extension CodeList {
    /// The code lists of budgets and agreements.
    static let money: [CodeList] = [
        CodeList(Agreement.Mode.self),
        CodeList(Agreement.TrialOutcome.self),
        CodeList(AgreementAPI.EndOutcome.self),
        CodeList(Agreement.State.self),
        CodeList(Budget.State.self),
        CodeList(BudgetAPI.Currency.self),
        CodeList(LedgerEntry.Kind.self),
    ]
}

extension Agreement.Mode: LabelledCode {
    static let listName = "AgreementMode"
    static let listTitle = LocalText(fi: "palvelun järjestämistapa", sv: "sätt att ordna tjänsten", en: "way to arrange a service")

    var label: LocalText {
        switch self {
        case .purchased: LocalText(fi: "ostopalvelu", sv: "köpt tjänst", en: "purchased service")
        case .voucher: LocalText(fi: "palveluseteli", sv: "servicesedel", en: "service voucher")
        case .employerModel: LocalText(fi: "työnantajamalli", sv: "arbetsgivarmodellen", en: "employer model")
        case .ownProduction: LocalText(fi: "oma palvelutuotanto", sv: "egen tjänsteproduktion", en: "own production of the county")
        case .reimbursement: LocalText(fi: "kustannusten korvaaminen", sv: "ersättning för kostnader", en: "reimbursement")
        case .other: LocalText(fi: "muu tapa", sv: "annat sätt", en: "other")
        }
    }

    var easyLabel: String? {
        switch self {
        case .purchased: "Hyvinvointialue ostaa palvelun."
        case .voucher: "Maksat palvelun palvelusetelillä."
        case .employerModel: "Olet avustajasi työnantaja."
        case .ownProduction: "Hyvinvointialue antaa palvelun itse."
        case .reimbursement: "Maksat itse ja saat rahat takaisin."
        case .other: "Palvelu järjestetään muulla tavalla."
        }
    }
}

extension Agreement.TrialOutcome: LabelledCode {
    static let listName = "TrialOutcome"
    static let listTitle = LocalText(fi: "kokeilun tulos", sv: "försökets resultat", en: "outcome of a trial")

    var label: LocalText {
        switch self {
        case .continued: LocalText(fi: "jatkuu", sv: "fortsätter", en: "continued")
        case .ended: LocalText(fi: "päättyi", sv: "avslutades", en: "ended")
        case .replaced: LocalText(fi: "vaihdettiin toiseen palveluun", sv: "byttes till en annan tjänst", en: "replaced")
        }
    }
}

extension AgreementAPI.EndOutcome: LabelledCode {
    static let listName = "TrialEndOutcome"
    static let listTitle = LocalText(fi: "kokeilun päättymistapa", sv: "sätt på vilket försöket avslutades", en: "how a trial ends")

    var label: LocalText {
        switch self {
        case .ended: LocalText(fi: "päättyi", sv: "avslutades", en: "ended")
        case .replaced: LocalText(fi: "vaihdettiin toiseen palveluun", sv: "byttes till en annan tjänst", en: "replaced")
        }
    }
}

extension Agreement.State: LabelledCode {
    static let listName = "AgreementState"
    static let listTitle = LocalText(fi: "palvelusopimuksen tila", sv: "serviceavtalets tillstånd", en: "state of an agreement")

    var label: LocalText {
        switch self {
        case .ordered: LocalText(fi: "tilattu", sv: "beställt", en: "ordered")
        case .active: LocalText(fi: "voimassa", sv: "i kraft", en: "active")
        case .ended: LocalText(fi: "päättynyt", sv: "avslutat", en: "ended")
        case .cancelled: LocalText(fi: "peruttu", sv: "annullerat", en: "cancelled")
        }
    }
}

extension Budget.State: LabelledCode {
    static let listName = "BudgetState"
    static let listTitle = LocalText(fi: "budjetin tila", sv: "budgetens tillstånd", en: "state of a budget")

    var label: LocalText {
        switch self {
        case .indicative: LocalText(fi: "alustava", sv: "preliminär", en: "indicative")
        case .proposed: LocalText(fi: "ehdotettu", sv: "föreslagen", en: "proposed")
        case .approved: LocalText(fi: "vahvistettu", sv: "fastställd", en: "approved")
        case .effective: LocalText(fi: "voimassa", sv: "i kraft", en: "effective")
        case .suspended: LocalText(fi: "keskeytetty", sv: "avbruten", en: "suspended")
        case .closing: LocalText(fi: "loppuselvitys käynnissä", sv: "slutreglering pågår", en: "being settled")
        case .settled: LocalText(fi: "loppuselvitetty", sv: "slutreglerad", en: "settled")
        case .cancelled: LocalText(fi: "peruttu", sv: "återtagen", en: "cancelled")
        }
    }

    var easyLabel: String? {
        switch self {
        case .indicative: "Tämä on arvio rahamäärästä."
        case .proposed: "Rahamäärää on ehdotettu."
        case .approved: "Rahamäärä on päätetty."
        case .effective: "Voit käyttää rahaa."
        case .suspended: "Budjettisi on tauolla."
        case .closing: "Laskemme, paljonko rahaa käytettiin."
        case .settled: "Budjettisi on päättynyt."
        case .cancelled: "Budjettisi on peruttu."
        }
    }
}

extension BudgetAPI.Currency: LabelledCode {
    static let listName = "Currency"
    static let listTitle = LocalText(fi: "valuutta", sv: "valuta", en: "currency")

    var label: LocalText {
        switch self {
        case .euro: LocalText(fi: "euro", sv: "euro", en: "euro")
        }
    }
}

extension LedgerEntry.Kind: LabelledCode {
    static let listName = "LedgerEntryKind"
    static let listTitle = LocalText(fi: "kirjauksen laji", sv: "typ av bokning", en: "kind of a movement")

    var label: LocalText {
        switch self {
        case .allocate: LocalText(fi: "myönnetty määrä", sv: "beviljat belopp", en: "allocation")
        case .amend: LocalText(fi: "määrän muutos", sv: "ändring av beloppet", en: "amendment")
        case .reserve: LocalText(fi: "varaus", sv: "reservering", en: "commitment")
        case .release: LocalText(fi: "varauksen vapautus", sv: "frigörande av reservering", en: "release of a commitment")
        case .actual: LocalText(fi: "toteutunut käyttö", sv: "utfall", en: "use")
        case .reversal: LocalText(fi: "kirjauksen peruutus", sv: "återföring", en: "reversal")
        case .transferOut: LocalText(fi: "siirto toiselle riville", sv: "överföring till en annan rad", en: "transfer out")
        case .transferIn: LocalText(fi: "siirto toiselta riviltä", sv: "överföring från en annan rad", en: "transfer in")
        case .carryOut:
            LocalText(fi: "siirto seuraavalle kaudelle", sv: "överföring till nästa period", en: "carried over to the next period")
        case .carryIn:
            LocalText(fi: "siirto edelliseltä kaudelta", sv: "överföring från föregående period", en: "carried over from the last period")
        case .lapse: LocalText(fi: "palautuu hyvinvointialueelle", sv: "återgår till välfärdsområdet", en: "returned to the county")
        case .recoveryClaim: LocalText(fi: "takaisinperittävä määrä", sv: "belopp som återkrävs", en: "claim for recovery")
        case .recoveryPaid: LocalText(fi: "takaisinperintä maksettu", sv: "återkravet har betalats", en: "recovery is paid")
        case .recoveryWrittenOff: LocalText(fi: "takaisinperinnästä luovuttu", sv: "återkravet har efterskänkts", en: "recovery is waived")
        case .index: LocalText(fi: "indeksitarkistus", sv: "indexjustering", en: "index adjustment")
        }
    }
}
