import JSON
import PersonalBudgeting
import Testing

@testable import API

/// The handwritten writer of a client writes the same as its members.
struct ClientViewTests {
    private struct Random {
        var state: UInt64

        mutating func below(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }

        /// Random text: empty, with characters that need escapes, with letters of one to four octets, short and long.
        mutating func text() -> String {
            let scalars: [Unicode.Scalar] = ["a", "Z", " ", "\"", "\\", "\n", "\t", "/", "ä", "Å", "š", "€", "\u{7F}", "\u{2028}", "😀"]
            return String(String.UnicodeScalarView((0..<below(30)).map { _ in scalars[below(scalars.count)] }))
        }

        mutating func optional() -> String? { below(3) == 0 ? nil : text() }
    }

    @Test("the handwritten writer and the members write the same octets", arguments: 1...200 as ClosedRange<UInt64>)
    func writesMembers(seed: UInt64) throws {
        var random = Random(state: seed)
        let day = try #require(CalendarDate(year: 1900 + random.below(100), month: 1 + random.below(12), day: 1 + random.below(28)))
        let at = try #require(Instant(microseconds: Int64(random.below(1 << 30)) * (random.below(2) == 0 ? 1_000_000 : 1_234_567)))
        let client = Client(
            record: Record(
                id: ID(high: UInt64(random.below(1 << 30)) << 20, low: UInt64(random.below(1 << 30))), createdAt: at, updatedAt: at,
                version: 1),
            maskedHetu: try #require(Hetu.make(birthDate: day, sign: "-", number: 900 + random.below(100))).masked, number: random.text(),
            details: Client.Details(
                givenNames: random.text(), familyName: random.text(), language: .swedish,
                municipality: MunicipalityCode.all[random.below(MunicipalityCode.all.count)], streetAddress: random.optional(),
                postalCode: random.optional(), postOffice: random.optional(), phone: random.optional(), email: random.optional(),
                communicationNeed: random.optional()),
            deathDate: random.below(2) == 0 ? nil : day, isProtected: random.below(2) == 0)
        for shown in [ShownClient(client), ShownClient(client).masked] {
            let byHand = ClientAPI.view.bytes(shown)
            let byMembers = ClientAPI.members.bytes(shown)
            #expect(String(decoding: byHand, as: UTF8.self) == String(decoding: byMembers, as: UTF8.self), "seed \(seed)")
            #expect(try JSONReader.read(byHand) == ClientAPI.view.tree(shown), "seed \(seed)")
        }
    }
}

extension ShownClient {
    /// The value as shown of a protected client.
    fileprivate var masked: ShownClient {
        var shown = self
        for part in ShownClient.mask.parts { part.hide(&shown) }
        return shown
    }
}
