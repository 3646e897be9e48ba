import PersonalBudgeting
import Testing

struct HexadecimalTests {
    @Test(arguments: [([UInt8](), ""), ([0], "00"), ([0x0A, 0xF0, 0xFF], "0af0ff"), ([0x12, 0x9A, 0x3B, 0xC4, 0xDE], "129a3bc4de")])
    func writesAndReads(octets: [UInt8], digits: String) {
        #expect(String(hexadecimal: octets) == digits)
        // Works for any sequence, also for one of unknown length.
        #expect(String(hexadecimal: octets.lazy.filter { _ in true }) == digits)
        #expect([UInt8](hexadecimal: digits) == octets)
    }

    @Test("every octet survives writing and reading") func comesBack() {
        let all = (0...255).map { UInt8($0) }
        #expect([UInt8](hexadecimal: String(hexadecimal: all)) == all)
    }

    @Test(
        "an odd number of digits, upper case and other characters are refused", arguments: ["0", "abc", "AB", "0g", "0x", " 0", "ä"])
    func refuses(text: String) { #expect([UInt8](hexadecimal: text) == nil) }
}
