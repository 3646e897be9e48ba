import PersonalBudgeting

extension CodeList {
    /// The code lists of the case and its steps.
    static let cases: [CodeList] = [
        CodeList(AlternativePresented.Form.self),
        CodeList(Case.Channel.self),
        CodeList(Case.ApplicantRole.self),
        CodeList(Case.State.self),
        CodeList(CaseClock.self),
        CodeList(GuidanceEvent.Recipient.self),
        CodeList(HbChoice.State.self),
        CodeList(HbChoice.Commitment.self),
        CodeList(Meeting.Kind.self),
        CodeList(Meeting.Chooser.self),
        CodeList(RegionalModel.State.self),
        CodeList(RegionalModel.DecidingAuthority.self),
        CodeList(RegionalModel.CarryOverPolicy.self),
        CodeList(BudgetBasis.self),
        CodeList(AdministrationMode.self),
        CodeList(OverviewClock.Kind.self),
        CodeList(WorkItem.Kind.self),
        CodeList(WorkItem.Noun.self),
        CodeList(WellbeingCounty.self),
    ]
}

extension AlternativePresented.Form: LabelledCode {
    static let listName = "AlternativeForm"
    static let listTitle = LocalText(
        fi: "vaihtoehdon järjestämistapa", sv: "alternativets sätt att ordna service", en: "form of an alternative")

    var label: LocalText {
        switch self {
        case .hb: LocalText(fi: "henkilökohtainen budjetti", sv: "personlig budget", en: "personal budget")
        case .countyService: LocalText(fi: "oma palvelutuotanto", sv: "egen tjänsteproduktion", en: "service of the county")
        case .voucher: LocalText(fi: "palveluseteli", sv: "servicesedel", en: "service voucher")
        case .purchasedService: LocalText(fi: "ostopalvelu", sv: "köpt tjänst", en: "purchased service")
        case .employerModel: LocalText(fi: "työnantajamalli", sv: "arbetsgivarmodellen", en: "employer model")
        case .other: LocalText(fi: "muu tapa", sv: "annat sätt", en: "other")
        }
    }
}

extension Case.Channel: LabelledCode {
    static let listName = "CaseChannel"
    static let listTitle = LocalText(fi: "yhteydenottotapa", sv: "kontaktsätt", en: "channel of the contact")

    var label: LocalText {
        switch self {
        case .phone: LocalText(fi: "puhelin", sv: "telefon", en: "phone")
        case .visit: LocalText(fi: "käynti", sv: "besök", en: "visit")
        case .letter: LocalText(fi: "kirje", sv: "brev", en: "letter")
        case .eService: LocalText(fi: "sähköinen asiointi", sv: "elektronisk ärendehantering", en: "e-service")
        case .referral: LocalText(fi: "lähete", sv: "remiss", en: "referral")
        case .other: LocalText(fi: "muu tapa", sv: "annat sätt", en: "other")
        }
    }
}

extension Case.ApplicantRole: LabelledCode {
    static let listName = "ApplicantRole"
    static let listTitle = LocalText(fi: "vireillepanija", sv: "den som har väckt ärendet", en: "who made the contact")

    var label: LocalText {
        switch self {
        case .client: LocalText(fi: "asiakas", sv: "klienten", en: "client")
        case .guardian: LocalText(fi: "edunvalvoja", sv: "intressebevakare", en: "guardian")
        case .closePerson: LocalText(fi: "omainen tai läheinen", sv: "anhörig eller närstående", en: "close person")
        case .authority: LocalText(fi: "viranomainen", sv: "myndighet", en: "authority")
        }
    }
}

extension Case.State: LabelledCode {
    static let listName = "CaseState"
    static let listTitle = LocalText(fi: "asian tila", sv: "ärendets tillstånd", en: "state of a case")

