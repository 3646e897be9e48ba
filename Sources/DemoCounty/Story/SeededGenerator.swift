import PersonalBudgeting

/// The generator SplitMix64: the same seed gives the same county on any machine (G18).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Returns a random number in the range.
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// Returns true with the given probability in percent.
    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[number(0...(elements.count - 1))] }
}

/// Identities from the same seed.
final class SeededIdentifiers: IdentifierSource {
    private var generator: SeededGenerator
    private var last: (millisecond: UInt64, counter: UInt64) = (0, 0)

    init(seed: UInt64) { generator = SeededGenerator(seed: seed ^ 0x1D5) }

    func next<Entity>(at now: Instant) -> ID<Entity> {
        let millisecond = UInt64(max(0, now.microseconds / 1000))
        last = millisecond == last.millisecond ? (millisecond, last.counter + 1) : (millisecond, 0)
        return ID.make(
            milliseconds: millisecond, random: last.counter >> 20 & 0xFFF,
            random2: (last.counter & 0xF_FFFF) << 42 | (generator.next() >> 22))
    }
}
