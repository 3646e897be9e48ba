import PersonalBudgeting
import Testing

struct OIDTests {
    /// The OIDs of an organisation (I24) and of its units (I25).
    @Test func organisations() throws {
        let turku = try BusinessID("0204819-8")
        #expect(OID.organisation(turku).text == "1.2.246.10.2048198")
        #expect(OID.unit(turku).text == "1.2.246.10.2048198.10.0")
        #expect(OID.serviceUnit(turku, number: 12)?.text == "1.2.246.10.2048198.10.12")
        for number in [0, -1, Int.min] { #expect(OID.serviceUnit(turku, number: number) == nil) }
        #expect(OID(OID.unit(turku).text) == OID.unit(turku))
        #expect(OID("1.2.246.537.6.21.2003")?.arcs.last == "2003")
    }

    /// No leading zeros in an arc, at most 64 characters (I26).
    @Test(arguments: [
        "", "1", "3.2", "1.02", "1..2", "1.2.", ".1.2", "1.2a", "1.-2", "01.2", "1.2 ", "1.２", "1." + String(repeating: "1", count: 63),
    ])
    func refuses(_ text: String) { #expect(OID(text) == nil) }

    /// The maximum length is 64 characters; it is a setting (I26).
    @Test func length() {
        #expect(OID("1." + String(repeating: "1", count: 62)) != nil)
        #expect(OID("1." + String(repeating: "1", count: 63), maximumLength: 65) != nil)
        #expect(OID("1.2", maximumLength: Int.min) == nil)
    }
}
