import PersonalBudgeting
import Testing

struct OIDTests {
    @Test func organisations() throws {
        let turku = try BusinessID("0204819-8")
        #expect(OID.organisation(turku).text == "1.2.246.10.2048198")
        #expect(OID("1.2.246.10.2048198") == OID.organisation(turku))
        #expect(OID("1.2.246.537.6.21.2003")?.text == "1.2.246.537.6.21.2003")
    }

    @Test(arguments: [
        "", "1", "3.2", "1.02", "1..2", "1.2.", ".1.2", "1.2a", "1.-2", "01.2", "1.2 ", "1.２", "1." + String(repeating: "1", count: 63),
    ])
    func refuses(_ text: String) { #expect(OID(text) == nil) }

    @Test func length() {
        #expect(OID("1." + String(repeating: "1", count: 62)) != nil)
        #expect(OID("1." + String(repeating: "1", count: 63), maximumLength: 65) != nil)
        #expect(OID("1.2", maximumLength: Int.min) == nil)
    }
}
