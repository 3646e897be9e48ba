import Crypto
import SQL

/// A row of the chain `row_digests`: the digests of all rows that one transaction wrote, and the last rows of the other chains at its end.
/// Its code is keyed, so that nobody without the key file can write such a row.
struct RowDigestLog {
    let sequence: Int64
    /// The version of the key.
    let version: Int
    /// See `RowDigestEntries`.
    let entries: [UInt8]
    /// In the order of `Chain.all`, without the chain of digests itself.
    let heads: [Chain.Head]

    static let chain = Chain(table: "row_digests", columns: ["sequence", "key_version", "entries", "heads", "code"])

    func values(_ key: SymmetricKey) -> [Value] {
        [.integer(Int64(version)), .blob(entries), .blob(headOctets), .blob(code(key))]
    }

    init(sequence: Int64, version: Int, entries: [UInt8], heads: [Chain.Head]) {
        self.sequence = sequence
        self.version = version
        self.entries = entries
        self.heads = heads
    }

    /// Reads a row of the columns `sequence, key_version, entries, heads, code`. Returns nil when the code does not fit.
    init?(_ row: any Row, _ key: (Int) -> SymmetricKey?) throws {
        let version = Int(try row.integer(1))
        guard let secret = key(version), let heads = RowDigestLog.heads(try row.blob(3)) else { return nil }
        self.init(sequence: try row.integer(0), version: version, entries: try row.blob(2), heads: heads)
        guard code(secret) == (try row.blob(4)) else { return nil }
    }

    private var headOctets: [UInt8] { heads.flatMap { RowDigest.octets($0.sequence) + $0.hash } }

    private static let headLength = 8 + 32

    private static func heads(_ octets: [UInt8]) -> [Chain.Head]? {
        guard octets.count % headLength == 0 else { return nil }
        return octets.withUnsafeBytes { octets in
            stride(from: 0, to: octets.count, by: headLength).map { place in
                Chain.Head(
                    sequence: Int64(bigEndian: octets.loadUnaligned(fromByteOffset: place, as: Int64.self)),
                    hash: Array(octets[place + 8..<place + headLength]))
            }
        }
    }

    private func code(_ key: SymmetricKey) -> [UInt8] {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array("row_digests".utf8) + RowDigest.octets(sequence) + RowDigest.octets(Int64(entries.count)))
        code.update(data: entries)
        code.update(data: headOctets)
        return code.finalize().withUnsafeBytes { Array($0) }
    }
}

/// The digests of a transaction in the order of the writes. Each entry has its kind (1 byte), the table and the key (each with its length, 1
/// and 2 bytes), and the code (16).
struct RowDigestEntries {
    enum Kind: UInt8 {
        case removed = 0
        case stored = 1
    }

    struct Entry {
        let kind: Kind
        let table: String
        let key: String
        let code: [UInt8]
    }

    private(set) var octets: [UInt8] = []

    var isEmpty: Bool { octets.isEmpty }
    var length: Int { octets.count }

    mutating func add(_ kind: Kind, _ table: String, _ key: String, _ code: [UInt8]) {
        octets.append(kind.rawValue)
        octets.append(UInt8(truncatingIfNeeded: table.utf8.count))
        octets += table.utf8
        octets += RowDigest.octets(UInt16(truncatingIfNeeded: key.utf8.count))
        octets += key.utf8
        octets += code
    }

    mutating func forget(after length: Int) { octets.removeLast(octets.count - length) }

    /// Reads the entries of a row of the chain. Returns nil for bytes that are none.
    static func read(_ octets: [UInt8]) -> [Entry]? {
        var entries: [Entry] = []
        var rest = octets[...]
        func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        while !rest.isEmpty {
            guard let head = take(2), let kind = Kind(rawValue: head[head.startIndex]), let table = take(Int(head[head.startIndex + 1])),
                let size = take(2), let key = take(size.reduce(0) { $0 << 8 | Int($1) }), let code = take(RowDigest.codeLength)
            else { return nil }
            entries.append(
                Entry(
                    kind: kind, table: String(decoding: table, as: UTF8.self), key: String(decoding: key, as: UTF8.self), code: Array(code))
            )
        }
        return entries
    }
}
