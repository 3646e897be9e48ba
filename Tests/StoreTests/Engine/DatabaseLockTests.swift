import Dispatch
import Foundation
import SQLiteEngine
import Synchronization
import Testing

@Suite struct DatabaseLockTests {
    @Test("a second lock is refused at once, or after the given waiting time") func waits() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "lock-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path + ".lock") }
        let first = Mutex<DatabaseLock?>(try DatabaseLock(databasePath: path))
        #expect(throws: DatabaseLock.Held.self) { try DatabaseLock(databasePath: path) }
        let start = ContinuousClock.now
        #expect(throws: DatabaseLock.Held.self) { try DatabaseLock(databasePath: path, waitingSeconds: 1) }
        #expect(ContinuousClock.now - start >= .milliseconds(990))
        let waiting = DispatchQueue(label: "release")
        waiting.asyncAfter(deadline: .now() + 0.2) { first.withLock { $0 = nil } }
        let second = try DatabaseLock(databasePath: path, waitingSeconds: 20)
        #expect(ContinuousClock.now - start < .seconds(15))
        withExtendedLifetime(second) {}
    }
}
