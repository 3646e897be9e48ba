import PersonalBudgeting
import Testing

/// What tells too much of a person (row 12), and links that may stand in a case file (row 7).
@Suite struct PersonalTraceTests {
    @Test(
        "a national id is found wherever it stands",
        arguments: [
            "010190-999W", "x010190Y999Wx", "hetu 010594y9032.", "010190–999W", "0 1 0 1 9 0 - 9 9 9 W", "131052-308T",
        ])
    func findsHetu(text: String) { #expect(PersonalTrace(in: text) == .nationalID) }

    @Test(
        "a street address is found by its form",
        arguments: [
            "Testikatu 5", "TESTIKATU 5 B 12", "asuu Koivukuja 1:ssä", "Hämeentie 12", "Väinölänväylä 3", "Storgatan 7 b", "Kyrkovägen 2",
            "asuu Testikadulla 5", "00100 Helsinki", "33100  TAMPERE",
        ])
    func findsAddress(text: String) { #expect(PersonalTrace(in: text) == .address) }

    @Test(
        "names, roles and numbers alone are no trace",
        arguments: [
            "", "Siiri", "sisko", "naapuri Testikadulta", "mentori 2", "ryhmä 12345", "luokka 7B", "010190-999K", "ohjaaja ma–ke 9–15",
            "puh. 040", "pastori 1", "Katu", "5 katu",
        ])
    func passesOthers(text: String) { #expect(PersonalTrace(in: text) == nil) }

    @Test("only https links with a host are links", arguments: ["https://thl.fi", "HTTPS://thl.fi/a?b=c#d", "https://xn--4ca.fi:8443/"])
    func readsLink(text: String) { #expect(WebLink(text)?.text == text) }

    @Test(
        "other links are none",
        arguments: [
            "", "https://", "http://thl.fi", "ftp://thl.fi", "https:thl.fi", "https:///a", "https://?a", "https://#a", "https://:1",
            "https://a@b",
            "https://ä.fi", "https://a b", "https://a\nb", "https://<a>", " https://a",
        ])
    func refusesLink(text: String) { #expect(WebLink(text) == nil) }

    @Test("a link longer than 500 characters is none") func refusesLongLink() {
        #expect(WebLink("https://" + String(repeating: "a", count: 492)) != nil)
        #expect(WebLink("https://" + String(repeating: "a", count: 493)) == nil)
    }
}
