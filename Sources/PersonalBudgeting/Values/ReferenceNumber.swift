/// Why a text is not a payment reference; the raw values are the codes of the API (I15).
public enum ReferenceNumberFault: String, Error, Hashable, Sendable, CaseIterable {
    /// A character that a reference does not allow.
    case wrongForm = "wrong_form"
    /// A national reference has 4…20 digits, an RF reference 5…25 characters.
    case wrongLength = "wrong_length"
    /// The last digit of a national reference does not fit (weights 7 3 1).
    case wrongCheckDigit = "wrong_check_digit"
    /// The check digits of an RF reference do not fit (mod 97).
    case wrongCheckDigits = "wrong_check_digits"
}

/// A payment reference: the Finnish viitenumero, or an RF creditor reference of ISO 11649 (I15).
public struct ReferenceNumber: Hashable, Sendable, CustomStringConvertible {
    /// Without spaces and leading zeros; upper case.
    public let text: String

    /// Removes spaces, and the leading zeros of a national reference. Throws `ReferenceNumberFault`.
    public init(_ text: String) throws(ReferenceNumberFault) {
        let octets = ASCIIText.trimmedUpperCased(text).filter { $0 != 0x20 }
        if octets.starts(with: [0x52, 0x46]) {
            guard octets.allSatisfy({ ASCIIText.digit($0) != nil || ASCIIText.isUpperCaseLetter($0) }) else { throw .wrongForm }
            guard (5...25).contains(octets.count) else { throw .wrongLength }
            guard let checkDigits = ASCIIText.number(octets[2..<4]) else { throw .wrongForm }
            guard (2...98).contains(checkDigits), ASCIIText.remainder97(octets[4...] + octets[..<4]) == 1 else { throw .wrongCheckDigits }
            self.text = ASCIIText.text(octets)
        } else {
            guard octets.allSatisfy({ ASCIIText.digit($0) != nil }) else { throw .wrongForm }
            let digits = octets.drop { $0 == 0x30 }
            guard (4...20).contains(digits.count) else { throw .wrongLength }
            guard let last = digits.last, ASCIIText.digit(last) == ReferenceNumber.checkDigit(digits.dropLast()) else {
                throw .wrongCheckDigit
            }
            self.text = ASCIIText.text(digits)
        }
    }

    /// The national reference of a body of 3…19 digits with its check digit added; nil for another body.
    public static func make(body: String) -> ReferenceNumber? {
        let octets = Array(body.utf8)
        guard (3...19).contains(octets.count), octets.allSatisfy({ ASCIIText.digit($0) != nil }) else { return nil }
        return try? ReferenceNumber(body + String(checkDigit(octets[...])))
    }

    /// True for the RF form.
    public var isInternational: Bool { text.hasPrefix("RF") }

    /// The RF form: itself, or the national reference with `RF` and two check digits before it.
    public var international: ReferenceNumber {
        guard !isInternational, let remainder = ASCIIText.remainder97(Array(text.utf8) + Array("RF00".utf8)) else { return self }
        return (try? ReferenceNumber("RF" + ASCIIText.padded(98 - remainder, width: 2) + text)) ?? self
    }

    /// ``text``.
    public var description: String { text }

    private static func checkDigit(_ digits: ArraySlice<UInt8>) -> Int {
        let weights = [7, 3, 1]
        var sum = 0
        for (position, octet) in digits.reversed().enumerated() {
            sum += (Int(octet) - 0x30) * weights[position % 3]
        }
        return (10 - sum % 10) % 10
    }
}