    var label: LocalText {
        switch self {
        case .opened: LocalText(fi: "vireillä", sv: "anhängigt", en: "pending")
        case .assessing:
            LocalText(fi: "palvelutarpeen arviointi käynnissä", sv: "bedömning av servicebehovet pågår", en: "needs are being assessed")
        case .alternatives: LocalText(fi: "vaihtoehdot esitelty", sv: "alternativen har presenterats", en: "alternatives are presented")
        case .hbChosen:
            LocalText(fi: "henkilökohtainen budjetti valittu", sv: "personlig budget har valts", en: "personal budget is chosen")
        case .planning: LocalText(fi: "suunnitelmaa laaditaan", sv: "planen utarbetas", en: "plan is being written")
        case .decisionPending: LocalText(fi: "odottaa päätöstä", sv: "väntar på beslut", en: "waits for a decision")
        case .decidedApproved: LocalText(fi: "myönteinen päätös tehty", sv: "beviljat", en: "granted")
        case .decidedRejected: LocalText(fi: "hakemus hylätty", sv: "avslaget", en: "refused")
        case .active: LocalText(fi: "budjetti käytössä", sv: "budgeten används", en: "budget is in use")
        case .suspended: LocalText(fi: "keskeytetty", sv: "avbruten", en: "suspended")
        case .ending: LocalText(fi: "päättymässä", sv: "under avslutning", en: "ending")
        case .closed: LocalText(fi: "asia suljettu", sv: "ärendet har stängts", en: "closed")
        }
    }

    var easyLabel: String? {
        switch self {
        case .opened: "Asiasi on aloitettu."
        case .assessing: "Selvitämme, mitä apua tarvitset."
        case .alternatives: "Olemme kertoneet sinulle vaihtoehdot."
        case .hbChosen: "Olet valinnut henkilökohtaisen budjetin."
        case .planning: "Teet suunnitelmaa."
        case .decisionPending: "Odotat päätöstä."
        case .decidedApproved: "Saat henkilökohtaisen budjetin."
        case .decidedRejected: "Et saa henkilökohtaista budjettia."
        case .active: "Budjettisi on käytössä."
        case .suspended: "Budjettisi on tauolla."
        case .ending: "Budjettisi päättyy pian."
        case .closed: "Asiasi on päättynyt."
        }
    }
}

extension CaseClock: LabelledCode {
    static let listName = "CaseClock"
    static let listTitle = LocalText(fi: "asian määräaika", sv: "ärendets tidsfrist", en: "time limit of a case")

    var label: LocalText {
        switch self {
        case .decision: LocalText(fi: "päätöksen määräaika", sv: "tidsfrist för beslutet", en: "decision")
        case .execution: LocalText(fi: "toimeenpanon määräaika", sv: "tidsfrist för verkställigheten", en: "execution")
        }
    }
}

extension OverviewClock.Kind: LabelledCode {
    static let listName = "OverviewClockKind"
    static let listTitle = LocalText(
        fi: "yhteenvedon määräaika", sv: "sammanfattningens tidsfrist", en: "time limit in an overview")

    var label: LocalText {
        switch self {
        case .assessmentStart:
            LocalText(
                fi: "palvelutarpeen arvioinnin aloittamisen määräaika", sv: "tidsfrist för inledande av bedömningen av servicebehovet",
                en: "start of the assessment")
        case .decision: LocalText(fi: "päätöksen määräaika", sv: "tidsfrist för beslutet", en: "decision")
        case .execution: LocalText(fi: "toimeenpanon määräaika", sv: "tidsfrist för verkställigheten", en: "execution")
        }
    }
}

extension GuidanceEvent.Recipient: LabelledCode {
    static let listName = "GuidanceRecipient"
    static let listTitle = LocalText(fi: "ohjauksen saaja", sv: "mottagare av handledning", en: "recipient of guidance")

    var label: LocalText {
        switch self {
        case .client: LocalText(fi: "asiakas", sv: "klienten", en: "client")
        case .closePerson: LocalText(fi: "omainen tai läheinen", sv: "anhörig eller närstående", en: "close person")
        case .network: LocalText(fi: "verkosto", sv: "nätverket", en: "network")
        }
    }
}

extension HbChoice.State: LabelledCode {
    static let listName = "ChoiceState"
    static let listTitle = LocalText(fi: "valinnan tila", sv: "valets tillstånd", en: "state of a choice")

    var label: LocalText {
        switch self {
        case .standing: LocalText(fi: "voimassa", sv: "i kraft", en: "standing")
        case .withdrawn: LocalText(fi: "peruttu", sv: "återtaget", en: "withdrawn")
        }
    }
}

extension HbChoice.Commitment: LabelledCode {
    static let listName = "HbCommitment"
    static let listTitle = LocalText(fi: "asiakkaan sitoumus", sv: "klientens åtagande", en: "commitment of the client")

