import Foundation
import SQL
import SQLiteEngine
import Testing

@testable import Store

/// The steps of the schema; their numbers may have gaps before branches are merged.
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

    @Test("step numbers rise, and every step is applied to a new database once")
    func appliesAll() throws {
        let numbers = Migrations.all.map(\.number)
        #expect(numbers == Set(numbers).sorted())
        let writer = try writer()
        #expect(try Migrations.pending(writer) == nil)
        #expect(try Migrations.apply(to: writer, keyring, Damage()) == numbers)
        #expect(try Migrations.apply(to: writer, keyring, Damage()).isEmpty)
        #expect(try Migrations.pending(writer) == 0)
    }

    @Test("a database with a step number above the largest known one is refused as newer")
    func refusesNewer() throws {
        let writer = try writer()
        _ = try Migrations.apply(to: writer, keyring, Damage())
        let known = try #require(Migrations.all.last?.number)
        try writer.transaction { try $0.execute("INSERT INTO migrations (number, name, checksum) VALUES (\(known + 1), 'later', '')") }
        #expect(throws: MigrationFault.newerDatabase(known + 1, known: known)) { try Migrations.apply(to: writer, keyring, Damage()) }
    }

    @Test("a step that is missing in the middle is pending")
    func findsGap() throws {
        let writer = try writer()
        _ = try Migrations.apply(to: writer, keyring, Damage())
        try writer.transaction { try $0.execute("DELETE FROM migrations WHERE number = 2") }
        #expect(try Migrations.pending(writer) == 1)
    }

    @Test("a database whose applied step has another checksum is refused")
    func refusesChanged() throws {
        let writer = try writer()
        _ = try Migrations.apply(to: writer, keyring, Damage())
        try writer.transaction { try $0.execute("UPDATE migrations SET checksum = 'x' WHERE number = 1") }
        #expect(throws: MigrationFault.changedStep(1)) { try Migrations.apply(to: writer, keyring, Damage()) }
    }
}
