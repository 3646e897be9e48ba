import PersonalBudgeting

extension Codec where Value == LanguageCode {
    static var language: Codec { .parsed({ LanguageCode($0) }, { $0.text }) }
}

extension Codec where Value == MunicipalityCode {
    static var municipality: Codec { .parsed({ MunicipalityCode($0) }, { $0.text }) }
}

extension Codec where Value == MaskedHetu {
    static var maskedHetu: Codec {
        Codec(
            encode: { .text($0.text) },
            decode: { row, column in
                guard let hetu = MaskedHetu(octets: try row.octets(ofText: column)) else { throw Unreadable(column: column) }
                return hetu
            })
    }
}

/// Within a record, an absent text is written as an empty text. A text that is present is never empty.
func present(_ text: String) -> String? { text.isEmpty ? nil : text }

extension Codec where Value == [WebLink] {
    static var links: Codec { .records({ [$0.text] }, { $0.first.flatMap(WebLink.init) }) }
}

extension Codec where Value == [LanguageCode] {
    static var languages: Codec { .records({ [$0.text] }, { $0.first.flatMap { LanguageCode($0) } }) }
}

extension Codec where Value == BusinessID {
    static var toldBusinessID: Codec { .parsed({ try? BusinessID($0) }, { $0.text }) }
}
