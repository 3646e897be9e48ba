import PersonalBudgeting
import Testing

/// Links that a case file may contain (S6, row 7).
@Suite struct WebLinkTests {
    @Test("an https link with a host is valid", arguments: ["https://thl.fi", "HTTPS://thl.fi/a?b=c#d", "https://xn--4ca.fi:8443/"])
    func readsLink(text: String) { #expect(WebLink(text)?.text == text) }

    @Test(
        "other links are refused",
        arguments: [
            "", "https://", "http://thl.fi", "ftp://thl.fi", "https:thl.fi", "https:///a", "https://?a", "https://#a", "https://:1",
            "https://a@b",
            "https://ä.fi", "https://a b", "https://a\nb", "https://<a>", " https://a",
        ])
    func refusesLink(text: String) { #expect(WebLink(text) == nil) }

    @Test("a link longer than 500 characters is refused") func refusesLongLink() {
        #expect(WebLink("https://" + String(repeating: "a", count: 492)) != nil)
        #expect(WebLink("https://" + String(repeating: "a", count: 493)) == nil)
    }
}
