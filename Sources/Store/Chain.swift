import Crypto
import SQL

/// A hash chain over an append-only table: each row's hash covers the one before and the row itself, so that an edited, removed,
/// inserted or reordered row is found (design, section 7).
struct Chain: Sendable {
    let table: String
    /// The columns under the hash, in order, without `hash`; the first is `sequence`.
    let columns: [String]
    private let insert: SQLStatement
    private let last: SQLStatement

    init(table: String, columns: [String]) {
        self.table = table
        self.columns = columns
        let names = columns + ["hash"]
        insert = SQLStatement(
            "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))")
        last = SQLStatement("SELECT sequence, hash FROM \(table) ORDER BY sequence DESC LIMIT 1")
    }

    /// The hash of what comes before the first row.
    static let seed = [UInt8](repeating: 0, count: 32)

    /// Appends a row.
    func append(_ values: [Value], after head: Head, to connection: any Connection) throws -> Head {
        let sequence = head.sequence + 1
        var row: [Value] = []
        row.reserveCapacity(values.count + 2)
        row.append(.integer(sequence))
        row += values
        let hash = Chain.hash(previous: head.hash, row)
        row.append(.blob(hash))
        try connection.execute(insert, row)
        return Head(sequence: sequence, hash: hash)
    }

    /// Where the chain stands.
    func head(_ connection: any Connection) throws -> Head {
        try connection.first(last, []) {
            Head(sequence: try $0.integer(0), hash: try $0.blob(1))
        } ?? Head(sequence: 0, hash: Chain.seed)
    }

    /// The first row that does not fit, by its sequence number; nil when the whole chain holds.
    func firstBreak(_ connection: any Connection) throws -> Int64? {
        var head = Head(sequence: 0, hash: Chain.seed)
        var broken: Int64?
        let width = columns.count
        try connection.query("SELECT \(columns.joined(separator: ", ")), hash FROM \(table) ORDER BY sequence", []) { row in
            if broken != nil { return }
            let sequence = try row.integer(0)
            var values: [Value] = [.integer(sequence)]
            for column in 1..<width {
                if row.isNull(column) {
                    values.append(.null)
                } else if let number = try? row.integer(column) {
                    values.append(.integer(number))
                } else if let octets = try? row.blob(column) {
                    values.append(.blob(octets))
                } else {
                    values.append(.text(try row.text(column)))
                }
            }
            let hash = Chain.hash(previous: head.hash, values)
            let kept = try row.blob(width)
            if sequence != head.sequence + 1 || kept != hash { broken = sequence }
            head = Head(sequence: sequence, hash: hash)
        }
        return broken
    }

    struct Head: Sendable, Equatable {
        let sequence: Int64
        let hash: [UInt8]
    }

    /// SHA-256 over the previous hash and the row in a form with lengths, so that no two rows share one.
    private static func hash(previous: [UInt8], _ row: [Value]) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(512)
        octets += previous
        for value in row {
            switch value {
            case .null: octets.append(0)
            case .integer(let number):
                octets.append(1)
                withUnsafeBytes(of: number.bigEndian) { octets += $0 }
            case .text(let text):
                octets.append(2)
                withUnsafeBytes(of: UInt64(text.utf8.count).bigEndian) { octets += $0 }
                octets += text.utf8
            case .blob(let blob):
                octets.append(3)
                withUnsafeBytes(of: UInt64(blob.count).bigEndian) { octets += $0 }
                octets += blob
            }
        }
        var digest = SHA256()
        octets.withUnsafeBytes { digest.update(bufferPointer: $0) }
        return digest.finalize().withUnsafeBytes { Array($0) }
    }
}
