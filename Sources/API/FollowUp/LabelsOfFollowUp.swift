import PersonalBudgeting

extension CodeList {
    /// The code lists of follow-up and development.
    static let followUp: [CodeList] = [
        CodeList(CatalogueItem.State.self),
        CodeList(CatalogueItem.LifeArea.self),
        CodeList(ClientEffort.CostType.self),
        CodeList(DevelopmentIdea.State.self),
        CodeList(DiaryEntry.State.self),
        CodeList(FormInstance.State.self),
        CodeList(FormInstrument.Phase.self),
        CodeList(FormInstrument.Item.Kind.self),
        CodeList(MonitoringAgreement.Standing.self),
        CodeList(PeerGroup.State.self),
        CodeList(PeerMembership.State.self),
        CodeList(ResearchConsent.State.self),
        CodeList(ResearchConsent.Form.self),
        CodeList(Review.State.self),
        CodeList(Review.Decision.self),
        CodeList(WorkerExperience.Theme.self),
    ]
}

extension CatalogueItem.State: LabelledCode {
    static let listName = "CatalogueItemState"
    static let listTitle = LocalText(
        fi: "ideapankin kohteen tila", sv: "tillståndet för en post i idébanken", en: "state of an item of the catalogue")

    var label: LocalText {
        switch self {
        case .draft: LocalText(fi: "luonnos", sv: "utkast", en: "draft")
        case .published: LocalText(fi: "julkaistu", sv: "publicerad", en: "published")
        case .withdrawn: LocalText(fi: "poistettu", sv: "borttagen", en: "withdrawn")
        }
    }
}

extension CatalogueItem.LifeArea: LabelledCode {
    static let listName = "LifeArea"
    static let listTitle = LocalText(fi: "elämänalue", sv: "livsområde", en: "area of life")

    var label: LocalText {
        switch self {
        case .home: LocalText(fi: "asuminen ja koti", sv: "boende och hem", en: "home")
        case .dailyLife: LocalText(fi: "arki", sv: "vardag", en: "daily life")
        case .mobility: LocalText(fi: "liikkuminen", sv: "rörlighet", en: "mobility")
        case .work: LocalText(fi: "työ", sv: "arbete", en: "work")
        case .study: LocalText(fi: "opiskelu", sv: "studier", en: "study")
        case .leisure: LocalText(fi: "vapaa-aika", sv: "fritid", en: "leisure")
        case .relationships: LocalText(fi: "ihmissuhteet", sv: "relationer", en: "relationships")
        case .health: LocalText(fi: "terveys ja hyvinvointi", sv: "hälsa och välbefinnande", en: "health")
        case .participation: LocalText(fi: "osallisuus", sv: "delaktighet", en: "participation")
        case .other: LocalText(fi: "muu elämänalue", sv: "annat livsområde", en: "other")
        }
    }
}

extension ClientEffort.CostType: LabelledCode {
    static let listName = "EffortCostType"
    static let listTitle = LocalText(fi: "asiakkaan kulun laji", sv: "typ av kostnad för klienten", en: "kind of cost to the client")

    var label: LocalText {
        switch self {
        case .travel: LocalText(fi: "matka", sv: "resa", en: "travel")
        case .phone: LocalText(fi: "puhelin", sv: "telefon", en: "phone")
        case .postage: LocalText(fi: "postimaksu", sv: "porto", en: "postage")
        case .fee: LocalText(fi: "maksu", sv: "avgift", en: "fee")
        case .assistance: LocalText(fi: "avustajan kulu", sv: "kostnad för assistent", en: "assistance")
        case .other: LocalText(fi: "muu kulu", sv: "annan kostnad", en: "other")
        }
    }
}

extension DevelopmentIdea.State: LabelledCode {
    static let listName = "DevelopmentIdeaState"
    static let listTitle = LocalText(fi: "kehittämisidean tila", sv: "utvecklingsidéns tillstånd", en: "state of an idea")

    var label: LocalText {
        switch self {
        case .submitted: LocalText(fi: "lähetetty", sv: "inlämnad", en: "submitted")
        case .underReview: LocalText(fi: "käsiteltävänä", sv: "under behandling", en: "under review")
        case .adopted: LocalText(fi: "otettu käyttöön", sv: "har tagits i bruk", en: "adopted")
        case .declined: LocalText(fi: "ei oteta käyttöön", sv: "tas inte i bruk", en: "declined")
        }
    }
}

extension DiaryEntry.State: LabelledCode {
    static let listName = "DiaryEntryState"
    static let listTitle = LocalText(
        fi: "päiväkirjamerkinnän tila", sv: "dagboksanteckningens tillstånd", en: "state of an entry of the diary")

    var label: LocalText {
        switch self {
        case .unshared: LocalText(fi: "vain asiakkaan nähtävissä", sv: "endast klienten ser", en: "only the client sees it")
        case .shared: LocalText(fi: "jaettu työntekijälle", sv: "delad med arbetstagaren", en: "shared with the worker")
        }
    }
}

extension FormInstance.State: LabelledCode {
    static let listName = "FormState"
    static let listTitle = LocalText(fi: "lomakkeen tila", sv: "formulärets tillstånd", en: "state of a form")

    var label: LocalText {
        switch self {
        case .expected: LocalText(fi: "odotettavissa", sv: "väntas", en: "expected")
        case .sent: LocalText(fi: "lähetetty", sv: "sänt", en: "sent")
        case .answered: LocalText(fi: "vastattu", sv: "besvarat", en: "answered")
        case .declined: LocalText(fi: "asiakas ei vastaa", sv: "klienten svarar inte", en: "declined")
        case .expired: LocalText(fi: "vanhentunut", sv: "tiden har gått ut", en: "expired")
        }
    }
}

