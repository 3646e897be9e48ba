/// Why a text is not a henkilötunnus; the raw values are the codes of the API (I1).
public enum HetuFault: String, Error, Hashable, Sendable, CaseIterable {
    /// Not eleven characters.
    case wrongLength = "wrong_length"
    /// A character that the position does not allow.
    case wrongForm = "wrong_form"
    /// A dash other than the ASCII hyphen-minus; hint: write `-`.
    case unicodeDash = "unicode_dash"
    /// The seventh character is none of `+ - Y X W V U A B C D E F`.
    case wrongCenturySign = "wrong_century_sign"
    /// There is no such day in that century.
    case noSuchDate = "no_such_date"
    /// The birth date is after today.
    case birthDateInFuture = "birth_date_in_future"
    /// The individual number is 000 or 001.
    case wrongNumber = "wrong_number"
    /// The check character does not fit the digits.
    case wrongCheckCharacter = "wrong_check_character"
}

/// A valid Finnish personal identity code (henkilötunnus), `DDMMYY` + century sign + `NNN` + check character (I1, I4).
///
/// The sign is part of the identity: two persons may differ in it alone. Descriptions are masked, so that logs do not leak.
public struct Hetu: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Eleven upper-case ASCII characters. Confidential.
    public let text: String
    /// The day of birth.
    public let birthDate: CalendarDate
    /// 2…999.
    public let number: Int

    /// Trims ASCII white space, upper-cases ASCII letters and checks everything; the date is compared with today when it is given.
    ///
    /// Throws the first `HetuFault` in this order: dash, length, form, sign, date, future, number, check character.
    public init(_ text: String, today: CalendarDate? = nil) throws(HetuFault) {
        // Most texts are valid and are read in place. Any other text is parsed step by step to name the fault.
        if let faultless = Hetu(faultless: text) {
            if let today, faultless.birthDate > today { throw .birthDateInFuture }
            self = faultless
            return
        }
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        guard isASCII || !text.unicodeScalars.contains(where: Hetu.isUnicodeDash) else { throw .unicodeDash }
        let octets = ASCIIText.trimmedUpperCased(text)
        guard octets.count == 11 || String(decoding: octets, as: UTF8.self).unicodeScalars.count == 11 else { throw .wrongLength }
        guard octets.count == 11, let day = ASCIIText.number(octets[0..<2]), let month = ASCIIText.number(octets[2..<4]),
            let yearOfCentury = ASCIIText.number(octets[4..<6]), let number = ASCIIText.number(octets[7..<10]),
            ASCIIText.digit(octets[10]) != nil || ASCIIText.isUpperCaseLetter(octets[10])
        else { throw .wrongForm }
        guard let century = Hetu.century(of: octets[6]) else { throw .wrongCenturySign }
        guard let birthDate = CalendarDate(year: century + yearOfCentury, month: month, day: day) else { throw .noSuchDate }
        if let today, birthDate > today { throw .birthDateInFuture }
        guard number >= 2 else { throw .wrongNumber }
        guard octets[10] == Hetu.checkOctet(day, month, yearOfCentury, number) else { throw .wrongCheckCharacter }
        self.text = ASCIIText.text(octets)
        self.birthDate = birthDate
        self.number = number
    }

    /// Reads eleven octets that need no trimming or upper-casing and have no fault; else nil.
    private init?(faultless text: String) {
        var text = text
        let parts = text.withUTF8 { octets -> (birthDate: CalendarDate, number: Int)? in
            guard octets.count == 11, let day = ASCIIText.number(octets[0..<2]), let month = ASCIIText.number(octets[2..<4]),
                let yearOfCentury = ASCIIText.number(octets[4..<6]), let century = Hetu.century(of: octets[6]),
                let number = ASCIIText.number(octets[7..<10]), number >= 2,
                octets[10] == Hetu.checkOctet(day, month, yearOfCentury, number),
                let birthDate = CalendarDate(year: century + yearOfCentury, month: month, day: day)
            else { return nil }
            return (birthDate, number)
        }
        guard let parts else { return nil }
        self.text = text
        birthDate = parts.birthDate
        number = parts.number
    }

    /// A code with the right check character, for synthetic persons; nil when the sign does not fit the century of the
    /// birth date or the number is not 2…999. Numbers 900…999 belong to no real person.
    public static func make(birthDate: CalendarDate, sign: Character, number: Int) -> Hetu? {
        guard let signOctet = sign.asciiValue, let century = century(of: signOctet),
            birthDate.year / 100 * 100 == century, (2...999).contains(number)
        else { return nil }
        let start = dayMonthYear(birthDate) + String(sign) + ASCIIText.padded(number, width: 3)
        return try? Hetu(start + ASCIIText.text([checkOctet(birthDate.day, birthDate.month, birthDate.year % 100, number)]))
    }

    /// The birth date and sign only: `010190-***`.
    public var masked: MaskedHetu { MaskedHetu(self) }

    /// The masked form.
    public var description: String { masked.text }

    /// The masked form.
    public var debugDescription: String { masked.text }

    /// Only the masked form: `dump` does not leak either.
    public var customMirror: Mirror { Mirror(self, children: ["masked": masked.text]) }

    private static let checkCharacters = Array("0123456789ABCDEFHJKLMNPRSTUVWXY".utf8)

    private static func dayMonthYear(_ date: CalendarDate) -> String {
        ASCIIText.padded(date.day, width: 2) + ASCIIText.padded(date.month, width: 2) + ASCIIText.padded(date.year % 100, width: 2)
    }

    private static func checkOctet(_ day: Int, _ month: Int, _ yearOfCentury: Int, _ number: Int) -> UInt8 {
        checkCharacters[(day * 10_000_000 + month * 100_000 + yearOfCentury * 1000 + number) % 31]
    }

    fileprivate static func century(of sign: UInt8) -> Int? {
        switch sign {
        case 0x2B: 1800
        case 0x2D, 0x55...0x59: 1900
        case 0x41...0x46: 2000
        default: nil
        }
    }

    private static func isUnicodeDash(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2010...0x2015, 0x2212, 0x00AD, 0xFE58, 0xFE63, 0xFF0D: true
        default: false
        }
    }
}

