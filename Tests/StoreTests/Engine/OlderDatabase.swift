import Foundation
import SQL
import SQLiteEngine

@testable import Store

/// A database of an older program in a temporary folder, which is removed with it.
final class OlderDatabase {
    let path: String
    let writer: any WritingConnection
    private let folder: URL

    /// - Parameter steps: the number of steps of the schema that the program knew.
    init(steps: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "avain-older-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "t.sqlite").path
        writer = try SQLiteEngine(path: path).makeWriter()
        guard let key = HetuMasterKey.fresh(after: 0) else { throw CocoaError(.formatting) }
        _ = try Migrations.apply(to: writer, HetuKeyring(current: HetuKey(key)), Damage(), steps: Array(Migrations.all.prefix(steps)))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