extension FormInstrument.Phase: LabelledCode {
    static let listName = "FormPhase"
    static let listTitle = LocalText(fi: "lomakkeen vaihe", sv: "formulärets skede", en: "phase of a form")

    var label: LocalText {
        switch self {
        case .start: LocalText(fi: "alussa", sv: "i början", en: "start")
        case .interim: LocalText(fi: "välivaiheessa", sv: "i mellanskedet", en: "in between")
        case .end: LocalText(fi: "lopussa", sv: "i slutet", en: "end")
        }
    }
}

extension FormInstrument.Item.Kind: LabelledCode {
    static let listName = "FormItemKind"
    static let listTitle = LocalText(fi: "kysymyksen laji", sv: "typ av fråga", en: "kind of a question")

    var label: LocalText {
        switch self {
        case .score: LocalText(fi: "pisteet", sv: "poäng", en: "score")
        case .text: LocalText(fi: "teksti", sv: "text", en: "text")
        case .choice: LocalText(fi: "valinta", sv: "val", en: "choice")
        }
    }
}

extension MonitoringAgreement.Standing: LabelledCode {
    static let listName = "MonitoringState"
    static let listTitle = LocalText(fi: "seurannan tila", sv: "uppföljningens tillstånd", en: "state of monitoring")

    var label: LocalText {
        switch self {
        case .planned: LocalText(fi: "sovittu", sv: "avtalad", en: "planned")
        case .due: LocalText(fi: "seuranta-aika on tullut", sv: "uppföljningen ska göras", en: "due")
        }
    }
}

extension PeerGroup.State: LabelledCode {
    static let listName = "PeerGroupState"
    static let listTitle = LocalText(fi: "vertaisryhmän tila", sv: "kamratgruppens tillstånd", en: "state of a peer group")

    var label: LocalText {
        switch self {
        case .open: LocalText(fi: "avoin", sv: "öppen", en: "open")
        case .closed: LocalText(fi: "päättynyt", sv: "avslutad", en: "closed")
        }
    }
}

extension PeerMembership.State: LabelledCode {
    static let listName = "PeerMembershipState"
    static let listTitle = LocalText(fi: "ryhmän jäsenyyden tila", sv: "gruppmedlemskapets tillstånd", en: "state of a membership")

    var label: LocalText {
        switch self {
        case .member: LocalText(fi: "jäsen", sv: "medlem", en: "member")
        case .left: LocalText(fi: "lähtenyt ryhmästä", sv: "har lämnat gruppen", en: "left")
        }
    }
}

extension ResearchConsent.State: LabelledCode {
    static let listName = "ResearchConsentState"
    static let listTitle = LocalText(
        fi: "tutkimussuostumuksen tila", sv: "forskningssamtyckets tillstånd", en: "state of a consent to research")

    var label: LocalText {
        switch self {
        case .given: LocalText(fi: "annettu", sv: "givet", en: "given")
        case .withdrawn: LocalText(fi: "peruttu", sv: "återtaget", en: "withdrawn")
        }
    }
}

extension ResearchConsent.Form: LabelledCode {
    static let listName = "ResearchConsentForm"
    static let listTitle = LocalText(fi: "suostumuksen muoto", sv: "samtyckets form", en: "form of a consent")

    var label: LocalText {
        switch self {
        case .written: LocalText(fi: "kirjallinen", sv: "skriftligt", en: "written")
        case .electronic: LocalText(fi: "sähköinen", sv: "elektroniskt", en: "electronic")
        }
    }
}

extension Review.State: LabelledCode {
    static let listName = "ReviewState"
    static let listTitle = LocalText(fi: "väliarvioinnin tila", sv: "mellanutvärderingens tillstånd", en: "state of a review")

    var label: LocalText {
        switch self {
        case .scheduled: LocalText(fi: "sovittu", sv: "planerad", en: "scheduled")
        case .held: LocalText(fi: "pidetty", sv: "genomförd", en: "held")
        case .closed: LocalText(fi: "päätetty", sv: "avslutad", en: "closed")
        }
    }
}

extension Review.Decision: LabelledCode {
    static let listName = "ReviewDecision"
    static let listTitle = LocalText(
        fi: "väliarvioinnin johtopäätös", sv: "slutsats av mellanutvärderingen", en: "conclusion of a review")

    var label: LocalText {
        switch self {
        case .continue: LocalText(fi: "jatketaan ennallaan", sv: "fortsätter oförändrat", en: "continue")
        case .change: LocalText(fi: "muutetaan", sv: "ändras", en: "change")
        case .end: LocalText(fi: "lopetetaan", sv: "avslutas", en: "end")
        }
    }
}

extension WorkerExperience.Theme: LabelledCode {
    static let listName = "ExperienceTheme"
    static let listTitle = LocalText(
        fi: "työntekijäkokemuksen aihe", sv: "tema för arbetstagarens erfarenhet", en: "theme of a worker's experience")

    var label: LocalText {
        switch self {
        case .clientWork: LocalText(fi: "asiakastyö", sv: "klientarbete", en: "client work")
        case .budgeting: LocalText(fi: "budjetointi", sv: "budgetering", en: "budgeting")
        case .cooperation: LocalText(fi: "yhteistyö", sv: "samarbete", en: "cooperation")
        case .training: LocalText(fi: "koulutus", sv: "utbildning", en: "training")
        case .workload: LocalText(fi: "työmäärä", sv: "arbetsmängd", en: "workload")
        case .model: LocalText(fi: "toimintamalli", sv: "verksamhetsmodell", en: "model")
        case .other: LocalText(fi: "muu aihe", sv: "annat tema", en: "other")
        }
    }
}
