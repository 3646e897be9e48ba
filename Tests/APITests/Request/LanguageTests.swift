import Testing

@testable import API

/// The language of an answer (RFC 9110, 12.5.4).
struct LanguageTests {
    @Test(
        "the language with the highest weight is chosen, over all fields; a language of another name is none",
        arguments: [
            ([], Language.fi), ([""], .fi), (["sv"], .sv), (["en-GB"], .en), (["EN"], .en), (["de"], .fi), (["*"], .fi),
            (["de, sv;q=0.5, en;q=0.4"], .sv), (["fi;q=0, en;q=0.1"], .en), (["en;q=0.1,sv;Q=0.9"], .sv), (["en;\tq=0.1,sv; q=0.9"], .sv),
            (["de", "en"], .en), (["sv;q=0.1", "en;q=0.2"], .en), (["fil"], .fi), (["fil, en"], .en), (["svx, en"], .en), (["eng"], .fi),
            (["en_GB, sv"], .sv), (["en;q=2, sv"], .sv), (["fi-FI"], .fi), (["fil-PH"], .fi), (["fil-PH, sv-FI;q=0.5"], .sv),
            (["sv-FI, fi;q=0.9"], .sv), (["*, sv;q=0.5"], .sv), (["sv;q=0.5, *"], .sv), (["fi;q=0"], .sv), (["fi;q=0, *"], .sv),
            (["fi;q=0, sv;q=0, *"], .en), (["fi;q=0, sv;q=0, en;q=0"], .fi), (["sv;q=0.1239, en;q=0.123"], .sv), (["en;q=.5"], .en),
            (["sv;q=0.0001, de"], .sv), ([", ,en,"], .en), (["en;x=\",\";q=0.1, sv;q=0.2"], .sv), (["sv;q=1.5, en;q=0.1"], .en),
        ] as [([String], Language)])
    func chooses(fields: [String], language: Language) { #expect(Language.accepted(fields) == language, "\(fields)") }

    @Test("plain Finnish is asked for by a range of its own, before all others") func asksPlainFinnish() {
        for fields in [["fi-x-selko"], ["FI-X-SELKO, fi;q=0.5"], ["sv;q=0.5", "fi-x-selko"]] { #expect(Language.isPlainFinnish(fields)) }
        for fields in [[], ["fi"], ["fi-x-selkosuomi"], ["sv, fi-x-selko;q=0.5"], ["fi-x-selko;q=0"]] {
            #expect(!Language.isPlainFinnish(fields))
        }
    }

    @Test("a language is named only if the service has it and it is not refused") func names() {
        for fields in [["sv"], ["de, en;q=0.1"]] { #expect(Language.isNamed(fields)) }
        for fields in [[], [""], ["*"], ["de"], ["sv;q=0"], ["fil-PH"]] { #expect(!Language.isNamed(fields)) }
    }
}
