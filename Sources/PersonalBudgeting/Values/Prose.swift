/// Days, sums and codes as they are written in Finnish and Swedish prose. English details keep the forms of the contract.

extension CalendarDate {
    /// The day as in `1.6.2026`, the same in Finnish and in Swedish.
    public var prose: String { "\(day).\(month).\(year)" }
}

extension Money {
    /// The sum in euros, as in `1 234,50 €`, the same in Finnish and in Swedish. The spaces do not break.
    public var prose: String { Money.prose(cents: cents) }

    /// The same for a number of cents that may be beyond any sum.
    static func prose(cents: Int64) -> String {
        let magnitude = cents.magnitude
        let digits = Array(String(magnitude / 100))
        let euros = digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, (digits.count - digit.offset) % 3 == 0 { text += "\u{A0}" }
            text.append(digit.element)
        }
        let rest = magnitude % 100
        return "\(cents < 0 ? "\u{2212}" : "")\(euros),\(rest < 10 ? "0" : "")\(rest)\u{A0}€"
    }
}

extension LocalText {
    /// Returns a count with the form of its noun: `1 kohta` or `2 kohtaa`, `1 fel` or `2 fel`.
    /// - Parameters:
    ///   - one: the form after 1.
    ///   - several: the form after any other count, in Finnish the partitive.
    public static func count(_ count: Int, one: LocalText, several: LocalText) -> LocalText {
        let noun = count == 1 ? one : several
        return LocalText(fi: "\(count) \(noun.fi)", sv: "\(count) \(noun.sv)", en: "\(count) \(noun.en)")
    }

    /// Returns a list of names in quotation marks: `”a”, ”b”`. In English without the marks.
    static func quoted(_ names: [LocalText]) -> LocalText {
        LocalText(
            fi: names.map { "”\($0.fi)”" }.joined(separator: ", "), sv: names.map { "”\($0.sv)”" }.joined(separator: ", "),
            en: names.map(\.en).joined(separator: ", "))
    }
}
