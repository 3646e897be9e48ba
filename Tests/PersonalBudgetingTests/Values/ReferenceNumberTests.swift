import PersonalBudgeting
import Testing

struct ReferenceNumberTests {
    /// The national references of I19, with their check digits (I15).
    @Test(arguments: [("1234567", "12345672"), ("100", "1009"), ("123456", "1234561")])
    func national(body: String, text: String) throws {
        let reference = try #require(ReferenceNumber.make(body: body))
        #expect(reference.text == text)
        #expect(try ReferenceNumber("000 " + text) == reference)
        #expect(try ReferenceNumber(reference.international.text).isInternational)
    }

    /// The RF form (I15, I19).
    @Test func international() throws {
        #expect(try ReferenceNumber("1234561").international.text == "RF341234561")
        #expect(try ReferenceNumber("rf34 1234 561").text == "RF341234561")
        #expect(try ReferenceNumber("RF18539007547034").international.text == "RF18539007547034")
    }

    @Test(
        arguments: [
            ("12345673", .wrongCheckDigit), ("123", .wrongLength), ("", .wrongLength), ("0000000", .wrongLength), ("12345A72", .wrongForm),
            ("123456789012345678901", .wrongLength), ("RF351234561", .wrongCheckDigits), ("RF", .wrongLength), ("RFAB1234", .wrongForm),
            ("RF34123456-1", .wrongForm), ("１009", .wrongForm),
        ] as [(String, ReferenceNumberFault)])
    func invalid(text: String, fault: ReferenceNumberFault) { #expect(throws: fault) { try ReferenceNumber(text) } }

    @Test func badBodies() {
        for body in ["", "12", "12345678901234567890", "12a", "-123", "000"] { #expect(ReferenceNumber.make(body: body) == nil) }
    }
}
