extension HbChoice.Commitment {
    /// What the client commits to, as a noun.
    var inWords: LocalText {
        switch self {
        case .esrForm: LocalText(fi: "rahoittajan lomake", sv: "finansiärens blankett", en: "esr_form")
        case .kykyviisari: LocalText(fi: "Kykyviisari-kysely", sv: "enkäten Kykyviisari", en: "kykyviisari")
        case .endSurvey: LocalText(fi: "loppukysely", sv: "slutenkäten", en: "end_survey")
        case .effortAndCosts:
            LocalText(fi: "oman ajan ja kulujen kirjaaminen", sv: "anteckning av egen tid och kostnader", en: "effort_and_costs")
        case .followUp: LocalText(fi: "seuranta", sv: "uppföljning", en: "follow_up")
        }
    }
}
