import PersonalBudgeting
import TestSupport
import Testing

struct BusinessIDTests {
    /// The valid vectors of I13, by form and check digit (I11).
    @Test(arguments: [
        "2077474-0", "0737546-2", "0204819-8", "1572860-0", "0112038-9", "2094551-1", "2496986-0", "1234567-1", "9000001-1", "9000003-8",
    ])
    func valid(_ text: String) throws {
        let id = try BusinessID(text)
        #expect(id.text == text)
        #expect(try BusinessID(" \(text) ") == id)
        #expect(BusinessID.make(number: try #require(Int(text.prefix(7)))) == id)
    }

    /// The invalid vectors of I13, and other forms (I11).
    @Test(
        arguments: [
            ("0737546-1", .wrongCheckDigit), ("2077474-1", .wrongCheckDigit), ("9000002-1", .notIssued), ("9000002-0", .notIssued),
            ("0000006-1", .notIssued), ("0000000-0", .notIssued), ("", .wrongForm), ("20774740", .wrongForm),
            ("2077474\u{2013}0", .wrongForm),
            ("207747-4-0", .wrongForm), ("2077474-A", .wrongForm), ("２077474-0", .wrongForm), ("FI20774740", .wrongForm),
        ] as [(String, BusinessIDFault)])
    func invalid(text: String, fault: BusinessIDFault) { #expect(throws: fault) { try BusinessID(text) } }

    /// A six-digit id gets a leading zero (I11); the VAT id and the OVT (I12).
    @Test func forms() throws {
        let id = try BusinessID("737546-2")
        #expect(id.text == "0737546-2")
        #expect(id.vatNumber == "FI07375462")
        #expect(id.ovt == "003707375462")
        for number in [0, -1, 9_000_002, 10_000_000, Int.min, Int.max] { #expect(BusinessID.make(number: number) == nil) }
        #expect(try BusinessID("0737546-2") < BusinessID("2077474-0"))
    }

    @Test func everySingleDigitErrorIsFound() {
        var random = SplitMix64("BusinessID")
        for _ in 0..<500 {
            guard let id = BusinessID.make(number: Int.random(in: 1...9_999_999, using: &random)) else { continue }
            for position in [0, 1, 2, 3, 4, 5, 6, 8] {
                for other in "0123456789" {
                    var changed = Array(id.text)
                    guard changed[position] != other else { continue }
                    changed[position] = other
                    #expect(throws: BusinessIDFault.self) { try BusinessID(String(changed)) }
                }
            }
        }
    }
}
