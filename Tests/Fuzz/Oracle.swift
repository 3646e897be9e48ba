import Glibc

// Shared code of the fuzz targets; scripts/fuzz compiles it together with each of them.

/// The maximum CPU time of one call of the fuzzed code, in milliseconds.
let maximumMilliseconds = 100.0

/// Ends the process if the condition is false. libFuzzer keeps the input, and the message appears above its report.
func insist(_ holds: Bool, _ message: @autoclosure () -> String) {
    guard !holds else { return }
    let line = Array("finding: \(message())\n".utf8)
    write(2, line, line.count)
    abort()
}

/// Runs the fuzzed code, which must take at most `maximumMilliseconds` of the thread's CPU time. Wall-clock time would include other
/// work of the machine. A slow run is repeated: if the input is the cause, it is slow every time.
@discardableResult
func inTime<Result>(_ run: () -> Result) -> Result {
    let start = milliseconds()
    let result = run()
    var took = milliseconds() - start
    var repeats = 0
    while took > maximumMilliseconds, repeats < 3 {
        let start = milliseconds()
        _ = run()
        took = min(took, milliseconds() - start)
        repeats += 1
    }
    insist(took <= maximumMilliseconds, "took \(took) ms of CPU time")
    return result
}

private func milliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
}

/// Random numbers that depend on the input alone, so that a finding can be reproduced.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ octets: [UInt8]) {
        state = octets.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// The same octets, cut as a network may cut them: one by one, in two, and at random places.
func cuts(_ octets: [UInt8]) -> [[[UInt8]]] {
    guard octets.count > 1 else { return [] }
    var dice = Dice(octets)
    let middle = Int.random(in: 1..<octets.count, using: &dice)
    var pieces: [[UInt8]] = []
    var start = 0
    while start < octets.count {
        let end = min(octets.count, start + Int.random(in: 1...16, using: &dice))
        pieces.append(Array(octets[start..<end]))
        start = end
    }
    return [octets.map { [$0] }, [Array(octets[..<middle]), Array(octets[middle...])], pieces]
}
