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
}
