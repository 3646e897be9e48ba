extension Decision.Outcome {
    /// The outcome as the minutes of a body write it (S25).
    var inWords: LocalText {
        switch self {
        case .approved: LocalText(fi: "hyväksytään", sv: "godkänns", en: "approved")
        case .returnedForWork:
            LocalText(fi: "palautetaan jatkotyöstettäväksi", sv: "återsänds för vidare beredning", en: "returned_for_work")
        case .rejected: LocalText(fi: "hylätään", sv: "avslås", en: "rejected")
        }
    }
}
