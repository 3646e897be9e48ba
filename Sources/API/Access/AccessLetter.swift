import PersonalBudgeting

/// The extract of the access log as a letter to the client (`Accept: text/plain`). It has a paragraph for each row, because a table reads
/// badly with a screen reader and on a narrow screen.
struct AccessLetter {
    let client: Client
    let extract: AccessExtract
    let page: Page<AccessLogAPI.LoggedAccess>
    let at: Instant
    let language: Language

    var text: [UInt8] {
        var lines = [
            say("Kuka on käsitellyt asiakkaan tietoja", "Vem som har behandlat klientens uppgifter", "Who has handled the client's data"),
            "",
            say("Asiakasnumero", "Klientnummer", "Client number") + ": \(client.number)",
            say("Ajalta", "Tid", "Time") + ": \(period)",
            say("Tulostettu", "Utskrivet", "Printed") + ": \(AccessWords.when(at, language))",
        ]
        if page.items.isEmpty {
            lines += [
                "",
                say(
                    "Tietoja ei ole käsitelty tänä aikana.", "Uppgifterna har inte behandlats under denna tid.",
                    "Nobody has handled the data in this time."),
            ]
        }
        for item in page.items {
            lines += [
                "", item.when,
                "  " + say("Kuka: ", "Vem: ", "Who: ")
                    + [plain(item.who), item.roleTitle, item.unitName.map(plain)].compactMap { $0 }.joined(separator: ", "),
                "  " + say("Mitä: ", "Vad: ", "What: ") + item.what, "  " + say("Miksi: ", "Varför: ", "Why: ") + plain(item.why),
            ]
        }
        if let next = page.next {
            lines += ["", say("Jatkuu; seuraava sivu: ", "Fortsätter; nästa sida: ", "Continues; next page: ") + "after=\(next)"]
        } else if extract.isCutOff {
            lines += [
                "",
                say(
                    "Yli kaksi vuotta vanhat lokitiedot annetaan, kun kerrot, miksi tarvitset ne.",
                    "Logguppgifter som är äldre än två år lämnas ut när du berättar varför du behöver dem.",
                    "Entries older than two years are given when you say why you need them."),
            ]
        }
        lines += [
            "",
            say(
                "Tieto annetaan asiakastietolain (703/2023) nojalla. Jos epäilet, että tietojasi on käsitelty aiheetta, ota yhteyttä"
                    + " hyvinvointialueen tietosuojavastaavaan.",
                "Uppgifterna lämnas med stöd av kunduppgiftslagen (703/2023). Om du misstänker att dina uppgifter har behandlats utan grund,"
                    + " kontakta välfärdsområdets dataskyddsombud.",
                "Given under the Client Data Act (703/2023). If you suspect that your data was handled without cause, contact the data"
                    + " protection officer of the wellbeing services county."),
        ]
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private var period: String {
        let from = extract.from == .earliest ? say("alusta", "från början", "from the beginning") : AccessWords.day(extract.from, language)
        let to = extract.to == .latest ? AccessWords.day(at.helsinkiDate, language) : AccessWords.day(extract.to, language)
        return "\(from) – \(to)"
    }

    private func say(_ fi: String, _ sv: String, _ en: String) -> String { language.choose(LocalText(fi: fi, sv: sv, en: en)) }

    /// Replaces control characters, which would move a terminal's cursor.
    private func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
