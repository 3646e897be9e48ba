import Foundation
import PersonalBudgeting
import TestSupport
import Testing

enum Person {}

struct IDTests {
    @Test func writesAndReadsLowerCase() throws {
        let id = try #require(ID<Person>("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(ID<Person>(id.description) == id)
        // RFC 9562 appendix A.6
        let made = ID<Person>.make(milliseconds: 0x017F_22E2_79B0, random: 0xCC3, random2: 0x18C4_DC0C_0C07_398F)
        #expect(made == id)
    }

    @Test(arguments: [
        "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff", "017f22e279b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", "017f22e2_79b0_7cc3_98c4_dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c0739ä",
    ])
    func refuses(_ text: String) {
        #expect(ID<Person>(text) == nil)
    }

    @Test func takesHexadecimalDigitsAndHyphensInTheirPlacesOnly() {
        let good = Array("017f22e2-79b0-7cc3-98c4-dc0c0c07398f".utf8)
        for place in good.indices {
            for octet in UInt8.min...UInt8.max {
                var octets = good
                octets[place] = octet
                let isHyphen = octet == UInt8(ascii: "-")
                let isDigit = "0123456789abcdefABCDEF".utf8.contains(octet)
                let isFine = [8, 13, 18, 23].contains(place) ? isHyphen : isDigit
                #expect((octets.withUnsafeBytes { ID<Person>(octets: $0) } != nil) == isFine, "\(octet) at \(place)")
            }
        }
    }

    @Test func agreesWithFoundationAndOrdersByTime() {
        var random = SplitMix64("ID")
        for _ in 0..<500 {
            let time = random.next() >> 17
            let id = ID<Person>.make(milliseconds: time, random: random.next(), random2: random.next())
            let later = ID<Person>.make(milliseconds: time + 1, random: random.next(), random2: random.next())
            #expect(UUID(uuidString: id.description)?.uuidString.lowercased() == id.description)
            #expect(id < later)
            #expect(Array(id.description)[14] == "7")
            #expect("89ab".contains(Array(id.description)[19]))
            #expect(ID<Person>(id.description) == id)
        }
    }
}
