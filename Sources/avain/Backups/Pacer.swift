import Foundation
import Store

/// Lets a job in the background rest between its steps, so that it takes a quarter of a processor at most. One thread uses it.
final class Pacer {
    /// The job is to give up.
    struct Stopped: Error {}

    /// The time of rest for each unit of processor time.
    private static let rest = 3.0
    private let isStopping: () -> Bool
    private var began: Double?

    init(isStopping: @escaping () -> Bool) { self.isStopping = isStopping }

    /// Rests in proportion to the processor time since the last rest.
    /// - Throws: `Stopped`.
    func pause() throws {
        if isStopping() { throw Stopped() }
        let now = ProcessorTime.ofThread
        let seconds = min(1, (now - (began ?? now)) * Pacer.rest)
        if seconds > 0.000_5 || began == nil {
            began = now
            Thread.sleep(forTimeInterval: seconds)
        }
    }
}
