import PersonalBudgeting
import Testing

struct NameOrderTests {
    @Test("names are in Finnish alphabetical order") func orders() {
        let names = [
            ("Aalto", "Örjan"), ("Äijö", "Aino"), ("Åberg", "Bo"), ("Öhman", "Liv"), ("Zetterberg", "Y"), ("Mäki", "Aino"), ("Mäki", "Åke"),
            ("Mäki Salo", "Aino"), ("Maki", "Z"), ("Mäkinen", "A"), ("mäki", "Eino"), ("Wrede", "C"), ("Virta", "C"), ("Ylä", "A"),
            ("Üxküll", "A"),
            ("von Weymarn", "A"), ("Ægir", "A"), ("Éa", "A"),
        ]
        let ordered = names.sorted {
            NameOrder.key(family: $0.0, given: $0.1).utf8.lexicographicallyPrecedes(NameOrder.key(family: $1.0, given: $1.1).utf8)
        }
        #expect(
            ordered.map { "\($0.0) \($0.1)" } == [
                "Aalto Örjan", "Éa A", "Maki Z", "Mäki Aino", "mäki Eino", "Mäki Åke", "Mäki Salo Aino", "Mäkinen A", "Virta C",
                "von Weymarn A",
                "Wrede C", "Ylä A", "Üxküll A", "Zetterberg Y", "Åberg Bo", "Ægir A", "Äijö Aino", "Öhman Liv",
            ])
        let long = NameOrder.key(family: String(repeating: "Ж", count: 100), given: "x")
        #expect(long.utf8.count <= 100 && long.utf8.count > 90)
    }
}
