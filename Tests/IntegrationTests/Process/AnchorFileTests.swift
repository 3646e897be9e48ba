import Foundation
import PersonalBudgeting
import Synchronization
import Testing

@testable import Store
@testable import avain

/// The files of the anchors, one for each month, and what a fault of the disk leaves of them.
@Suite struct AnchorFileTests {
    /// A database with its anchors, whose lines the test writes itself.
    private final class Anchored {
        let service: ServiceProcess
        let database: Database
        let file: AnchorFile

        init() throws {
            service = try ServiceProcess()
            let opened = try OpenDatabase(DatabaseLocation(file: service.database), mustExist: false)
            database = opened.database
            file = opened.anchorFile
        }

        /// Adds a line at a day, as the writer of the anchors does.
        /// - Parameter isWritten: false for a fault of the disk: the database has the line, the file has not.
        func add(_ kind: Anchor.Kind, _ day: String, isWritten: Bool = true, isReadable: Bool = true) throws {
            let now = try #require(Instant("\(day)T09:00:00Z"))
            let writer = AnchorWriter(database, file, clock: { now }, tell: { Issue.record("\($0)") })
            if isWritten, isReadable { return try writer.begin(kind) }
            let lines = try database.addAnchor(kind, at: now, after: isReadable ? file.newestLine() : nil)
            if isWritten { try writer.append(lines) }
        }

        /// Makes a row of the events, as a use case does.
        func work() throws {
            try database.writeAndWait { repositories in
                try repositories.events.append(
                    Event(
                        at: Instant(clampingMicroseconds: 0), userID: ID(high: 1, low: 1), role: .admin, clientID: nil, caseID: nil,
                        noun: "unit", nounID: "1", verb: "updated", fromState: nil, toState: nil, reason: nil))
            }
        }

        func read() throws -> AnchorRecord {
            var record = database.anchorRecord()
            try file.read(into: &record)
            return record
        }

        func findings() throws -> [String] { try database.verify(anchors: read()).map(\.description) }
    }

    @Test("each month has its own file and all are read as one; a missing first month is noted, and a missing later month is a finding")
    func turnsMonths() throws {
        let anchored = try Anchored()
        let file = anchored.file
        for (day, kind) in [
            ("2026-06-29", Anchor.Kind.open), ("2026-06-30", .close), ("2026-07-01", .open), ("2026-07-02", .close), ("2026-09-01", .open),
        ] { try anchored.add(kind, day) }
        // A clock that was set back closes no month.
        try anchored.add(.close, "2026-01-01")
        #expect(try names(in: anchored.service.folder).filter { $0.contains(".anchors-") }.count == 2)
        func read() throws -> (findings: [String], notes: [String]) {
            let record = try anchored.read()
            return (record.findings, record.notes)
        }
        #expect(try read() == ([], []))
        #expect(try anchored.findings() == [])
        for month in ["2026-06", "2026-07"] {
            let path = "\(file.path)-\(month)"
            #expect(try mode(of: path) == 0o600)
            try FileManager.default.moveItem(atPath: path, toPath: anchored.service.folder + "/archive-" + month)
            let (findings, notes) = try read()
            if month == "2026-06" {
                #expect(findings == [] && notes.count == 1 && notes[0].contains("start at line 3"), "\(findings) \(notes)")
                try FileManager.default.moveItem(atPath: anchored.service.folder + "/archive-" + month, toPath: path)
            } else {
                #expect(findings == ["anchors: lines 3 to 5 are missing"], "\(findings)")
            }
        }
    }