    var label: LocalText {
        switch self {
        case .esrForm:
            LocalText(fi: "ESR-lomake alussa ja lopussa", sv: "ESF-formulär i början och i slutet", en: "form of the social fund")
        case .kykyviisari: LocalText(fi: "Kykyviisari-kysely", sv: "enkäten Kykyviisari (Kykymätaren)", en: "Kykyviisari survey")
        case .endSurvey: LocalText(fi: "loppukysely", sv: "slutenkät", en: "survey at the end")
        case .effortAndCosts:
            LocalText(fi: "oman ajan ja kulujen kirjaaminen", sv: "anteckning av egen tid och egna kostnader", en: "own time and costs")
        case .followUp:
            LocalText(
                fi: "käytön ja tulosten seuranta", sv: "uppföljning av användningen och resultaten", en: "follow-up of use and results")
        }
    }
}

extension Meeting.Kind: LabelledCode {
    static let listName = "MeetingKind"
    static let listTitle = LocalText(fi: "tapaamisen laji", sv: "typ av möte", en: "kind of a meeting")

    var label: LocalText {
        switch self {
        case .needsTalk: LocalText(fi: "keskustelu tarpeista", sv: "samtal om behov", en: "talk about needs")
        case .network: LocalText(fi: "verkostotapaaminen", sv: "nätverksmöte", en: "network meeting")
        case .plan: LocalText(fi: "suunnitelmatapaaminen", sv: "planeringsmöte", en: "meeting about the plan")
        case .dialogue: LocalText(fi: "vuoropuhelu suunnitelmasta", sv: "dialog om planen", en: "dialogue about the plan")
        case .review: LocalText(fi: "väliarviointitapaaminen", sv: "möte för mellanutvärdering", en: "review")
        case .jointEvaluation: LocalText(fi: "yhteinen arviointi", sv: "gemensam utvärdering", en: "joint evaluation")
        }
    }
}

extension Meeting.Chooser: LabelledCode {
    static let listName = "PlaceChooser"
    static let listTitle = LocalText(fi: "paikan valitsija", sv: "den som har valt platsen", en: "who chose the place")

    var label: LocalText {
        switch self {
        case .client: LocalText(fi: "asiakas", sv: "klienten", en: "client")
        case .worker: LocalText(fi: "työntekijä", sv: "arbetstagaren", en: "worker")
        case .together: LocalText(fi: "yhdessä", sv: "tillsammans", en: "together")
        }
    }
}

extension RegionalModel.State: LabelledCode {
    static let listName = "RegionalModelState"
    static let listTitle = LocalText(
        fi: "alueellisen mallin tila", sv: "den regionala modellens tillstånd", en: "state of a regional model")

    var label: LocalText {
        switch self {
        case .draft: LocalText(fi: "luonnos", sv: "utkast", en: "draft")
        case .inForce: LocalText(fi: "voimassa", sv: "i kraft", en: "in force")
        case .withdrawn: LocalText(fi: "poistettu käytöstä", sv: "tagen ur bruk", en: "withdrawn")
        }
    }
}

extension RegionalModel.DecidingAuthority: LabelledCode {
    static let listName = "DecidingAuthority"
    static let listTitle = LocalText(fi: "päätösvalta mallissa", sv: "beslutanderätt i modellen", en: "authority that decides in a model")

    var label: LocalText {
        switch self {
        case .body: LocalText(fi: "toimielin", sv: "organ", en: "body")
        case .officeHolder: LocalText(fi: "viranhaltija", sv: "tjänsteinnehavare", en: "office holder")
        case .officeHolderThenBody:
            LocalText(
                fi: "viranhaltija rajaan asti, sen yli toimielin", sv: "tjänsteinnehavare upp till gränsen, organ över den",
                en: "office holder up to the limit, the body above it")
        }
    }
}

extension RegionalModel.CarryOverPolicy: LabelledCode {
    static let listName = "CarryOverPolicy"
    static let listTitle = LocalText(
        fi: "käyttämättä jääneen rahan siirto", sv: "överföring av oanvända pengar", en: "carrying over of money left")

