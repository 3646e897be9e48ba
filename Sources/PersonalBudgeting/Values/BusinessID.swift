/// Why a text is not a Y-tunnus; the raw values are the codes of the API (I11).
public enum BusinessIDFault: String, Error, Hashable, Sendable, CaseIterable {
    /// Not `NNNNNNN-C`, nor the old `NNNNNN-C`.
    case wrongForm = "wrong_form"
    /// The weighted sum leaves remainder 1, or the number is zero: never issued.
    case notIssued = "not_issued"
    /// The check digit does not fit.
    case wrongCheckDigit = "wrong_check_digit"
}

/// A Finnish business id (Y-tunnus) `NNNNNNN-C`, weights 7 9 10 5 8 4 2, mod 11 (I11).
public struct BusinessID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Nine characters `NNNNNNN-C`.
    public let text: String

    /// Trims ASCII white space; an old six-digit number gets a leading zero. Throws `BusinessIDFault`.
    public init(_ text: String) throws(BusinessIDFault) {
        var octets = ASCIIText.trimmedUpperCased(text)
        if octets.count == 8 { octets.insert(0x30, at: 0) }
        guard octets.count == 9, octets[7] == 0x2D, let number = ASCIIText.number(octets[0..<7]),
            let check = ASCIIText.digit(octets[8])
        else { throw .wrongForm }
        guard let right = BusinessID.checkDigit(number) else { throw .notIssued }
        guard right == check else { throw .wrongCheckDigit }
        self.text = ASCIIText.text(octets)
    }

    /// The business id of a number 1…9 999 999, for synthetic organisations (90000xx is not issued); nil when none exists.
    public static func make(number: Int) -> BusinessID? {
        guard let check = checkDigit(number) else { return nil }
        return try? BusinessID(ASCIIText.padded(number, width: 7) + "-" + String(check))
    }

    /// Eight digits without the hyphen.
    public var digits: String { text.filter { $0 != "-" } }

    /// The VAT number: `FI` and eight digits.
    public var vatNumber: String { "FI" + digits }

    /// The OVT id of electronic invoicing without a suffix: `0037` and eight digits.
    public var ovt: String { "0037" + digits }

    /// ``text``.
    public var description: String { text }

    /// Order of the digits.
    public static func < (left: BusinessID, right: BusinessID) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    private static func checkDigit(_ number: Int) -> Int? {
        guard (1...9_999_999).contains(number) else { return nil }
        var rest = number
        var sum = 0
        for weight in [2, 4, 8, 5, 10, 9, 7] {
            sum += rest % 10 * weight
            rest /= 10
        }
        let remainder = sum % 11
        return remainder == 0 ? 0 : remainder == 1 ? nil : 11 - remainder
    }
}
