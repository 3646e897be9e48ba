import PersonalBudgeting

extension CodeList {
    /// The code lists of decisions and their notices.
    static let decision: [CodeList] = [
        CodeList(Decision.Kind.self),
        CodeList(Decision.Authority.self),
        CodeList(Decision.Outcome.self),
        CodeList(Decision.State.self),
        CodeList(NoticeMethod.self),
    ]
}

extension Decision.Kind: LabelledCode {
    static let listName = "DecisionKind"
    static let listTitle = LocalText(fi: "päätöksen laji", sv: "typ av beslut", en: "kind of a decision")

    var label: LocalText {
        switch self {
        case .budgetGrant:
            LocalText(fi: "henkilökohtaisen budjetin myöntäminen", sv: "beviljande av personlig budget", en: "grant of a personal budget")
        case .budgetAmendment: LocalText(fi: "päätöksen muuttaminen", sv: "ändring av beslut", en: "amendment")
        }
    }
}

extension Decision.Authority: LabelledCode {
    static let listName = "DecisionAuthority"
    static let listTitle = LocalText(fi: "päättäjä", sv: "beslutsfattare", en: "authority of a decision")

    var label: LocalText {
        switch self {
        case .officeHolder: LocalText(fi: "viranhaltija", sv: "tjänsteinnehavare", en: "office holder")
        case .body: LocalText(fi: "toimielin", sv: "organ", en: "body")
        }
    }
}

extension Decision.Outcome: LabelledCode {
    static let listName = "DecisionOutcome"
    static let listTitle = LocalText(fi: "päätöksen tulos", sv: "beslutets utfall", en: "outcome of a decision")

    var label: LocalText {
        switch self {
        case .approved: LocalText(fi: "hyväksytään", sv: "godkänns", en: "approved")
        case .returnedForWork:
            LocalText(fi: "palautetaan jatkotyöstettäväksi", sv: "återsänds för vidare beredning", en: "returned for more work")
        case .rejected: LocalText(fi: "hylätään", sv: "avslås", en: "rejected")
        }
    }

    var easyLabel: String? {
        switch self {
        case .approved: "Päätös on myönteinen."
        case .returnedForWork: "Suunnitelmaa pitää vielä muuttaa."
        case .rejected: "Päätös on kielteinen."
        }
    }
}

extension Decision.State: LabelledCode {
    static let listName = "DecisionState"
    static let listTitle = LocalText(fi: "päätöksen tila", sv: "beslutets tillstånd", en: "state of a decision")

    var label: LocalText {
        switch self {
        case .drafting: LocalText(fi: "valmisteltavana", sv: "under beredning", en: "being drafted")
        case .proposed: LocalText(fi: "päätösehdotus tehty", sv: "beslutsförslag har lagts fram", en: "proposed")
        case .onAgenda: LocalText(fi: "esityslistalla", sv: "på föredragningslistan", en: "on the agenda")
        case .returned: LocalText(fi: "palautettu jatkotyöstettäväksi", sv: "återsänt för vidare beredning", en: "returned")
        case .made: LocalText(fi: "päätös tehty", sv: "beslut har fattats", en: "made")
        case .dispatched: LocalText(fi: "lähetetty", sv: "avsänt", en: "sent")
        case .served: LocalText(fi: "annettu tiedoksi", sv: "delgivet", en: "served")
        case .withdrawn: LocalText(fi: "peruttu", sv: "återtaget", en: "withdrawn")
        }
    }
}

extension NoticeMethod: LabelledCode {
    static let listName = "NoticeMethod"
    static let listTitle = LocalText(fi: "tiedoksiantotapa", sv: "delgivningssätt", en: "method of service")

    var label: LocalText {
        switch self {
        case .letter: LocalText(fi: "tavallinen tiedoksianto (kirje)", sv: "vanlig delgivning (brev)", en: "ordinary letter")
        case .electronic:
            LocalText(fi: "tavallinen sähköinen tiedoksianto", sv: "vanlig elektronisk delgivning", en: "ordinary electronic notice")
        case .verifiable: LocalText(fi: "todisteellinen tiedoksianto", sv: "bevislig delgivning", en: "verifiable notice")
        case .substitute: LocalText(fi: "sijaistiedoksianto", sv: "mellanhandsdelgivning", en: "substitute service")
        }
    }
}
