/// The refusals about keys and who has looked.
extension ProblemExample {
    static let tooManyKeys = ProblemExample(
        when: LocalText(
            fi: "Käyttäjälle tehdään kolmas avain, vaikka kaksi on voimassa.",
            sv: "En tredje nyckel görs åt en användare fast två är giltiga.",
            en: "A third key is made for a user while two are alive."),
        request: .command("/v1/admin/keys/{key}/revoke"))

    static let reasonNeeded = ProblemExample(
        when: LocalText(
            fi: "Pyydetään lokitietoja ajalta yli kaksi vuotta sitten kertomatta syytä.",
            sv: "Logguppgifter begärs för en tid för mer än två år sedan utan att en grund anges.",
            en: "Entries of the access log from more than two years ago are asked for without a reason."),
        request: .get(
            "/v1/clients/{client}/access-log?from=2022-01-01", [("X-Purpose", "Epäily tietojen väärinkäytöstä vuonna 2022")]))
}
