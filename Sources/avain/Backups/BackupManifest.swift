import JSON
import PersonalBudgeting
import Store

/// What is known about a complete backup: a small JSON file beside it, `BACKUP.manifest.json`. It is written before the backup gets its name,
/// and compared when the backup is restored.
struct BackupManifest: Equatable {
    let id: ID<Backup>
    /// When it was requested.
    let requestedAt: Instant
    let requestedBy: ID<User>?
    /// When the copy began: it contains every write that was acknowledged before.
    let startedAt: Instant
    /// When it was complete and had passed its checks.
    let completedAt: Instant
    /// The version of the program.
    let program: String
    /// The name of the file, without its folder.
    let file: String
    /// In octets.
    let size: Int
    /// SHA-256 of the file in hexadecimal.
    let digest: String
    let facts: DatabaseFacts
    /// The newest line of the anchors when the copy began: the backup contains all rows of it. Nil if there were no anchors.
    let anchor: String?

    static let suffix = ".manifest.json"

    /// The backup that the manifest describes.
    var backup: Backup {
        Backup(
            record: Record(id: id, createdAt: requestedAt, updatedAt: completedAt, version: 2), requestedBy: requestedBy, state: .done,
            copy: Backup.Copy(
                file: file, size: size, digest: digest, startedAt: startedAt, verdict: .good, checkedAt: completedAt))
    }

    /// The manifest as indented JSON.
    var octets: [UInt8] {
        var writer = JSONWriter(capacity: 2_048)
        writer.beginObject()
        writer.name("format")
        writer.integer(1)
        for (name, text) in [
            ("id", "\(id)"), ("requestedAt", "\(requestedAt)"), ("requestedBy", requestedBy.map { "\($0)" }),
            ("startedAt", "\(startedAt)"), ("completedAt", "\(completedAt)"), ("program", program), ("file", file), ("digest", digest),
            ("database", facts.database), ("schemaDigest", facts.schemaDigest), ("anchor", anchor),
        ] as [(String, String?)] {
            guard let text else { continue }
            writer.name(name)
            writer.string(text)
        }
        for (name, number) in [
            ("size", size), ("schemaStep", facts.schemaStep), ("keyVersion", facts.keyVersion), ("rows", facts.rows),
        ] {
            writer.name(name)
            writer.integer(Int64(number))
        }
        writer.name("heads")
        writer.beginArray()
        for head in facts.heads {
            writer.beginObject()
            writer.name("table")
            writer.string(head.table)
            writer.name("row")
            writer.integer(head.row)
            writer.name("hash")
            writer.string(head.hash)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return JSON.pretty(writer.bytes)
    }
}

extension BackupManifest {
    /// Reads a manifest.
    /// - Returns: nil if the octets are not a manifest of a known format.
    init?(_ octets: [UInt8]) {
        guard let json = try? JSONReader.read(octets), json["format"] == .integer(1), case .array(let heads)? = json["heads"],
            let id = json["id"]?.text.flatMap({ ID<Backup>($0) }), let requestedAt = json["requestedAt"]?.text.flatMap({ Instant($0) }),
            let startedAt = json["startedAt"]?.text.flatMap({ Instant($0) }),
            let completedAt = json["completedAt"]?.text.flatMap({ Instant($0) }), let program = json["program"]?.text,
            let file = json["file"]?.text, let size = json["size"]?.number, let digest = json["digest"]?.text,
            let database = json["database"]?.text, let schemaStep = json["schemaStep"]?.number,
            let schemaDigest = json["schemaDigest"]?.text, let keyVersion = json["keyVersion"]?.number, let rows = json["rows"]?.number
        else { return nil }
        let read = heads.compactMap { head -> DatabaseFacts.Head? in
            guard let table = head["table"]?.text, let row = head["row"]?.number, let hash = head["hash"]?.text else { return nil }
            return DatabaseFacts.Head(table: table, row: Int64(row), hash: hash)
        }
        guard read.count == heads.count else { return nil }
        self.init(
            id: id, requestedAt: requestedAt, requestedBy: json["requestedBy"]?.text.flatMap { ID<User>($0) }, startedAt: startedAt,
            completedAt: completedAt, program: program, file: file, size: size, digest: digest,
            facts: DatabaseFacts(
                database: database, schemaStep: schemaStep, schemaDigest: schemaDigest, keyVersion: keyVersion, heads: read, rows: rows),
            anchor: json["anchor"]?.text)
    }
}

extension JSONValue {
    /// The text; nil if this is not a string.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The number; nil if this is not an integer that is not negative.
    var number: Int? { if case .integer(let number) = self, number >= 0 { Int(number) } else { nil } }
}
