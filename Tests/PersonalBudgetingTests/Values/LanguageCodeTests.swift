import PersonalBudgeting
import Testing

struct LanguageCodeTests {
    /// A language is an ISO 639-1 code or `fi-x-selko`; sign languages and Sámi languages have longer codes (I29).
    @Test func languages() {
        for code in ["fi", "sv", "se", "en", "ru", "ar", "so", "fi-x-selko", "smn", "sms", "fse", "fss"] {
            #expect(LanguageCode(code) != nil)
        }
        for code in ["", "FI", "xx", "fin", "fi-x", "fi-FI", "fi ", "ﬁ"] { #expect(LanguageCode(code) == nil) }
    }
}