/// The part of a national id that is shown and kept unsealed: the birth date and the sign, `010190-***` (I9).
///
/// Entities carry this form. The whole national id arrives with a registration, a search or service data, and storage seals it beside the
/// entity. Only `ClientRepository.hetu(of:)` and `ActualRepository.hetu(of:)` open it again.
public struct MaskedHetu: Hashable, Sendable, CustomStringConvertible {
    /// Ten ASCII characters.
    public let text: String
    /// The day of birth.
    public let birthDate: CalendarDate

    public init(_ hetu: Hetu) {
        text = String(hetu.text.prefix(7)) + "***"
        birthDate = hetu.birthDate
    }

    /// Reads ten octets in the form of `text`; else nil.
    public init?(octets: UnsafeRawBufferPointer) {
        guard octets.count == 10, octets[7] == UInt8(ascii: "*"), octets[8] == octets[7], octets[9] == octets[7],
            let day = ASCIIText.number(octets[0..<2]), let month = ASCIIText.number(octets[2..<4]),
            let yearOfCentury = ASCIIText.number(octets[4..<6]), let century = Hetu.century(of: octets[6]),
            let birthDate = CalendarDate(year: century + yearOfCentury, month: month, day: day)
        else { return nil }
        text = String(decoding: octets, as: UTF8.self)
        self.birthDate = birthDate
    }

    /// Writes the ten octets into a buffer of at least ten octets. Returns the count.
    public func write(to octets: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var count = 0
        for octet in text.utf8 {
            octets[count] = octet
            count += 1
        }
        return count
    }

    public var description: String { text }
}
