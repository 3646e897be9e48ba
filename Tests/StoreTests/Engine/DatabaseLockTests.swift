import Dispatch
import Foundation
import SQLiteEngine
import Synchronization
import Testing

@Suite struct DatabaseLockTests {
    /// A path for a file of one test.
    private func path() -> String { FileManager.default.temporaryDirectory.appending(path: "lock-\(UUID().uuidString)").path }

    @Test("a second lock is refused at once, or after the given waiting time") func waits() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = Mutex<DatabaseLock?>(try DatabaseLock(databasePath: path, creates: true))
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

    @Test("the lock is on the file: it follows a new name, and a second name is locked too") func followsTheFile() throws {
        let path = path()
        let (moved, other) = (path + ".moved", path + ".other")
        defer { for name in [path, moved, other] { try? FileManager.default.removeItem(atPath: name) } }
        let lock = try DatabaseLock(databasePath: path, creates: true)
        #expect(lock.hasName(path) && lock.names == 1)
        try FileManager.default.linkItem(atPath: path, toPath: other)
        #expect(throws: DatabaseLock.Held.self) { try DatabaseLock(databasePath: other) }
        #expect(!lock.hasName(path) && lock.names == 2)
        try FileManager.default.removeItem(atPath: other)
        try FileManager.default.moveItem(atPath: path, toPath: moved)
        #expect(throws: DatabaseLock.Held.self) { try DatabaseLock(databasePath: moved) }
        #expect(!lock.hasName(path) && lock.hasName(moved))
        // Another file of the first name is another file.
        let next = try DatabaseLock(databasePath: path, creates: true)
        #expect(next.file != lock.file && next.hasName(path))
        try FileManager.default.removeItem(atPath: moved)
        #expect(lock.names == 0)
    }

    @Test("a process of an earlier version, which locks a file beside the database, keeps this one out") func respectsEarlierLock() throws {
        let path = path()
        defer { for name in [path, path + ".lock"] { try? FileManager.default.removeItem(atPath: name) } }
        let earlier = try DatabaseLock(databasePath: path + ".lock", creates: true)
        #expect(throws: DatabaseLock.Held.self) { try DatabaseLock(databasePath: path, creates: true) }
        withExtendedLifetime(earlier) {}
    }

    @Test("what is no file is not locked, and a missing file is not made unless asked") func refusesOthers() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: DatabaseLock.Failed.self) { try DatabaseLock(databasePath: path) }
        #expect(!FileManager.default.fileExists(atPath: path))
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".target")
        #expect(throws: DatabaseLock.Failed.self) { try DatabaseLock(databasePath: path, creates: true) }
        #expect(throws: DatabaseLock.Failed.self) { try DatabaseLock(databasePath: FileManager.default.temporaryDirectory.path) }
    }
}
