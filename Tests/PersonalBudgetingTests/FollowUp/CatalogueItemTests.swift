import PersonalBudgeting
import Testing

struct CatalogueItemTests {
    @Test("words of a search are folded and begin words; without a letter or digit nothing is searched for")
    func foldsSearch() {
        #expect(CatalogueItem.search(" Äänekoski,  TERAPIA-ryhmä ") == .words(.foldedWords, ["aanekoski", "terapia", "ryhma"]))
        #expect(CatalogueItem.search("%_!") == .words(.foldedWords, []))
    }
}
