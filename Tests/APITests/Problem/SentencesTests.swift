import HTTPServer
import JSON
import PersonalBudgeting
import Testing

@testable import API

/// The sentences that the API writes for what JSON, HTTP and the store say in codes and values.
struct SentencesTests {
    private func differs(_ text: LocalText) -> Bool {
        Set([text.fi, text.sv, text.en]).count == 3 && ![text.fi, text.sv, text.en].contains("")
    }

    @Test("a fault of HTTP is told in three languages", arguments: ProtocolFault.allCases) func http(fault: ProtocolFault) {
        #expect(differs(fault.inWords) && fault.inWords.en == fault.detail)
    }

    @Test("a held row is told in three languages", arguments: HoldCode.allCases) func held(code: HoldCode) {
        #expect(differs(code.inWords(stored: "as it was stored")))
        #expect(code.inWords(stored: "as it was stored").en == "as it was stored")
    }

    @Test(
        "a fault of a body is told in three languages, with its values",
        arguments: [
            (.required, "tieto on pakollinen", "uppgiften är obligatorisk", "is required"),
            (.notText, "täytyy olla teksti", "måste vara text", "must be a string"),
            (.outOfRange(1...9), "täytyy olla 1–9", "måste vara 1–9", "must be 1 to 9"),
            (
                .length(1...5, found: 7), "pituuden täytyy olla 1–5 merkkiä, nyt se on 7", "längden måste vara 1–5 tecken, nu är den 7",
                "must have 1 to 5 characters, has 7"
            ),
            (
                .length(5...5, found: 7), "pituuden täytyy olla tasan 5 merkkiä, nyt se on 7",
                "längden måste vara exakt 5 tecken, nu är den 7",
                "must have exactly 5 characters, has 7"
            ),
            (
                .count(1...1, found: 0), "määrän täytyy olla tasan 1, nyt se on 0", "antalet måste vara exakt 1, nu är det 0",
                "must have exactly 1 item, has 0"
            ),
            (.notInteger, "täytyy olla kokonaisluku", "måste vara ett heltal", "must be an integer without fraction or exponent"),
            (.rule(fi: "f", sv: "s", en: "e"), "f", "s", "e"),
        ] as [(FaultReason, String, String, String)])
    func body(reason: FaultReason, fi: String, sv: String, en: String) {
        #expect(reason.inWords == LocalText(fi: fi, sv: sv, en: en))
    }

    @Test("the only value of count is told as it is sent, in every language") func exactCount() throws {
        let fault = try #require(pageParameters.first { $0.name == "count" }?.fault("foo"))
        #expect(fault == LocalText(fi: "täytyy olla ”exact”", sv: "måste vara ”exact”", en: "must be exact"))
    }

    @Test("a length of a parameter is told as one number where it is one") func parameterLength() throws {
        let fault = try #require(QueryParameter.text("code", "A code", 1...1).fault("ab"))
        let sv = "längden måste vara exakt 1 tecken"
        #expect(fault == LocalText(fi: "pituuden täytyy olla tasan 1 merkki", sv: sv, en: "must have exactly 1 character"))
    }

    @Test("codes and names of the contract are only in the English sentence")
    func codes() {
        for reason in [FaultReason.unknownCode(known: ["under_review"]), .unknownMember(known: ["validFrom"])] {
            let text = reason.inWords
            #expect(differs(text) && (text.en.contains("under_review") || text.en.contains("validFrom")))
            for other in [text.fi, text.sv] { #expect(!other.contains("under_review") && !other.contains("validFrom")) }
        }
    }

    @Test("a reason of the service is told in the language of the request, and a person's reason as it was written")
    func reasons() throws {
        let words = try #require(OwnReason.inWords("the plan was withdrawn"))
        #expect(words == LocalText(fi: "suunnitelma peruttiin", sv: "planen återtogs", en: "the plan was withdrawn"))
        #expect(OwnReason.inWords("from the budget 1")?.fi == "siirretty edellisestä budjetista")
        #expect(OwnReason.inWords("Asiakkaan toive") == nil)
    }
}