    @Test(
        "a file that cannot be written or read for a while accuses nobody, and gets the lines afterwards (row 117)",
        arguments: [true, false])
    func catchesUp(isReadable: Bool) throws {
        let anchored = try Anchored()
        try anchored.add(.open, "2026-06-29")
        try anchored.work()
        try anchored.add(.close, "2026-06-29")
        #expect(try anchored.findings() == [])
        // The start cannot be written to the file. The service works, a month turns, and a kill ends it.
        for (day, kind) in [("2026-06-30", Anchor.Kind.open), ("2026-06-30", .serving), ("2026-07-01", .serving)] {
            try anchored.add(kind, day, isWritten: false, isReadable: isReadable)
            #expect(try anchored.findings() == [])
            try anchored.work()
            #expect(try anchored.findings() == [])
        }
        try anchored.add(.open, "2026-07-01", isReadable: isReadable)
        #expect(try anchored.findings() == [] && anchored.read().findings == [])
        #expect(try names(in: anchored.service.folder).contains("avain.sqlite.anchors-2026-06"))
        // With the file alone, as with a copy of the database from elsewhere, the lines are complete.
        let count = try Int(#require(Stored(database: anchored.service.database).column("SELECT line FROM anchors").first))
        #expect(try anchored.read().last?.number == Int64(count ?? 0))
    }

    /// What a power cut can leave of the newest line: no sector, one of two, or both without the end.
    static let tears: [(name: String, tear: @Sendable ([UInt8]) -> [UInt8])] = [
        ("nothing", { _ in [] }), ("the first octet", { Array($0.prefix(1)) }), ("all but the end", { Array($0.dropLast()) }),
        ("zeros", { [UInt8](repeating: 0, count: $0.count) }), ("zeros, then the end", { zeros(0..<200, in: $0) }),
        ("the beginning, then zeros", { zeros(200..<$0.count, in: $0) }), ("zeros between", { zeros(200..<300, in: $0) }),
    ]

    private static func zeros(_ range: Range<Int>, in line: [UInt8]) -> [UInt8] {
        line.enumerated().map { range.contains($0.offset) ? 0 : $0.element }
    }

    @Test(
        "a line that a power cut tore accuses nobody and is written again from the database (row 117)", arguments: tears.indices,
        [false, true])
    func mendsTornLine(_ tear: Int, isFirst: Bool) throws {
        let anchored = try Anchored()
        try anchored.add(.open, "2026-06-29")
        if !isFirst {
            try anchored.work()
            try anchored.add(.serving, "2026-06-29")
        }
        let path = anchored.file.path
        let whole = try [UInt8](Data(contentsOf: URL(filePath: path)))
        let start = whole.dropLast().lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        try Data(whole[..<start] + AnchorFileTests.tears[tear].tear(Array(whole[start...]))).write(to: URL(filePath: path))
        #expect(try anchored.findings() == [])
        let told = Mutex<[String]>([])
        try AnchorWriter(anchored.database, anchored.file) { text in told.withLock { $0.append(text) } }.begin()
        let expected = "the newest line of the anchors was incomplete; it is written again from the database"
        #expect(told.withLock(\.self) == (AnchorFileTests.tears[tear].name == "nothing" ? [] : [expected]))
        #expect(try anchored.findings() == [] && anchored.read().findings == [])
        // The start closed the month.
        #expect(try [UInt8](Data(contentsOf: URL(filePath: "\(path)-2026-06"))) == whole)
    }

    @Test("lines that are not the newest, and a newest line that the database has not, are findings as before") func accusesOthers() throws
    {
        let anchored = try Anchored()
        try anchored.add(.open, "2026-06-29")
        try anchored.work()
        try anchored.add(.serving, "2026-06-29")
        let path = anchored.file.path
        let whole = try String(contentsOfFile: path, encoding: .utf8)
        let lines = whole.split(separator: "\n").map(String.init)
        for (text, expected) in [
            (["x", lines[1]], ["anchors: line 1 cannot be read or was inserted"]),
            ([lines[0], "x"], ["anchors: line 2 cannot be read or was inserted"]),
            (
                [lines[0], lines[1].replacing("{", with: "\0").replacing("serving", with: "sErving")],
                ["anchors: line 2 cannot be read or was inserted"]
            ),
            (lines + ["x"], ["anchors: line 3 cannot be read or was inserted"]),
            ([lines[0], "x", "x"], Array(repeating: "anchors: line 2 cannot be read or was inserted", count: 2)),
            ([lines[0], lines[1].replacing("2026-06-29", with: "2026-06-28")], ["anchors: line 2 was edited"]),
        ] {
            try (text.joined(separator: "\n") + "\n").write(toFile: path, atomically: false, encoding: .utf8)
            #expect(try anchored.findings() == expected, "\(text)")
        }
    }

    @Test("a service whose file cannot be written makes no line for each minute for ever") func bounds() throws {
        let anchored = try Anchored()
        try anchored.add(.open, "2026-06-29")
        for _ in 0..<100 {
            try anchored.work()
            try anchored.add(.serving, "2026-06-29", isWritten: false)
        }
        let kept = try anchored.database.inTransaction { try Database.keptAnchors($0.connection).lines.count }
        #expect(kept == 60)
        try anchored.add(.close, "2026-06-29")
        #expect(try anchored.findings() == [])
    }

    @Test("a restore whose line came no further can be made again from the same backup (row 117)") func restoresAgain() throws {
        let anchored = try Anchored()
        try anchored.add(.open, "2026-06-29")
        try anchored.work()
        try anchored.add(.close, "2026-06-29")
        let copy = anchored.service.folder + "/copy.sqlite"
        try anchored.database.backup(to: copy)
        // The restore writes a row of the digests that the backup has not.
        try anchored.database.noteRestore()
        try anchored.add(.restore, "2026-06-30")
        let again = try Database(engine: DatabaseLocation(file: copy).engine(), keyFile: KeyFile(anchored.service.database + ".keys"))
        #expect(try again.rowsMissing(anchored.read()) == [])
        try anchored.add(.open, "2026-06-30")
        #expect(try again.rowsMissing(anchored.read()) == [])
        try anchored.work()
        try anchored.add(.serving, "2026-06-30")
        #expect(try again.rowsMissing(anchored.read()).map(\.table) == ["events"])
    }
}
