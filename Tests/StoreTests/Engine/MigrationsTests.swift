import Foundation
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// Steps of the schema: their numbers may have gaps while branches are apart.
final class MigrationsTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "avain-migrations-\(UUID().uuidString)")

    private let keyring: HetuKeyring

    init() throws {
        keyring = HetuKeyring(current: HetuKey(try #require(HetuMasterKey.fresh(after: 0))))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func writer() throws -> any WritingConnection {
        try SQLiteEngine(path: folder.appending(path: "t.sqlite").path).makeWriter()
    }

    @Test("numbers rise, and a fresh database takes every step once")
    func appliesAll() throws {
        let numbers = Migrations.all.map(\.number)
        #expect(numbers == Set(numbers).sorted())
        let writer = try writer()
        #expect(try Migrations.pending(writer) == nil)
        #expect(try Migrations.apply(to: writer, keyring) == numbers)
        #expect(try Migrations.apply(to: writer, keyring).isEmpty)
        #expect(try Migrations.pending(writer) == 0)
    }

    @Test("a number above the largest known one is a newer database; how many steps there are does not matter")
    func refusesNewer() throws {
        let writer = try writer()
        _ = try Migrations.apply(to: writer, keyring)
        let known = try #require(Migrations.all.last?.number)
        try writer.transaction { try $0.execute("INSERT INTO migrations (number, name, checksum) VALUES (\(known + 1), 'later', '')") }
        #expect(throws: MigrationFault.newerDatabase(known + 1, known: known)) { try Migrations.apply(to: writer, keyring) }
    }

    @Test("a step that is missing in the middle is still to come")
    func findsGap() throws {
        let writer = try writer()
        _ = try Migrations.apply(to: writer, keyring)
        try writer.transaction { try $0.execute("DELETE FROM migrations WHERE number = 2") }
        #expect(try Migrations.pending(writer) == 1)
    }

    @Test("a step that was applied in another form is refused")
    func refusesChanged() throws {
        let writer = try writer()
        _ = try Migrations.apply(to: writer, keyring)
        try writer.transaction { try $0.execute("UPDATE migrations SET checksum = 'x' WHERE number = 1") }
        #expect(throws: MigrationFault.changedStep(1)) { try Migrations.apply(to: writer, keyring) }
    }
}
