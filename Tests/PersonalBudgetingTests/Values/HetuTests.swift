import PersonalBudgeting
import TestSupport
import Testing

struct HetuTests {
    /// The valid vectors of I10; input is trimmed and changed to upper case (I7), and the masked form hides the last four characters (I9).
    @Test(
        arguments: """
            010594Y9032 010594Y9021 020594X903P 020594X902N 030594W903B 030694W9024 040594V9030 040594V902Y 050594U903M 050594U902L
            010516B903X 010516B902W 020516C903K 020516C902J 030516D9037 030516D9026 010501E9032 020502E902X 020503F9037 020504A902E
            020504B904H 010190-999W 010190Y999W 290200A901C 290204-900C 311299+9019 150650-9502 010126A9028 241285X977L 280201B9984
            131052-308T
            """.split { $0 == " " || $0 == "\n" }.map { String($0) })
    func valid(_ text: String) throws {
        let today = try date("2026-12-31")
        let hetu = try Hetu(text, today: today)
        #expect(hetu.text == text)
        #expect(try Hetu(" \t\(text.lowercased())\n", today: today) == hetu)
        #expect(hetu.masked.text == String(text.prefix(7)) + "***")
        for shown in ["\(hetu)", String(reflecting: hetu), "\(Optional(hetu) as Any)"] { #expect(!shown.contains(text.suffix(4))) }
        #expect(Hetu.make(birthDate: hetu.birthDate, sign: Array(text)[6], number: hetu.number) == hetu)
    }

    /// The invalid vectors of I10: the form (I1), the sign (I2), the check character (I4), the number (I5), the date (I6), dashes (I7).
    @Test(
        arguments: [
            ("010190-999K", .wrongCheckCharacter), ("290201A901C", .noSuchDate), ("010190G999W", .wrongCenturySign),
            ("010190-99W", .wrongLength),
            ("320190-9991", .noSuchDate), ("", .wrongLength), ("010190\u{2212}999W", .unicodeDash), ("010190\u{2013}999W", .unicodeDash),
            ("01０190-999W", .wrongForm), ("010190-99\u{661}W", .wrongForm), ("010190-999\u{212A}", .wrongForm), ("010190-9 9W", .wrongForm),
            ("010190-000A", .wrongNumber), ("010190-001A", .wrongNumber), ("010127A9028", .birthDateInFuture), ("290200-9010", .noSuchDate),
            ("010090-999W", .noSuchDate), ("000190-999W", .noSuchDate), ("010190-999!", .wrongForm), ("010190-999G", .wrongCheckCharacter),
            ("010190ı999W", .wrongForm), ("010190-999WW", .wrongLength), ("010190/999W", .wrongCenturySign),
        ] as [(String, HetuFault)])
    func invalid(text: String, fault: HetuFault) throws {
        let today = try date("2026-12-31")
        #expect(throws: fault) { try Hetu(text, today: today) }
    }

    /// The sign is part of the identity (I3) and gives the century (I2).
    @Test func signIsIdentity() throws {
        #expect(try Hetu("010190-999W") != Hetu("010190Y999W"))
        #expect(try Hetu("010190-999w").text == "010190-999W")
        #expect(try Hetu("311299+9019").birthDate.description == "1899-12-31")
        #expect(HetuFault.allCases.allSatisfy { $0.rawValue.allSatisfy { $0.isLowercase || $0 == "_" } })
        let born = try date("1990-01-01")
        #expect(Hetu.make(birthDate: born, sign: "A", number: 999) == nil)
        #expect(Hetu.make(birthDate: born, sign: "é", number: 999) == nil)
        for number in [1, 1000, -1, Int.min, Int.max] { #expect(Hetu.make(birthDate: born, sign: "-", number: number) == nil) }
    }

    /// The check character finds every wrong digit (I4).
    @Test func everySingleDigitErrorIsFound() throws {
        var random = SplitMix64("Hetu")
        for _ in 0..<500 {
            let day = try date("1900-01-01").addingClamped(days: Int.random(in: 0..<36_000, using: &random))
            let hetu = try #require(Hetu.make(birthDate: day, sign: "-", number: Int.random(in: 900...999, using: &random)))
            #expect(try Hetu(hetu.text) == hetu)
            for position in [0, 1, 2, 3, 4, 5, 7, 8, 9, 10] {
                for other in "0123456789" {
                    var changed = Array(hetu.text)
                    guard changed[position] != other else { continue }
                    changed[position] = other
                    #expect(throws: HetuFault.self) { try Hetu(String(changed)) }
                }
            }
        }
    }
}
