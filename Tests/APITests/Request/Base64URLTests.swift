import Foundation
import Testing

@testable import API

struct Base64URLTests {
    @Test("any octets come back, and are written as Foundation writes them", arguments: 0...100)
    func comesBack(count: Int) {
        let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ count &* 31) }
        let text = Base64URL.encode(octets)
        let standard = Data(octets).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        #expect(text == standard)
        #expect(Base64URL.decode(text) == octets)
    }

    @Test("one value has one form", arguments: ["A", "AA=", "AB", "AAB", "A+", "A/", "AAAA\n", " AAA", "AAAAA", "Ää"])
    func refuses(text: String) { #expect(Base64URL.decode(text) == nil) }
}
