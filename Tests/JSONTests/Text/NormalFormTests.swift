import Foundation
import TestSupport
import Testing

@testable import JSON

@Suite struct NormalFormTests {
    /// The text may be cut before a scalar only if the scalar never composes with the one before. Checks every scalar of Unicode.
    @Test func everySecondHalfOfACompositeAttaches() {
        var composites = 0
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let whole = String(scalar)
            let parts = whole.decomposedStringWithCanonicalMapping
            guard parts.unicodeScalars.count > 1 else { continue }
            composites += 1
            #expect(parts.unicodeScalars.dropFirst().allSatisfy(NormalForm.attaches), "U+\(String(value, radix: 16))")
        }
        #expect(composites > 12_000)
    }

    @Test func piecesGiveWhatTheWholeGives() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix64(state: seed)
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x17F, 0x300...0x36F, 0x370...0x5FF, 0x900...0xDFF, 0x1100...0x11FF, 0x1E00...0x1FFF, 0xAC00...0xAFFF, 0x11000...0x11500,
        ]
        for _ in 0..<200 {
            var text = String.UnicodeScalarView()
            while text.count < 2_000 {
                let range = ranges[Int.random(in: 0..<ranges.count, using: &random)]
                for _ in 0..<4 {
                    if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
                }
                text.append("x")
            }
            let whole = String(text)
            guard let made = NormalForm.make(whole), sameOctets(made, whole.precomposedStringWithCanonicalMapping) else {
                Issue.record("seed \(seed)")
                return
            }
        }
    }

    @Test(arguments: ["\u{301}", "\u{301}\u{323}", "\u{903}", "\u{1161}", "\u{20DD}"]) func boundsTheMarks(marks: String) {
        let most = String(repeating: marks, count: 30 / marks.unicodeScalars.count)
        #expect(fault(octets("\"a\(most)b\(most)\"")) == nil)
        #expect(fault(octets("\"a\(most)\(marks)\""))?.code == .stringTooLong)
        #expect(fault(octets("{\"a\(most)\(marks)\":1}"))?.code == .stringTooLong)
    }

    @Test(arguments: ["\u{301}\u{323}", "e\u{301}", "\u{1100}\u{1161}", "\u{958}", "a\u{301}\u{323}\u{307}"])
    func aMegabyteTakesLinearTime(part: String) {
        let started = ContinuousClock.now
        let count = 1_000_000 / part.utf8.count
        let code = fault(octets("\"" + String(repeating: part, count: count) + "\""))?.code
        #expect(code == nil || code == .stringTooLong)
        // A quadratic algorithm takes minutes; the limit leaves room for a debug build on a busy machine.
        #expect(ContinuousClock.now - started < .seconds(10))
    }
}
