import Testing

@testable import PersonalBudgeting

/// The characters that a line and a text in a person's own words take (I33).
struct TextKindTests {
    @Test(
        "names and texts of every language are taken as they are (I32, I33)",
        arguments: [
            "", " ", "Matti", "O'Brien", "O\u{2BC}Brien", "O\u{2019}Brien", "Åke Öhman-Ågren", "Šižgorić", "Žofie", "Nguyễn", "Nuorgám Ŋá",
            "Χρήστος", "Ёлкин", "محمد", "דוד", "සුනිල්", "李小龍", "はなこ", "한글", " väli\u{A0}lyönti ", "a\u{2009}b\u{3000}c", "1\u{202F}234,56 €",
            "A\u{30A}ke", "–—…•§", "ﬁ", "😀",
            // Not assigned yet, so that a newer letter is not refused.
            "\u{378}\u{2FE0}\u{3FFFC}",
        ])
    func takes(text: String) {
        for kind in TextKind.allCases { #expect(kind.refused(in: text) == nil) }
    }

    @Test(
        "a joiner is taken where a script or a picture needs it, a variation selector after what has variations (I33)",
        arguments: [
            // Persian: between letters that would join, also with a mark between; Dari names.
            "علی\u{200C}رضا", "می\u{200C}خواهم", "مِ\u{200C}ن", "خانه\u{200C}ای",
            // Sinhala, Malayalam and Devanagari: after a virama, at the end too.
            "ශ්\u{200D}රී", "അവന്\u{200D}", "क्\u{200C}ष",
            // Emoji: a family, a couple with a heart, a profession with a skin tone, a keycap, text and picture presentation.
            "👨\u{200D}👩\u{200D}👧", "👩\u{200D}❤\u{FE0F}\u{200D}👨", "👩🏽\u{200D}🔬", "1\u{FE0F}\u{20E3}", "❤\u{FE0F}", "☎\u{FE0E}",
            // An ideograph of a Japanese name, and Mongolian.
            "辻\u{E0100}", "葛\u{FE00}", "ᠠ\u{180B}",
        ])
    func takesInPlace(text: String) {
        for kind in TextKind.allCases { #expect(kind.refused(in: text) == nil) }
    }

    /// A refused character between two letters, and what the fault says.
    struct Refused: Sendable {
        let value: UInt32
        let reason: RefusedCharacter.Reason
        var isTakenInProse = false

        init(_ value: UInt32, _ reason: RefusedCharacter.Reason, isTakenInProse: Bool = false) {
            self.value = value
            self.reason = reason
            self.isTakenInProse = isTakenInProse
        }
    }

    static let refused: [Refused] = [
        Refused(0x00, .control), Refused(0x08, .control), Refused(0x09, .control, isTakenInProse: true),
        Refused(0x0A, .lineBreak, isTakenInProse: true), Refused(0x0B, .lineBreak), Refused(0x0C, .lineBreak), Refused(0x0D, .lineBreak),
        Refused(0x1B, .control), Refused(0x1F, .control), Refused(0x7F, .control), Refused(0x80, .control), Refused(0x85, .lineBreak),
        Refused(0x9F, .control), Refused(0xAD, .softHyphen, isTakenInProse: true), Refused(0x034F, .invisible),
        Refused(0x061C, .direction), Refused(0x115F, .invisible), Refused(0x1160, .invisible), Refused(0x17B4, .invisible),
        Refused(0x180B, .variationSelector), Refused(0x180E, .invisible), Refused(0x200B, .zeroWidth), Refused(0x200C, .joiner),
        Refused(0x200D, .joiner), Refused(0x200E, .direction), Refused(0x200F, .direction), Refused(0x2028, .lineBreak),
        Refused(0x2029, .lineBreak), Refused(0x202A, .direction), Refused(0x202E, .direction), Refused(0x2060, .zeroWidth),
        Refused(0x2064, .zeroWidth), Refused(0x2065, .zeroWidth), Refused(0x2066, .direction), Refused(0x2069, .direction),
        Refused(0x206A, .zeroWidth), Refused(0x206F, .zeroWidth), Refused(0x3164, .invisible), Refused(0xE000, .privateUse),
        Refused(0xF8FF, .privateUse), Refused(0xFDD0, .noncharacter), Refused(0xFDEF, .noncharacter), Refused(0xFE00, .variationSelector),
        Refused(0xFE0F, .variationSelector), Refused(0xFEFF, .zeroWidth), Refused(0xFFA0, .invisible), Refused(0xFFF0, .invisible),
        Refused(0xFFF9, .annotation), Refused(0xFFFB, .annotation), Refused(0xFFFC, .replacement, isTakenInProse: true),
        Refused(0xFFFD, .replacement, isTakenInProse: true), Refused(0xFFFE, .noncharacter), Refused(0xFFFF, .noncharacter),
        Refused(0x1BCA0, .invisible), Refused(0x1D173, .invisible), Refused(0x1FFFE, .noncharacter), Refused(0xE0001, .tag),
        Refused(0xE0041, .tag), Refused(0xE007F, .tag), Refused(0xE0080, .invisible), Refused(0xE0100, .variationSelector),
        Refused(0xF0000, .privateUse), Refused(0x10FFFD, .privateUse), Refused(0x10FFFF, .noncharacter),
    ]

    @Test("a character that nobody sees or that changes what is seen is refused, with its code point and place (I33)", arguments: refused)
    func refuses(refused: Refused) throws {
        let scalar = try #require(Unicode.Scalar(refused.value))
        let expected = RefusedCharacter(scalar: scalar, position: 3, reason: refused.reason)
        let text = "Ma\(String(String.UnicodeScalarView([scalar])))tti"
        #expect(TextKind.line.refused(in: text) == expected)
        #expect(TextKind.prose.refused(in: text) == (refused.isTakenInProse ? nil : expected))
        for kind in TextKind.allCases where kind.refused(in: text) != nil {
            for place in ["\(String(String.UnicodeScalarView([scalar])))", "x\n\(text)", "\(text)\(text)"] {
                #expect(kind.refused(in: place) != nil)
            }
        }
    }

    @Test("the table covers every reason, and each has a description of its own") func describes() {
        #expect(Set(Self.refused.map(\.reason)) == Set(RefusedCharacter.Reason.allCases))
        func described(_ value: UInt32, at position: Int, _ reason: RefusedCharacter.Reason) -> String {
            "\(RefusedCharacter(scalar: Unicode.Scalar(value) ?? "?", position: position, reason: reason))"
        }
        #expect(described(0xAD, at: 3, .softHyphen) == "U+00AD (a soft hyphen) at character 3")
        #expect(described(0xA, at: 101, .lineBreak) == "U+000A (a line break) at character 101")
        #expect(described(0xE0041, at: 1, .tag) == "U+E0041 (a tag character) at character 1")
        #expect(Set(RefusedCharacter.Reason.allCases.map { described(0xAD, at: 1, $0) }).count == RefusedCharacter.Reason.allCases.count)
    }

    @Test(
        "a joiner or a selector without effect is refused (I33)",
        arguments: [
            ("\u{200C}ab", 1), ("ab\u{200C}", 3), ("ab\u{200D}cd", 3), ("a\u{200C}\u{200C}b", 2), ("م\u{200C}a", 2), ("م\u{200C}", 2),
            ("م\u{200D}ن", 2), ("👨\u{200D}", 2), ("👨\u{200D}a", 2), ("a\u{200D}👨", 2), ("👨\u{200D}\u{200D}👩", 2), ("a\u{FE0F}", 2),
            ("1\u{FE0F}", 2), ("❤\u{FE0F}\u{FE0F}", 3), ("\u{FE0F}", 1), ("a\u{E0100}", 2), ("é\u{FE00}", 2), ("a\u{180B}", 2),
            ("\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}", 2), ("Matti\u{FE00}", 6),
        ])
    func refusesOutOfPlace(text: String, position: Int) {
        for kind in TextKind.allCases { #expect(kind.refused(in: text)?.position == position) }
    }

    @Test("of all scalars, exactly the controls, ignorable, private-use and noncharacters and a few more are refused (I33)")
    func coversUnicode() throws {
        var wrong: [String] = []
        var refused = 0
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let properties = scalar.properties
            let isRefused =
                properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint || properties.isBidiControl
                || [.control, .privateUse, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
                || (0xFFF9...0xFFFD).contains(value)
            let text = "a\(String(String.UnicodeScalarView([scalar])))b"
            if (TextKind.line.refused(in: text) != nil) != isRefused { wrong.append(String(value, radix: 16)) }
            let isTakenInProse = [0x09, 0x0A, 0xAD, 0xFFFC, 0xFFFD].contains(value)
            if (TextKind.prose.refused(in: text) != nil) != (isRefused && !isTakenInProse) { wrong.append(String(value, radix: 16)) }
            refused += isRefused ? 1 : 0
        }
        #expect(wrong == [])
        #expect(refused > 137_000)
    }
}
