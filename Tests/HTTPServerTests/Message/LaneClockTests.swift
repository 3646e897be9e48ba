import Testing

@testable import HTTPServer

@Suite struct LaneClockTests {
    @Test func `time in which the lane did not run does not count`() {
        var clock = LaneClock(tickMilliseconds: 250, time: 1_000)
        for time in stride(from: Int64(1_250), through: 3_000, by: 250) { clock.advance(to: time) }
        clock.advance(to: 3_500)
        #expect(clock.now == 3_500)
        clock.advance(to: 13_500)
        #expect(clock.now == 3_750 && clock.time == 13_500)
        clock.advance(to: 13_700)
        #expect(clock.now == 3_950)
    }
}
