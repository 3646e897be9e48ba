import PersonalBudgeting
import Testing

struct HexadecimalTests {
    @Test(arguments: [([UInt8](), ""), ([0], "00"), ([0x0A, 0xF0, 0xFF], "0af0ff"), ([0x12, 0x9A, 0x3B, 0xC4, 0xDE], "129a3bc4de")])
    func writesAndReads(octets: [UInt8], digits: String) {
        #expect(String(hexadecimal: octets) == digits)
        // Any sequence, also one that does not know its length.
        #expect(String(hexadecimal: octets.lazy.filter { _ in true }) == digits)
        #expect([UInt8](hexadecimal: digits) == octets)
    }

    @Test("every octet comes back") func comesBack() {
        let all = (0...255).map { UInt8($0) }
        #expect([UInt8](hexadecimal: String(hexadecimal: all)) == all)
    }

    @Test(
        "an odd number of digits, upper case and everything else is no hexadecimal", arguments: ["0", "abc", "AB", "0g", "0x", " 0", "ä"])
    func refuses(text: String) { #expect([UInt8](hexadecimal: text) == nil) }
}
