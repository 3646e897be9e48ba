extension Role {
    /// The role as a person would name it.
    public var inWords: LocalText {
        switch self {
        case .socialWorker: LocalText(fi: "sosiaalityöntekijä", sv: "socialarbetare", en: "social worker")
        case .serviceCoordinator: LocalText(fi: "palveluohjaaja", sv: "servicehandledare", en: "service coordinator")
        case .decisionMaker: LocalText(fi: "päätöksentekijä", sv: "beslutsfattare", en: "decision maker")
        case .bodySecretary: LocalText(fi: "toimielimen sihteeri", sv: "organets sekreterare", en: "secretary of the body")
        case .finance: LocalText(fi: "talous", sv: "ekonomi", en: "finance")
        case .admin: LocalText(fi: "pääkäyttäjä", sv: "huvudanvändare", en: "administrator")
        case .auditor: LocalText(fi: "tarkastaja", sv: "granskare", en: "auditor")
        case .dataProtectionOfficer: LocalText(fi: "tietosuojavastaava", sv: "dataskyddsombud", en: "data protection officer")
        case .system: LocalText(fi: "tietojärjestelmä", sv: "datasystem", en: "information system")
        case .client: LocalText(fi: "asiakas itse", sv: "klienten själv", en: "the client")
        case .representative: LocalText(fi: "asiakkaan edustaja", sv: "klientens företrädare", en: "the client's representative")
        case .hbAssistant: LocalText(fi: "HB-avustaja", sv: "PB-handledare", en: "the client's assistant")
        case .provider: LocalText(fi: "palveluntuottaja", sv: "tjänsteproducent", en: "provider")
        case .researcher: LocalText(fi: "tutkija", sv: "forskare", en: "researcher")
        }
    }
}
