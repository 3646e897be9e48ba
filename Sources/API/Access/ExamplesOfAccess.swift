import PersonalBudgeting

/// The refusals about keys and the access log.
extension ProblemExample {
    static let tooManyKeys = ProblemExample(
        when: LocalText(
            fi: "Käyttäjälle tehdään kolmas avain, vaikka kaksi on voimassa.",
            sv: "En tredje nyckel görs åt en användare fast två är giltiga.",
            en: "A third key is issued for a user who has two valid keys."),
        request: .command("/v1/admin/keys/{key}/revoke"))

    static let lastAdministrator = ProblemExample(
        when: LocalText(
            fi: "Ainoan pääkäyttäjän ainoa avain suljetaan.",
            sv: "Den enda huvudanvändarens enda nyckel spärras.",
            en: "The only key of the only administrator is revoked."),
        request: .post("/v1/admin/keys", #"{"role": "admin", "name": "Anna Toinen"}"#))

    static let reasonNeeded = ProblemExample(
        when: LocalText(
            fi: "Pyydetään lokitietoja ajalta yli kaksi vuotta sitten kertomatta syytä.",
            sv: "Logguppgifter begärs för en tid för mer än två år sedan utan att en grund anges.",
            en: "Access log entries older than two years are requested without a reason."),
        request: .get(
            "/v1/clients/{client}/access-log?from=2022-01-01", [("X-Purpose", "Epäily tietojen väärinkäytöstä vuonna 2022")]))
}
