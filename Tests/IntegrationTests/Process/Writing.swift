import Foundation
import Synchronization
import Testing

/// Threads that register clients as fast as they can, and remember the acknowledged ones.
final class Writing: Sendable {
    private let acknowledged = Mutex<[String]>([])
    private let writes = Tally()
    private let isOver = Atomic(false)
    private let threads = DispatchGroup()

    init(_ county: County, threads count: Int) {
        for _ in 0..<count {
            threads.enter()
            let thread = Thread { [self] in
                while !isOver.load(ordering: .relaxed) {
                    // No status is expected, because the connection ends with the process.
                    let reply = try? county.worker.send("POST", "/v1/clients", county.clientBody().octets, expecting: nil)
                    guard let reply else { break }
                    guard reply.status == 201 else { continue }
                    acknowledged.withLock { $0.append(reply.id) }
                    writes.add()
                }
                threads.leave()
            }
            thread.start()
        }
    }

    /// Waits until so many writes are acknowledged.
    func wait(forWrites count: Int) throws { try writes.wait(for: count, withinSeconds: 30) }

    /// The ids that are acknowledged by now.
    var acknowledgedSoFar: Set<String> { Set(acknowledged.withLock { $0 }) }

    /// Ends the threads and returns the acknowledged ids.
    func stop() -> Set<String> {
        isOver.store(true, ordering: .relaxed)
        threads.wait()
        return Set(acknowledged.withLock { $0 })
    }
}