    var label: LocalText {
        switch self {
        case .none: LocalText(fi: "ei siirry seuraavalle kaudelle", sv: "överförs inte till nästa period", en: "nothing is carried over")
        case .percentOfAllocation: LocalText(fi: "osuus myönnetystä", sv: "andel av det beviljade", en: "percent of the allocation")
        case .cents: LocalText(fi: "enimmäismäärä euroina", sv: "högst ett belopp i euro", en: "up to a sum")
        case .full: LocalText(fi: "siirtyy kokonaan", sv: "överförs helt", en: "everything is carried over")
        }
    }
}

extension BudgetBasis: LabelledCode {
    static let listName = "BudgetBasis"
    static let listTitle = LocalText(
        fi: "rahamäärän laskentaperuste", sv: "grund för beräkningen av penningbeloppet", en: "basis of the money value")

    var label: LocalText {
        switch self {
        case .currentServicesToChange:
            LocalText(
                fi: "nykyiset palvelut, jotka halutaan muuttaa", sv: "nuvarande tjänster som ska ändras", en: "current services to change")
        case .entitlement:
            LocalText(
                fi: "palvelut, joihin olisi tarpeen mukaan oikeus", sv: "tjänster som klienten enligt behov har rätt till",
                en: "services the client is entitled to")
        }
    }
}

extension AdministrationMode: LabelledCode {
    static let listName = "AdministrationMode"
    static let listTitle = LocalText(fi: "budjetin hallinnointitapa", sv: "sätt att förvalta budgeten", en: "administration of the money")

    var label: LocalText {
        switch self {
        case .countyManaged: LocalText(fi: "hyvinvointialue hallinnoi", sv: "välfärdsområdet förvaltar", en: "managed by the county")
        case .voucher: LocalText(fi: "palveluseteli", sv: "servicesedel", en: "service voucher")
        case .employerModel: LocalText(fi: "työnantajamalli", sv: "arbetsgivarmodellen", en: "employer model")
        case .nominee: LocalText(fi: "asiakkaan nimeämä hallinnoija", sv: "av klienten utsedd förvaltare", en: "nominee of the client")
        case .mixed: LocalText(fi: "yhdistelmä", sv: "kombination", en: "mixed")
        case .directPayment: LocalText(fi: "suora maksu asiakkaalle", sv: "direkt betalning till klienten", en: "direct payment")
        }
    }

    var easyLabel: String? {
        switch self {
        case .countyManaged: "Hyvinvointialue maksaa laskut."
        case .voucher: "Saat palvelusetelin."
        case .employerModel: "Olet avustajasi työnantaja."
        case .nominee: "Nimeämäsi henkilö hoitaa rahat."
        case .mixed: "Rahoja hoidetaan monella tavalla."
        case .directPayment: "Rahat maksetaan sinulle."
        }
    }
}

extension WorkItem.Kind: LabelledCode {
    static let listName = "WorkQueueKind"
    static let listTitle = LocalText(fi: "työjono", sv: "arbetskö", en: "queue of work")

    var label: LocalText {
        switch self {
        case .assessmentDue:
            LocalText(
                fi: "palvelutarpeen arviointi aloitettava", sv: "bedömningen av servicebehovet ska inledas", en: "assessment must begin")
        case .decisionDue: LocalText(fi: "päätös tehtävä", sv: "beslut ska fattas", en: "decision is due")
        case .executionDue: LocalText(fi: "päätös toimeenpantava", sv: "beslutet ska verkställas", en: "execution is due")
        case .planWaitingForDialogue:
            LocalText(fi: "suunnitelma odottaa vuoropuhelua", sv: "planen väntar på dialog", en: "plan waits for the dialogue")
        case .decisionWaiting:
            LocalText(
                fi: "päätösehdotus odottaa ratkaisua", sv: "beslutsförslaget väntar på avgörande", en: "proposal waits for its decision")
        case .planReturned:
            LocalText(
                fi: "suunnitelma palautettu jatkotyöstettäväksi", sv: "planen har återsänts för vidare beredning",
                en: "plan is returned for more work")
        case .decisionNotDispatched: LocalText(fi: "päätös lähettämättä", sv: "beslutet har inte sänts", en: "decision is not sent")
        case .servicePlanMissing:
            LocalText(fi: "asiakassuunnitelma päivittämättä", sv: "klientplanen har inte uppdaterats", en: "client plan is not updated")
        case .budgetEnding: LocalText(fi: "budjettikausi päättymässä", sv: "budgetperioden håller på att löpa ut", en: "budget ends soon")
        case .actualHeld: LocalText(fi: "toteumatieto selvitettävä", sv: "utfallsuppgiften ska utredas", en: "service data is held")
        case .reviewDue: LocalText(fi: "väliarviointi tehtävä", sv: "mellanutvärdering ska göras", en: "review is due")
        case .trialEnding: LocalText(fi: "kokeilu päättymässä", sv: "försöket håller på att löpa ut", en: "trial ends soon")
        case .nonDisclosureEnding:
            LocalText(fi: "turvakielto päättymässä", sv: "spärrmarkeringen håller på att löpa ut", en: "non-disclosure order ends")
        case .caseUnassigned:
            LocalText(fi: "asialta puuttuu omatyöntekijä", sv: "ärendet saknar egen kontaktperson", en: "case has no responsible worker")
        }
    }
}

