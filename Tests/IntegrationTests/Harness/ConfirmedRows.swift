import Foundation
import PersonalBudgeting
import SQL
import SQLiteEngine

@testable import Store

extension Stored {
    /// Gives every row that `write` changed a right digest, and the schema too, as if the service had written them. Works only while the service
    /// does not run.
    /// - Parameter hetus: national ids of clients to seal, by the client's id.
    func confirm(hetus: [String: String] = [:]) throws {
        let lines = try String(contentsOfFile: database + ".keys", encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        let keys = lines.compactMap { line -> HetuKey? in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let version = Int(parts[0]), let octets = [UInt8](hexadecimal: String(parts[1])) else { return nil }
            return HetuMasterKey(version: version, octets: octets).map { HetuKey($0) }
        }
        guard let newest = keys.max(by: { $0.version < $1.version }) else { throw ProcessFault("there is no key") }
        let keyring = HetuKeyring(current: newest, filed: keys)
        let writer = try SQLiteEngine(path: database).makeWriter()
        try writer.transaction { connection in
            let unit = UnitOfWork(connection, keyring, Damage(), isWriting: true)
            for (id, text) in hetus {
                let hetu = try Hetu(text)
                try connection.execute(
                    "UPDATE clients SET hetu_mark = ?, hetu_masked = ?, hetu_sealed = ? WHERE id = ?",
                    [
                        .text(newest.mark(hetu)), .text(hetu.masked.text), .blob(try newest.seal(hetu, at: .client(id))), .text(id),
                    ])
            }
            for layout in RowLayouts.all {
                var changed: [[Value]] = []
                try connection.query(layout.select, []) { row in
                    if unit.digests.fault(row, layout) != nil { changed.append(layout.keyPlaces.map { Value(row.cell($0)) }) }
                }
                for key in changed { try unit.digests.renew(layout, key) }
            }
            try connection.execute("DELETE FROM work_items")
            try WorkItemIndex.fill(connection)
            try SchemaDigest.keep(unit)
            try unit.finish()
        }
        try writer.maintenance?.consolidate()
    }
}
