import PersonalBudgeting
import Testing

struct IBANTests {
    /// The valid vectors of I19, and IBANs of other SEPA countries (I14).
    @Test(arguments: [
        "FI2112345600000785", "FI5542345670000081", "FI1410093000123458", "FI0799201901261467", "DE89370400440532013000",
        "GB82WEST12345698765432", "SE4550000000058398257466", "EE382200221020145685", "NO9386011117947", "FR1420041010050500013M02606",
        "MT84MALT011000012345MTLCAST001S",
    ])
    func valid(_ text: String) throws {
        let iban = try IBAN(text)
        #expect(iban.text == text)
        #expect(try IBAN(iban.grouped.lowercased()) == iban)
        #expect(iban.country == text.prefix(2))
    }

    /// The invalid vectors of I19, and a country outside SEPA (I14).
    @Test(
        arguments: [
            ("FI2112345600000786", .wrongCheckDigits), ("FI1234567890123456", .wrongCheckDigits), ("FI211234560000078", .wrongLength),
            ("", .wrongForm), ("FI", .wrongForm), ("12FI345600000785", .wrongForm), ("FI21-2345600000785", .wrongForm),
            ("FI2112345600000A85", .wrongForm), ("US64SVBKUS6S3300958879", .countryNotInSEPA), ("DE8937040044053201300", .wrongLength),
            ("FI21１2345600000785", .wrongForm),
        ] as [(String, IBANFault)])
    func invalid(text: String, fault: IBANFault) { #expect(throws: fault) { try IBAN(text) } }

    /// The last digit of a Finnish account number is checked as well (I14).
    @Test func accountDigitIsChecked() throws {
        // One of these pairs of check digits is right, so that only the account digit is wrong.
        let found = (2...98).compactMap { digits -> IBANFault? in
            let text = "FI" + (digits < 10 ? "0" : "") + String(digits) + "12345600000786"
            do throws(IBANFault) {
                _ = try IBAN(text)
                return nil
            } catch {
                return error
            }
        }
        #expect(found.count == 97)
        #expect(found.contains(.wrongAccountCheckDigit))
        #expect(try IBAN("FI21 1234 5600 0007 85").grouped == "FI21 1234 5600 0007 85")
    }
}
