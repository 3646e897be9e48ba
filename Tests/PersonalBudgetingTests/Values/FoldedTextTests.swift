import Foundation
import PersonalBudgeting
import Testing

struct FoldedTextTests {
    /// Names are folded for search (I32).
    @Test(arguments: [
        ("Ågren-Öhman, Žofie", "agren ohman zofie"), ("  Mäkelä \t", "makela"), ("O'Brien", "o brien"), ("Straße", "strasse"),
        ("İstanbul ISIK ışık", "istanbul isik isik"), ("\u{212A}elvin", "kelvin"), ("\u{212B}ke", "ake"), ("Ma\u{200B}tti", "matti"),
        ("Æsir Œuvre Þór Ðan Łódź Đoković", "aesir oeuvre thor dan lodz dokovic"), ("Nuorgám Ánne Ŋá", "nuorgam anne na"), ("", ""),
        ("--", ""), ("a--b", "a b"), ("Nguyễn 12", "nguyen 12"), ("Χρήστος Ёлкин", "χρηστοσ елкин"), ("Šižgorić", "sizgoric"),
    ])
    func folds(text: String, expected: String) {
        #expect(FoldedText.fold(text) == expected)
        #expect(FoldedText.fold(text.decomposedStringWithCanonicalMapping) == expected)
        #expect(FoldedText.fold(FoldedText.fold(text)) == FoldedText.fold(text))
    }

    @Test func composedAndDecomposedAgree() {
        var wrong: [String] = []
        for block: ClosedRange<UInt32> in [0...0x52F, 0x621...0x6D3, 0x1E00...0x1FFF, 0x3041...0x30FF, 0xAC00...0xD7A3] {
            for value in block {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let text = String(Character(scalar))
                let folded = FoldedText.fold(text)
                if folded != FoldedText.fold(text.decomposedStringWithCanonicalMapping) { wrong.append(String(value, radix: 16)) }
                let isLatin = value < 0x180 && value != 0xB5 && scalar.properties.isAlphabetic
                if isLatin, !folded.utf8.allSatisfy({ $0 < 0x80 }) { wrong.append(text + folded) }
            }
        }
        #expect(wrong == [])
    }

    /// Control characters are refused (I32).
    @Test func forbiddenControls() {
        let allowed = "Åke\u{301} \n\t–’ﬁ"
        #expect(!FoldedText.containsForbiddenControl(allowed))
        let values: [UInt32] = [0, 0x0B, 0x0D, 0x1F, 0x7F, 0x80, 0x9F, 0x200B, 0x200F, 0x202A, 0x202E, 0x2060, 0x2069, 0xFEFF]
        for scalar in values.compactMap({ Unicode.Scalar($0) }) {
            #expect(FoldedText.containsForbiddenControl("a\(Character(scalar))b"))
        }
        for scalar in [0x09, 0x0A, 0x20, 0x7E, 0xA0, 0x200A, 0x2010, 0x2029, 0x202F, 0x206A].compactMap({ Unicode.Scalar(UInt32($0)) }) {
            #expect(!FoldedText.containsForbiddenControl("a\(Character(scalar))b"))
        }
    }
}
