import Foundation
import PersonalBudgeting
import Testing

@testable import avain

/// The files of the anchors, one for each month.
@Suite struct AnchorFileTests {
    @Test("each month has its own file and all are read as one; a missing first month is noted, and a missing later month is a finding")
    func turnsMonths() throws {
        let service = try ServiceProcess()
        let opened = try OpenDatabase(DatabaseLocation(file: service.database), mustExist: false)
        let file = opened.anchorFile
        var last: String?
        for (day, kind) in [
            ("2026-06-29", "open"), ("2026-06-30", "close"), ("2026-07-01", "open"), ("2026-07-02", "close"), ("2026-09-01", "open"),
        ] {
            let now = try #require(Instant("\(day)T09:00:00Z"))
            if let line = last, try file.closeMonth(before: now, lastLine: line) {
                let first = try #require(try opened.database.anchor(.month, at: now, after: line))
                try file.append(first.text)
                last = first.text
            }
            let line = try #require(try opened.database.anchor(kind == "open" ? .open : .close, at: now, after: last))
            try file.append(line.text)
            try opened.database.note(line)
            last = try file.lastLine()
            #expect(last == line.text)
        }
        // A clock that was set back closes no month.
        let before = try #require(Instant("2026-01-01T09:00:00Z"))
        #expect(try !file.closeMonth(before: before, lastLine: last ?? ""))
        func read() throws -> (findings: [String], notes: [String]) {
            var record = opened.database.anchorRecord()
            try file.read(into: &record)
            return (record.findings, record.notes)
        }
        #expect(try read() == ([], []))
        for month in ["2026-06", "2026-07"] {
            let path = "\(file.path)-\(month)"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            try FileManager.default.moveItem(atPath: path, toPath: service.folder + "/archive-" + month)
            let (findings, notes) = try read()
            if month == "2026-06" {
                #expect(findings == [] && notes.count == 1 && notes[0].contains("start at line 3"), "\(findings) \(notes)")
                try FileManager.default.moveItem(atPath: service.folder + "/archive-" + month, toPath: path)
            } else {
                #expect(findings == ["anchors: lines 3 to 5 are missing"], "\(findings)")
            }
        }
    }
}
