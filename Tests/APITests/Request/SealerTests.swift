import Testing

@testable import API

struct SealerTests {
    private let sealer = Sealer(secret: Array(repeating: 7, count: 32))

    @Test("a cursor opens only for its own purpose and secret, and reveals nothing") func seals() throws {
        let cursor = try sealer.seal("tm|kel|\u{1F}aino\u{1E}7", for: "worker list")
        #expect(sealer.open(cursor, for: "worker list") == "tm|kel|\u{1F}aino\u{1E}7")
        #expect(sealer.open(cursor, for: "worker lists") == nil)
        #expect(Sealer(secret: Array(repeating: 8, count: 32)).open(cursor, for: "worker list") == nil)
        // The same page must have the same octets, for its entity tag.
        #expect(try sealer.seal("tm|kel|\u{1F}aino\u{1E}7", for: "worker list") == cursor)
        let octets = try #require(Base64URL.decode(cursor))
        #expect(!String(decoding: octets, as: UTF8.self).contains("kel"))
        for place in octets.indices {
            var changed = octets
            changed[place] ^= 1
            #expect(sealer.open(Base64URL.encode(changed), for: "worker list") == nil)
        }
        for text in ["", "A", String(repeating: "A", count: 600), "ä", String(cursor.dropLast(4))] {
            #expect(sealer.open(text, for: "worker list") == nil)
        }
    }
}
