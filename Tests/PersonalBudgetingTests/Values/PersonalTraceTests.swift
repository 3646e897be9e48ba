import PersonalBudgeting
import TestSupport
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
        "a national id glued to a word is found, one inside a random id is not (S13)",
        arguments: [
            ("hetu010190-999W", true), ("010190-999Wlle", true), ("tunnus:010190-999W/1", true), ("a_010190-999W_b", true),
            ("äö010190-999W", true),
            ("12 010190-999W", true), ("(010190-999W)", true), ("010190-999W.", true), ("1010190-999W", false), ("010190-999W1", false),
            ("a010190-999W", false), ("010190-999Wa", false), ("x1010190-999W", false), ("010190-999Wx1", false), ("٣010190-999W", false),
            ("5c010190-9090-4999-8999-999999999999", false), ("00000000-0000-4000-8000-010190a9090b", false),
            ("00000000-0000-4000-8000-b010190a9090", false), ("00000000-0000-4000-8000-010190a919af", false),
            ("deadbeef010190a9090deadbeef", false), ("010190a9090", true), ("010190a919a", true),
        ])
    func tellsPartsApart(text: String, isFound: Bool) { #expect((PersonalTrace(in: text) == .nationalID) == isFound) }

    /// Random ids of the usual kinds.
    private struct RandomIDs {
        var random: SplitMix64

        mutating func text(_ alphabet: String, _ length: Int) -> String {
            let letters = Array(alphabet.utf8)
            return String(decoding: (0..<length).map { _ in letters[Int(random.next() % UInt64(letters.count))] }, as: UTF8.self)
        }

        mutating func hexadecimal(_ length: Int) -> String { text("0123456789abcdef", length) }

        mutating func uuid() -> String {
            let parts = [8, 4, 3, 3, 12].map { hexadecimal($0) }
            return "\(parts[0])-\(parts[1])-\(random.next() % 2 == 0 ? "4" : "7")\(parts[2])-\(text("89ab", 1))\(parts[3])-\(parts[4])"
        }

        mutating func next(_ number: Int) -> String {
            let base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
            switch number % 10 {
            case 0, 1: return uuid()
            case 2: return uuid().uppercased()
            case 3: return hexadecimal(32)
            case 4: return hexadecimal(40)
            case 5: return hexadecimal(64).uppercased()
            case 6: return "01" + text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24)
            case 7: return text(base64 + "+/", 43) + "="
            case 8: return text(base64 + "-_", 43)
            default: return text(base64, 27)
            }
        }
    }

    @Test("no random id is taken for a national id: 200,000 UUIDs, hashes, ULIDs, base64 texts and KSUIDs (A22, S13)")
    func passesRandomIDs() {
        var ids = RandomIDs(random: SplitMix64("random ids"))
        for number in 0..<200_000 {
            let id = ids.next(number)
            #expect(PersonalTrace(in: id, among: [.nationalID]) == nil, "\(id)")
        }
    }

    @Test("a national id is found beside any random id (A22, S13)") func findsBesideRandomIDs() {
        var ids = RandomIDs(random: SplitMix64("national ids beside random ids"))
        for number in 0..<2_000 {
            let id = ids.next(number)
            for text in ["\(id) 010190-999W", "010190-999W/\(id)", "\(id):010190-999W:\(id)"] {
                #expect(PersonalTrace(in: text, among: [.nationalID]) == .nationalID, "\(text)")
            }
        }
    }

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
