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
            (["en_GB, sv"], .sv), (["en;q=2, sv"], .sv),
        ] as [([String], Language)])
    func chooses(fields: [String], language: Language) { #expect(Language.accepted(fields) == language, "\(fields)") }
}
