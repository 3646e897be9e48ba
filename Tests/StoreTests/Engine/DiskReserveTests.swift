import Foundation
import SQL
import Testing

@testable import SQLiteEngine

/// The room that the database file keeps for the access log.
final class DiskReserveTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "avain-reserve-\(UUID().uuidString)")
    private let path: String

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path + "/t.sqlite"
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private var fileSize: Int64 {
        get throws { try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64) }
    }

    @Test("the room is there from the start, and stays while the database grows, is emptied of its log and is opened anew")
    func keepsRoom() throws {
        let wanted: Int64 = 2 << 20
        for round in 0..<2 {
            let writer = try SQLiteEngine(path: path).makeWriter()
            let maintenance = try #require(writer.maintenance)
            maintenance.keepReserve(bytes: wanted)
            try writer.transaction { try $0.execute("CREATE TABLE IF NOT EXISTS things (octets BLOB NOT NULL) STRICT") }
            func room() throws -> Int64 {
                let pages = try writer.transaction { try $0.first("PRAGMA page_count") { try $0.integer(0) } ?? 0 }
                return try fileSize - pages * 4_096
            }
            #expect(try room() >= wanted)
            for _ in 0..<300 {
                try writer.transaction { try $0.execute("INSERT INTO things VALUES (zeroblob(60000))") }
                _ = maintenance.tidy()
                // Up to 256 pages may be in use before the room is filled again.
                #expect(try room() >= wanted - 300 * 4_096)
            }
            #expect(!maintenance.isFull)
            try maintenance.consolidate()
            #expect(try room() >= wanted - 300 * 4_096)
            // The blocks are allocated.
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(Int64(status.st_blocks) * 512 >= (try fileSize) - 65_536)
            #expect(try maintenance.integrityFindings(between: {}) == [])
            let rows = try SQLiteEngine(path: path).makeReader().connection.first("SELECT count(*) FROM things") { try $0.integer(0) }
            #expect(rows == Int64(round + 1) * 300)
        }
    }

    @Test("without a reserve the file has no room beyond its pages") func keepsNone() throws {
        let writer = try SQLiteEngine(path: path).makeWriter()
        try writer.transaction { try $0.execute("CREATE TABLE things (octets BLOB NOT NULL) STRICT") }
        try writer.maintenance?.consolidate()
        let pages = try writer.transaction { try $0.first("PRAGMA page_count") { try $0.integer(0) } }
        #expect(try fileSize == (try #require(pages)) * 4_096)
    }

    @Test(
        "SQLite cuts a file of any size to the wanted length: a multiple of the chunk, and the chunk is less than 2 GB",
        arguments: [1, 4_096, 400_000, 17 << 20, (1 << 30) - 1, 1 << 30, (1 << 30) + 1, 3 << 30, 100 << 30, 3 << 40] as [Int64])
    func hasChunk(size: Int64) {
        let chunk = Int64(DiskReserve.chunk(of: size))
        #expect(chunk > 0 && chunk % 4_096 == 0)
        let content = max(1, size - (32 << 20))
        let cut = (content + chunk - 1) / chunk * chunk
        #expect(cut >= size && cut < size + 4_096 * (1 + size >> 30) + 4_096)
    }
}
