import PersonalBudgeting
import Testing

/// Finds national ids, addresses and ids of the service in free text (S13, row 12).
@Suite struct PersonalTraceTests {
    @Test(
        "a national id is found anywhere in a text (S13, row 12)",
        arguments: [
            "010190-999W", "x010190Y999Wx", "hetu 010594y9032.", "010190–999W", "0 1 0 1 9 0 - 9 9 9 W", "131052-308T",
        ])
    func findsHetu(text: String) { #expect(PersonalTrace(in: text) == .nationalID) }

    @Test(
        "a street address is found by its form (S13)",
        arguments: [
            "Testikatu 5", "TESTIKATU 5 B 12", "asuu Koivukuja 1:ssä", "Hämeentie 12", "Väinölänväylä 3", "Storgatan 7 b", "Kyrkovägen 2",
            "asuu Testikadulla 5", "00100 Helsinki", "33100  TAMPERE",
        ])
    func findsAddress(text: String) { #expect(PersonalTrace(in: text) == .address) }

    @Test(
        "names, roles and numbers alone are not found",
        arguments: [
            "", "Siiri", "sisko", "naapuri Testikadulta", "mentori 2", "ryhmä 12345", "luokka 7B", "010190-999K", "ohjaaja ma–ke 9–15",
            "puh. 040", "pastori 1", "Katu", "5 katu",
        ])
    func passesOthers(text: String) { #expect(PersonalTrace(in: text) == nil) }

    @Test(
        "a valid national id and an id of the service are found in a text, other texts are not (row 44)",
        arguments: [
            ("Soita 010190-999W.", PersonalTrace.nationalID), ("010190–999w", .nationalID), ("xx010190Y999Wxx", .nationalID),
            ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", .identity), ("(017F22E2-79B0-7CC3-98C4-DC0C0C07398F)", .identity),
            ("010190-999K", nil),
            ("017f22e2-79b0-7cc3-98c4-dc0c0c07398", nil), ("ääni 2026-06-30, 040-1234567", nil), ("", nil), ("ä", nil),
        ] as [(String, PersonalTrace?)])
    func findsTraces(text: String, trace: PersonalTrace?) {
        #expect(PersonalTrace(in: text, among: [.nationalID, .identity]) == trace)
        // Without kinds to search for, nothing is found.
        #expect(PersonalTrace(in: text, among: []) == nil)
    }
}
