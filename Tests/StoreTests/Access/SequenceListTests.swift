import Testing

@testable import Store

/// The compact encoding of ascending numbers.
struct SequenceListTests {
    private static func octets(_ numbers: [Int64]) -> [UInt8] {
        var list = SequenceList()
        for number in numbers { list.append(number) }
        #expect(list.first == numbers.first)
        return list.octets
    }

    @Test(
        "numbers have these octets",
        arguments: [
            ([], []), ([1], [1]), ([127], [0x7F]), ([128], [0x80, 0x01]), ([1, 2, 3], [1, 1, 1]), ([300, 428], [0xAC, 0x02, 0x80, 0x01]),
            ([.max], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
        ] as [([Int64], [UInt8])])
    func byValue(numbers: [Int64], octets: [UInt8]) {
        #expect(SequenceListTests.octets(numbers) == octets)
        #expect(SequenceList.numbers(octets) == numbers)
    }

    @Test("any ascending numbers survive writing and reading", arguments: 1...20 as ClosedRange<UInt64>)
    func anyNumbers(seed: UInt64) {
        var state = seed
        func random() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        var numbers: [Int64] = []
        var last: Int64 = 0
        for _ in 0..<1_000 {
            last += Int64(random() >> (random() % 31)) + 1
            numbers.append(last)
        }
        #expect(SequenceList.numbers(SequenceListTests.octets(numbers)) == numbers, "seed \(seed)")
    }

    @Test(
        "octets that the encoder never writes are refused",
        arguments: [
            [0], [1, 0], [0x80], [1, 0x80], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 1],
        ] as [[UInt8]])
    func refuses(octets: [UInt8]) { #expect(SequenceList.numbers(octets) == nil) }
}
