import Crypto
import SQL

/// The keyed digest of a row (row 116, Docs/decisions/0019-rows-bound-to-the-chain.md). Nobody can make it without the key file.
///
/// Its bytes: the version of the key (2), the row of the chain `row_digests` that holds it (8), a random salt (8), HMAC-SHA-256 cut to 128
/// bits (16), and for each column a locator (2). All numbers are big-endian.
///
/// The salt is in the row only. When the row is destroyed, what remains in the chain can no longer be compared with guessed values, not even
/// by somebody who has the key.
struct RowDigest: Equatable {
    let version: Int
    /// The row of the chain in which this digest is. It orders the digests of one row.
    let sequence: Int64
    let salt: UInt64
    let code: [UInt8]
    /// Tells which column was changed. It proves nothing.
    let locators: [UInt16]

    static let codeLength = 16
    private static let headLength = 18
    /// The length of a digest without locators.
    static let length = headLength + codeLength

    init(version: Int, sequence: Int64, salt: UInt64, code: [UInt8], locators: [UInt16]) {
        self.version = version
        self.sequence = sequence
        self.salt = salt
        self.code = code
        self.locators = locators
    }

    /// Returns nil for bytes that are no digest.
    init?(_ octets: UnsafeRawBufferPointer) {
        guard octets.count >= RowDigest.length, octets.count % 2 == 0 else { return nil }
        version = Int(UInt16(bigEndian: octets.loadUnaligned(fromByteOffset: 0, as: UInt16.self)))
        sequence = Int64(bigEndian: octets.loadUnaligned(fromByteOffset: 2, as: Int64.self))
        salt = UInt64(bigEndian: octets.loadUnaligned(fromByteOffset: 10, as: UInt64.self))
        code = Array(octets[RowDigest.headLength..<RowDigest.length])
        locators = stride(from: RowDigest.length, to: octets.count, by: 2).map {
            UInt16(bigEndian: octets.loadUnaligned(fromByteOffset: $0, as: UInt16.self))
        }
    }

    var octets: [UInt8] {
        var octets = RowDigest.head(version, sequence, salt)
        octets.reserveCapacity(RowDigest.length + locators.count * 2)
        octets += code
        for locator in locators { octets += RowDigest.octets(locator) }
        return octets
    }

    /// The bytes before the code. The code covers them too.
    static func head(_ version: Int, _ sequence: Int64, _ salt: UInt64) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(256)
        octets += RowDigest.octets(UInt16(truncatingIfNeeded: version))
        octets += RowDigest.octets(sequence)
        octets += RowDigest.octets(salt)
        return octets
    }

    static func octets<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}

/// The bytes of one row that its digest covers. Each column has its type and length, so two different rows never have the same bytes.
///
/// Used on one queue. It keeps its memory from row to row.
struct RowOctets {
    private var octets: [UInt8] = []
    /// Where the bytes of each column begin.
    private var starts: [Int] = []

    init() {
        octets.reserveCapacity(2_048)
        starts.reserveCapacity(64)
    }

    /// Takes a selected row: the covered columns and then the digest.
    mutating func take(_ row: any Row, of layout: RowLayout) {
        begin(layout)
        for place in layout.order {
            starts.append(octets.count)
            add(row.cell(place))
        }
    }

    /// Takes values in the order of `RowLayout.columns`.
    mutating func take(_ values: [Value], of layout: RowLayout) {
        begin(layout)
        for place in layout.order {
            starts.append(octets.count)
            add(values[place])
        }
    }

    private mutating func begin(_ layout: RowLayout) {
        octets.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        // The head of a digest, which `code` fills in.
        octets += RowOctets.noHead
        octets += layout.head
    }

    private static let noHead = [UInt8](repeating: 0, count: 18)

    private mutating func add(_ value: Value) {
        switch value {
        case .null: octets.append(0)
        case .integer(let number): add(number)
        case .text(var text): text.withUTF8 { add(2, UnsafeRawBufferPointer($0)) }
        case .blob(let blob): blob.withUnsafeBytes { add(3, $0) }
        }
    }

    private mutating func add(_ cell: Cell) {
        switch cell {
        case .null: octets.append(0)
        case .integer(let number): add(number)
        case .text(let text): add(2, text)
        case .blob(let blob): add(3, blob)
        case .other: octets.append(4)
        }
    }

    private mutating func add(_ number: Int64) {
        octets.append(1)
        withUnsafeBytes(of: number.bigEndian) { octets += $0 }
    }

    private mutating func add(_ type: UInt8, _ content: UnsafeRawBufferPointer) {
        octets.append(type)
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: content.count).bigEndian) { octets += $0 }
        octets += content
    }

    /// Returns the code of the row: HMAC-SHA-256, the first 16 bytes.
    mutating func code(_ version: Int, _ sequence: Int64, _ salt: UInt64, _ key: SymmetricKey) -> [UInt8] {
        octets.withUnsafeMutableBytes { octets in
            octets.storeBytes(of: UInt16(truncatingIfNeeded: version).bigEndian, toByteOffset: 0, as: UInt16.self)
            octets.storeBytes(of: sequence.bigEndian, toByteOffset: 2, as: Int64.self)
            octets.storeBytes(of: salt.bigEndian, toByteOffset: 10, as: UInt64.self)
        }
        var code = HMAC<SHA256>(key: key)
        octets.withUnsafeBytes { code.update(data: $0) }
        return code.finalize().withUnsafeBytes { Array($0.prefix(RowDigest.codeLength)) }
    }

    /// The locator of each column: FNV-1a over its bytes, folded to 16 bits.
    var locators: [UInt16] {
        starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1] : octets.count
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for octet in octets[starts[index]..<end] { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3 }
            return UInt16(truncatingIfNeeded: hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48)
        }
    }
}

/// Why a row does not agree with its digest.
enum RowFault: Equatable, CustomStringConvertible {
    /// The row has no digest: the service did not write it.
    case noDigest
    /// The digest is no digest, or belongs to a version of the key that is not in the key file.
    case unreadableDigest
    /// Columns were changed, in the order of their names. Empty when the digest itself was changed or belongs to another row.
    case changed([String])

    var description: String {
        switch self {
        case .noDigest: "was inserted: it has no digest"
        case .unreadableDigest: "has a digest that cannot be read"
        case .changed(let columns) where columns.isEmpty: "was changed: its digest belongs to another row, or was changed too"
        case .changed(let columns): "was changed: \(columns.joined(separator: ", "))"
        }
    }
}
