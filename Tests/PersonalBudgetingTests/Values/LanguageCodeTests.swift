import PersonalBudgeting
import Testing

struct LanguageCodeTests {
    @Test func languages() {
        for code in ["fi", "sv", "se", "en", "ru", "ar", "so", "fi-x-selko", "smn", "sms", "fse", "fss"] {
            #expect(LanguageCode(code) != nil)
        }
        for code in ["", "FI", "xx", "fin", "fi-x", "fi-FI", "fi ", "ﬁ"] { #expect(LanguageCode(code) == nil) }
    }
}
