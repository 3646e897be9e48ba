/// Why a text is not an account number; the raw values are the codes of the API (domain.md 4.3).
public enum IBANFault: String, Error, Hashable, Sendable, CaseIterable {
    /// Not two letters, two digits and then letters and digits.
    case wrongForm = "wrong_form"
    /// The country is not in the SEPA list.
    case countryNotInSEPA = "country_not_in_sepa"
    /// Not the length of the country.
    case wrongLength = "wrong_length"
    /// ISO 7064 mod 97 is not 1, or the check digits are not 02…98.
    case wrongCheckDigits = "wrong_check_digits"
    /// The last digit of a Finnish account number does not fit.
    case wrongAccountCheckDigit = "wrong_account_check_digit"
}

/// An IBAN of a SEPA country (ISO 13616); a Finnish one also has a right account check digit (domain.md 4.3).
public struct IBAN: Hashable, Sendable, CustomStringConvertible {
    /// Upper case without spaces.
    public let text: String

    /// Removes spaces and upper-cases ASCII letters. Throws `IBANFault`.
    public init(_ text: String) throws(IBANFault) {
        let octets = ASCIIText.trimmedUpperCased(text).filter { $0 != 0x20 }
        guard octets.count >= 5, ASCIIText.isUpperCaseLetter(octets[0]), ASCIIText.isUpperCaseLetter(octets[1]),
            let checkDigits = ASCIIText.number(octets[2..<4]),
            octets.allSatisfy({ ASCIIText.digit($0) != nil || ASCIIText.isUpperCaseLetter($0) })
        else { throw .wrongForm }
        let country = ASCIIText.text(octets[0..<2])
        guard let length = IBAN.lengths[country] else { throw .countryNotInSEPA }
        guard octets.count == length else { throw .wrongLength }
        let isFinnish = country == "FI"
        guard !isFinnish || octets[4...].allSatisfy({ ASCIIText.digit($0) != nil }) else { throw .wrongForm }
        guard (2...98).contains(checkDigits), ASCIIText.remainder97(octets[4...] + octets[..<4]) == 1 else { throw .wrongCheckDigits }
        guard !isFinnish || IBAN.isLuhn(octets[4...]) else { throw .wrongAccountCheckDigit }
        self.text = ASCIIText.text(octets)
    }

    /// ``text``.
    public var description: String { text }

    private static let lengths: [String: Int] = [
        "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
        "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
        "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19,
        "SK": 24, "SM": 27, "VA": 22,
    ]

    /// The Luhn check over digits whose last one is the check digit.
    private static func isLuhn(_ digits: ArraySlice<UInt8>) -> Bool {
        var sum = 0
        for (position, octet) in digits.reversed().enumerated() {
            let digit = Int(octet) - 0x30
            let product = position % 2 == 1 ? digit * 2 : digit
            sum += product / 10 + product % 10
        }
        return sum % 10 == 0
    }
}