extension WorkItem.Noun: LabelledCode {
    static let listName = "WorkItemNoun"
    static let listTitle = LocalText(fi: "mikä odottaa", sv: "vad som väntar", en: "what waits")

    var label: LocalText {
        switch self {
        case .caseFile: LocalText(fi: "asia", sv: "ärende", en: "case")
        case .supportPlan: LocalText(fi: "tukisuunnitelma", sv: "stödplan", en: "support plan")
        case .decision: LocalText(fi: "päätös", sv: "beslut", en: "decision")
        case .budget: LocalText(fi: "henkilökohtainen budjetti", sv: "personlig budget", en: "personal budget")
        case .agreement: LocalText(fi: "sopimus", sv: "avtal", en: "agreement")
        case .review: LocalText(fi: "väliarviointi", sv: "mellanutvärdering", en: "review")
        case .actual: LocalText(fi: "toteumatieto", sv: "utfallsuppgift", en: "actual")
        case .nonDisclosure: LocalText(fi: "turvakielto", sv: "spärrmarkering", en: "non-disclosure order")
        }
    }
}

extension WellbeingCounty: LabelledCode {
    static let listName = "WellbeingCountyCode"
    static let listTitle = LocalText(fi: "hyvinvointialue", sv: "välfärdsområde", en: "wellbeing services county")

    var label: LocalText { LocalText(fi: finnishName, sv: swedishName, en: englishName) }

    /// The codes are numbers, which no programming language takes as names.
    var variableName: String { "\(self)" }

    private var englishName: String {
        switch self {
        case .eastUusimaa: "wellbeing services county of East Uusimaa"
        case .centralUusimaa: "wellbeing services county of Central Uusimaa"
        case .westUusimaa: "wellbeing services county of Western Uusimaa"
        case .vantaaAndKerava: "wellbeing services county of Vantaa and Kerava"
        case .southwestFinland: "wellbeing services county of Southwest Finland"
        case .satakunta: "wellbeing services county of Satakunta"
        case .kantaHame: "wellbeing services county of Kanta-Häme"
        case .pirkanmaa: "wellbeing services county of Pirkanmaa"
        case .paijatHame: "wellbeing services county of Päijät-Häme"
        case .kymenlaakso: "wellbeing services county of Kymenlaakso"
        case .southKarelia: "wellbeing services county of South Karelia"
        case .southSavo: "wellbeing services county of South Savo"
        case .northSavo: "wellbeing services county of North Savo"
        case .northKarelia: "wellbeing services county of North Karelia"
        case .centralFinland: "wellbeing services county of Central Finland"
        case .southOstrobothnia: "wellbeing services county of South Ostrobothnia"
        case .ostrobothnia: "wellbeing services county of Ostrobothnia"
        case .centralOstrobothnia: "wellbeing services county of Central Ostrobothnia"
        case .northOstrobothnia: "wellbeing services county of North Ostrobothnia"
        case .kainuu: "wellbeing services county of Kainuu"
        case .lapland: "wellbeing services county of Lapland"
        case .helsinki: "City of Helsinki"
        case .aland: "Åland"
        }
    }

    /// The counties began on 1 January 2023. Helsinki and Åland are no counties and have no such day.
    var validFrom: CalendarDate? { isOrganiser && self != .helsinki ? CalendarDate(year: 2023, month: 1, day: 1) : nil }
}
