import HTTPServer
import JSON
import PersonalBudgeting

/// The client's money in plain words, with the same figures that staff see (row 83).
enum MoneyViewAPI {
    static let operations: [Operation] = [
        Operation(
            "readMoneyView", .get, "/v1/cases/{case}/money-view",
            "Read the money in plain words and by line: granted, committed, used, left, and the forecast", tag: .budgets,
            effect: .read, right: .readMoney, kind: .letter, about: .caseFile, response: view.schema
        ) { call in
            let language = try language(call)
            let shown = Shown(view: try call.work.moneyView(of: try call.requireCase()), language: language)
            return .value(call.masked(shown), view)
        }
    ]

    /// Returns the requested language. A client who requests none gets the client's own language.
    private static func language(_ call: AdmittedCall) throws -> Language {
        guard call.actor.role.actsForClient, !Language.isNamed(call.head.headers.all("accept-language")) else { return call.language }
        return Language(rawValue: String(try call.requireClient().details.language.text.prefix(2))) ?? call.language
    }

    private struct Shown: NothingToMask {
        let view: MoneyView
        let language: Language

        var total: Figures { view.statement?.total ?? .zero }

        var sentences: [String] {
            guard let statement = view.statement else {
                return [
                    language.choose(
                        LocalText(
                            fi: "Sinulle ei ole vielä myönnetty budjettia.", sv: "Du har ännu inte beviljats någon budget.",
                            en: "You have not been granted a budget yet."))
                ]
            }
            let period = statement.budget.period
            let (first, last) = (EuroText.day(period.from), EuroText.day(period.to))
            func say(_ fi: String, _ sv: String, _ en: String) -> String { language.choose(LocalText(fi: fi, sv: sv, en: en)) }
            let (granted, committed) = (EuroText.sum(total.granted), EuroText.sum(total.committed))
            let (used, left, forecast) = (EuroText.sum(total.used), EuroText.sum(total.available), EuroText.sum(view.forecast))
            var said = [
                say(
                    "Sinulla on rahaa \(granted). Se on ajalle \(first)–\(last).",
                    "Du har \(granted). Pengarna är för tiden \(first)–\(last).",
                    "You have \(granted). It is for the time \(first)–\(last)."),
                say(
                    "Siitä on varattu sovittuihin palveluihin \(committed).", "Av det har \(committed) reserverats för avtalade tjänster.",
                    "Of this, \(committed) is reserved for agreed services."),
                say("Olet käyttänyt \(used).", "Du har använt \(used).", "You have used \(used)."),
                say("Jäljellä on \(left).", "Kvar finns \(left).", "\(left) is left."),
            ]
            if statement.budget.state != .settled {
                said.append(
                    say(
                        "Jos jatkat samalla tavalla, rahaa on mennyt \(forecast), kun aika päättyy.",
                        "Om du fortsätter på samma sätt har \(forecast) gått åt när tiden tar slut.",
                        "If you continue like this, you will have used \(forecast) when the time ends."))
            }
            if view.isOverForecast {
                said.append(
                    say(
                        "Se on enemmän kuin sinulla on. Puhu asiasta työntekijäsi kanssa.",
                        "Det är mer än du har. Tala med din kontaktperson.", "That is more than you have. Talk to your worker about it."))
            }
            return said
        }
    }

    private typealias Line = (shown: Shown, line: BudgetLine, figures: Figures)

    private static let lineView = View<Line>(
        "MoneyViewLine",
        [
            ViewMember("lineId", .id()) { $0.line.id },
            ViewMember("name", .line()) { line in
                guard let type = line.shown.view.serviceTypes[line.line.serviceTypeCode] else { return line.line.serviceTypeCode }
                return line.shown.language == .sv ? type.details.nameSv : type.details.nameFi
            },
            ViewMember("purpose", .prose(500)) { $0.line.purpose },
            ViewMember("grantedCents", .signedCents) { $0.figures.granted },
            ViewMember("committedCents", .signedCents) { $0.figures.committed },
            ViewMember("usedCents", .signedCents) { $0.figures.used },
            ViewMember("leftCents", .signedCents) { $0.figures.available },
        ])

    private static let view = View<Shown>(
        "MoneyView",
        [
            ViewMember("budgetId", .optional(.id())) { $0.view.statement?.budget.id },
            ViewMember("state", .optional(.code)) { $0.view.statement?.budget.state },
            ViewMember("period", .optional(.period)) { $0.view.statement?.budget.period },
            ViewMember("asOf", .date) { $0.view.today },
            ViewMember("grantedCents", .signedCents) { $0.total.granted },
            ViewMember("committedCents", .signedCents) { $0.total.committed },
            ViewMember("usedCents", .signedCents) { $0.total.used },
            ViewMember("leftCents", .signedCents) { $0.total.available },
            ViewMember("forecastCents", .signedCents) { $0.view.forecast },
            ViewMember("isForecastOver", .flag) { $0.view.isOverForecast },
            ViewMember("lines", view: .list(lineView)) { shown in
                (shown.view.statement?.lines ?? []).map { (shown, $0.line, $0.figures) }
            },
            ViewMember("language", .code) { $0.language },
            ViewMember("sentences", .list(.prose(300), 1...10)) { $0.sentences },
        ])
}

/// Sums and days as people read them in Finland: `1 234,56 €` with no-break spaces, `31.12.2026` (I31).
enum EuroText {
    static func sum(_ amount: Money) -> String {
        let magnitude = amount.cents.magnitude
        let cents = magnitude % 100
        var digits = String(magnitude / 100)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits = String(digits.dropLast(3))
        }
        groups.insert(digits, at: 0)
        let sign = amount < .zero ? "\u{2212}" : ""
        return "\(sign)\(groups.joined(separator: "\u{A0}")),\(cents < 10 ? "0" : "")\(cents)\u{A0}€"
    }

    static func day(_ date: CalendarDate) -> String { "\(date.day).\(date.month).\(date.year)" }
}
