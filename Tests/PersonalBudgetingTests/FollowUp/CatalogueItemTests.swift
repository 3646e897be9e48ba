import PersonalBudgeting
import Testing

struct CatalogueItemTests {
    @Test("the words of a search are folded and match beginnings of words; a text without letters and digits has no words (S31, row 36)")
    func foldsSearch() {
        #expect(CatalogueItem.search(" Äänekoski,  TERAPIA-ryhmä ") == .words(.foldedWords, ["aanekoski", "terapia", "ryhma"]))
        #expect(CatalogueItem.search("%_!") == .words(.foldedWords, []))
    }
}
