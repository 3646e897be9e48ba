import Foundation
import Testing

@testable import API

struct Base64URLTests {
    @Test("any octets survive encoding and decoding, and are encoded as by Foundation", arguments: 0...100)
    func comesBack(count: Int) {
        let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ count &* 31) }
        let text = Base64URL.encode(octets)
        let standard = Data(octets).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        #expect(text == standard)
        #expect(Base64URL.decode(text) == octets)
    }

    @Test("other forms of a value are refused", arguments: ["A", "AA=", "AB", "AAB", "A+", "A/", "AAAA\n", " AAA", "AAAAA", "Ää"])
    func refuses(text: String) { #expect(Base64URL.decode(text) == nil) }
}
