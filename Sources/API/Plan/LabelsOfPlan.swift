import PersonalBudgeting

extension CodeList {
    /// The code lists of the support plan.
    static let plan: [CodeList] = [
        CodeList(DialogueRound.Topic.self),
        CodeList(SupportPlan.State.self),
        CodeList(SupportPlan.Author.self),
        CodeList(SupportPlan.Frequency.self),
    ]
}

extension DialogueRound.Topic: LabelledCode {
    static let listName = "DialogueTopic"
    static let listTitle = LocalText(fi: "vuoropuhelun aihe", sv: "dialogens tema", en: "topic of a dialogue")

    var label: LocalText {
        switch self {
        case .amount: LocalText(fi: "rahamäärä", sv: "penningbeloppet", en: "amount")
        case .purposes: LocalText(fi: "käyttötarkoitukset", sv: "användningsändamål", en: "purposes")
        case .ways: LocalText(fi: "toteuttamistavat", sv: "sätt att genomföra", en: "ways")
        }
    }
}

extension SupportPlan.State: LabelledCode {
    static let listName = "SupportPlanState"
    static let listTitle = LocalText(fi: "tukisuunnitelman tila", sv: "stödplanens tillstånd", en: "state of a support plan")

    var label: LocalText {
        switch self {
        case .draft: LocalText(fi: "luonnos", sv: "utkast", en: "draft")
        case .submitted: LocalText(fi: "lähetetty", sv: "inlämnad", en: "submitted")
        case .inDialogue: LocalText(fi: "vuoropuhelussa", sv: "i dialog", en: "in dialogue")
        case .proposed: LocalText(fi: "esitetty päätettäväksi", sv: "föreslagen för beslut", en: "proposed")
        case .approved: LocalText(fi: "hyväksytty", sv: "godkänd", en: "approved")
        case .returned: LocalText(fi: "palautettu jatkotyöstettäväksi", sv: "återsänd för vidare beredning", en: "returned for more work")
        case .rejected: LocalText(fi: "hylätty", sv: "avslagen", en: "rejected")
        case .withdrawn: LocalText(fi: "peruttu", sv: "återtagen", en: "withdrawn")
        case .superseded: LocalText(fi: "korvattu uudella", sv: "ersatt av en ny", en: "superseded")
        }
    }

    var easyLabel: String? {
        switch self {
        case .draft: "Kirjoitat suunnitelmaa."
        case .submitted: "Olet lähettänyt suunnitelman."
        case .inDialogue: "Suunnitelmasta keskustellaan."
        case .proposed: "Suunnitelma odottaa päätöstä."
        case .approved: "Suunnitelma on hyväksytty."
        case .returned: "Suunnitelmaa pitää vielä muuttaa."
        case .rejected: "Suunnitelmaa ei hyväksytty."
        case .withdrawn: "Olet perunut suunnitelman."
        case .superseded: "Suunnitelmasta on uusi versio."
        }
    }
}

extension SupportPlan.Author: LabelledCode {
    static let listName = "PlanAuthor"
    static let listTitle = LocalText(fi: "tukisuunnitelman laatija", sv: "stödplanens upprättare", en: "author of a support plan")

    var label: LocalText {
        switch self {
        case .client: LocalText(fi: "asiakas", sv: "klienten", en: "client")
        case .closePerson: LocalText(fi: "omainen tai läheinen", sv: "anhörig eller närstående", en: "close person")
        case .hbAssistant: LocalText(fi: "HB-avustaja", sv: "PB-handledare", en: "assistant of the client")
        case .workerAsScribe: LocalText(fi: "työntekijä kirjurina", sv: "arbetstagaren som skrivare", en: "worker as the scribe")
        }
    }
}

extension SupportPlan.Frequency: LabelledCode {
    static let listName = "UseFrequency"
    static let listTitle = LocalText(fi: "käytön tiheys", sv: "hur ofta tjänsten används", en: "frequency of use")

    var label: LocalText {
        switch self {
        case .once: LocalText(fi: "kerran", sv: "en gång", en: "once")
        case .daily: LocalText(fi: "päivittäin", sv: "dagligen", en: "daily")
        case .weekly: LocalText(fi: "viikoittain", sv: "varje vecka", en: "weekly")
        case .monthly: LocalText(fi: "kuukausittain", sv: "varje månad", en: "monthly")
        case .yearly: LocalText(fi: "vuosittain", sv: "varje år", en: "yearly")
        case .asNeeded: LocalText(fi: "tarpeen mukaan", sv: "vid behov", en: "as needed")
        }
    }
}
