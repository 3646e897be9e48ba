import Foundation
import SQL
import Synchronization
import Testing

@testable import SQLiteEngine

/// A reader that keeps its view while others write: the writer goes on, the log grows, and is emptied in slices afterwards (decision 0022).
///
/// The other program is a second engine in this process, which the first knows nothing of.
final class HeldLogTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "avain-held-\(UUID().uuidString)")
    private let path: String
    private let engine: SQLiteEngine
    private let notices = NoticeList()

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path + "/t.sqlite"
        engine = SQLiteEngine(path: path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static let insert = SQLStatement("INSERT INTO things (id, octets) VALUES (?, ?)")
    private static let update = SQLStatement("UPDATE things SET octets = ? WHERE id = ?")

    private func makeWriter() throws -> any WritingConnection {
        let writer = try engine.makeWriter()
        writer.onNotice = notices.receive
        try writer.transaction { try $0.run(script: "CREATE TABLE things (id INTEGER NOT NULL PRIMARY KEY, octets BLOB NOT NULL) STRICT;") }
        return writer
    }

    /// Commits so many rows of ten pages, each with its number in its bytes, and does the periodic work after each commit.
    /// - Returns: the longest commit with its periodic work.
    @discardableResult
    private func fill(_ writer: any WritingConnection, _ ids: ClosedRange<Int64>) throws -> Duration {
        var longest = Duration.zero
        for id in ids {
            let begin = ContinuousClock.now
            try writer.transaction {
                try $0.execute(HeldLogTests.insert, [.integer(id), .blob([UInt8](repeating: UInt8(id % 251), count: 40_000))])
                // An older row changes too, so that slices move some pages more than once.
                try $0.execute(
                    HeldLogTests.update, [.blob([UInt8](repeating: UInt8((id / 2) % 251), count: 40_000)), .integer(id / 2)])
            }
            _ = writer.maintenance?.tidy()
            longest = max(longest, ContinuousClock.now - begin)
        }
        return longest
    }

    /// The numbers of all rows, after a check of their bytes.
    private func ids(_ connection: any Connection) throws -> [Int64] {
        try connection.all("SELECT id, octets FROM things ORDER BY id") { row in
            let id = try row.integer(0)
            let octets = try row.blob(1)
            #expect(octets.count == 40_000 && octets.allSatisfy { $0 == UInt8(id % 251) }, "row \(id)")
            return id
        }
    }

    private func logSize() throws -> Int64 {
        try #require(FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int64)
    }

    /// Does the periodic work as a timer would, until the notices satisfy the condition.
    private func tidy(_ writer: any WritingConnection, until holds: ([EngineNotice]) -> Bool) throws {
        let end = ContinuousClock.now + .seconds(30)
        while !holds(notices.all) {
            guard ContinuousClock.now < end else { throw CocoaError(.fileReadUnknown) }
            _ = writer.maintenance?.tidy()
            sched_yield()
        }
    }

    private static func isEmptied(_ notices: [EngineNotice]) -> Bool {
        notices.contains { if case .logEmptied = $0 { true } else { false } }
    }

    @Test("a view of another program stops no commit; it is reported with its age, and its end as well") func reportsHold() throws {
        let writer = try makeWriter()
        try fill(writer, 1...10)
        let other = try SQLiteEngine(path: path).makeReader()
        try other.beginView()
        let seen = try ids(other.connection)
        // 290 commits of some 20 pages: several times the length at which the log is emptied. A wait for the reader would take seconds.
        #expect(try fill(writer, 11...300) < .seconds(2))
        try tidy(writer) { notices in notices.contains { if case .logHeld = $0 { true } else { false } } }
        guard case .logHeld(let seconds, let bytes, _) = notices.all.first else { throw CocoaError(.fileReadUnknown) }
        #expect(seconds >= 1 && bytes > 8 << 20)
        #expect(try ids(other.connection) == seen)
        other.endView()
        try tidy(writer, until: HeldLogTests.isEmptied)
        // The next commit begins the log anew. Then its file is cut step by step.
        try fill(writer, 301...301)
        var sizes = [try logSize()]
        while let pause = writer.maintenance?.tidy(), sizes.count < 100 {
            #expect(pause <= 10)
            sizes.append(try logSize())
        }
        sizes.append(try logSize())
        #expect(sizes.last ?? 0 <= DiskReserve.logBytes)
        #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 - $1 <= 4 << 20 }, "\(sizes)")
        // Commits follow in the same file, and a crash reads it anew.
        try fill(writer, 302...310)
        let copy = folder.path + "/copy.sqlite"
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix) }
        #expect(try SQLiteEngine(path: copy).makeWriter().transaction { try self.ids($0) } == Array(1...310))
        #expect(try ids(engine.makeReader().connection) == Array(1...310))
        #expect(try writer.maintenance?.integrityFindings(between: {}) == [])
        #expect(writer.foreignCommits == 0)
    }

    @Test("a log that was held is emptied in slices, and every reader sees the same rows meanwhile") func emptiesInSlices() throws {
        let writer = try makeWriter()
        let other = try SQLiteEngine(path: path).makeReader()
        try fill(writer, 1...5)
        try other.beginView()
        _ = try ids(other.connection)
        try fill(writer, 6...500)
        let length = try logSize()
        other.endView()
        let reader = try engine.makeReader()
        var lengths: [Int64] = []
        var id: Int64 = 500
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end, lengths.count < 4 || lengths.last ?? 0 >= length {
            // Commits go on between the slices.
            id += 1
            try fill(writer, id...id)
            try reader.beginView()
            #expect(try ids(reader.connection) == Array(1...id))
            reader.endView()
            lengths.append(try logSize())
        }
        #expect(lengths.last ?? 0 < length, "the log stays long: \(lengths)")
        // 8,000 pages are many slices, and one step empties one slice at most.
        #expect(lengths.count >= 4)
        #expect(try writer.maintenance?.integrityFindings(between: {}) == [])
        // A crash now, and the log is read anew.
        let copy = folder.path + "/copy.sqlite"
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix) }
        #expect(try SQLiteEngine(path: copy).makeWriter().transaction { try self.ids($0) } == Array(1...id))
    }

    @Test("a log that an earlier process left is written and synced once more, because its last sync may have failed (row 117)")
    func rewritesLog() throws {
        let writer = try makeWriter()
        try fill(writer, 1...30)
        let copy = folder.path + "/copy.sqlite"
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix) }
        let before = try Data(contentsOf: URL(filePath: copy + "-wal"))
        let past = Date(timeIntervalSince1970: 1_000_000_000)
        try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: copy + "-wal")
        let next = try SQLiteEngine(path: copy).makeWriter()
        let written = try FileManager.default.attributesOfItem(atPath: copy + "-wal")[.modificationDate] as? Date
        #expect(try #require(written) > past)
        #expect(try Data(contentsOf: URL(filePath: copy + "-wal")) == before)
        #expect(try next.transaction { try self.ids($0) } == Array(1...30))
    }

    @Test("the writer waits for short views of its own process, so that they do not make the log grow") func waitsForOwn() throws {
        let writer = try makeWriter()
        let engine = engine
        let isOver = Atomic(false)
        let ended = DispatchSemaphore(value: 0)
        // Reads one view after the other, as a queue under load does.
        let thread = Thread {
            let reader = try? engine.makeReader()
            while let reader, !isOver.load(ordering: .relaxed) {
                try? reader.beginView()
                _ = try? reader.connection.first("SELECT count(*) FROM things") { try $0.integer(0) }
                reader.endView()
            }
            ended.signal()
        }
        thread.start()
        try fill(writer, 1...400)
        isOver.store(true, ordering: .relaxed)
        ended.wait()
        // 8,000 pages were written; the log was emptied each 1,000 or soon after.
        while writer.maintenance?.tidy() != nil {}
        #expect(try logSize() <= DiskReserve.logBytes)
        #expect(notices.all == [])
    }
}
