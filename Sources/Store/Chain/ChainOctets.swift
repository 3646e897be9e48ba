import Crypto
import SQL

/// A SHA-256 hash as four words, because verification compares millions of them.
struct ChainHash: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Bytes of any length but 32 become a hash that no row can have: a hash of the bytes.
    init(_ octets: UnsafeRawBufferPointer) {
        guard octets.count == 32 else {
            var digest = SHA256()
            digest.update(data: Array("no hash".utf8))
            digest.update(bufferPointer: octets)
            self = digest.finalize().withUnsafeBytes { ChainHash($0) }
            return
        }
        func word(_ place: Int) -> UInt64 { octets.loadUnaligned(fromByteOffset: place, as: UInt64.self) }
        words = (word(0), word(8), word(16), word(24))
    }

    init(_ octets: [UInt8]) { self = octets.withUnsafeBytes { ChainHash($0) } }

    /// The hash before the first row.
    static let seed = ChainHash(Chain.seed)

    var octets: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    static func == (left: ChainHash, right: ChainHash) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// The bytes that a row's hash covers: the hash before, and each column with its type and length, so that two different rows never have the
/// same bytes.
struct ChainOctets {
    private var octets: [UInt8]

    /// - Parameter previous: the hash of the row before, 32 bytes.
    init(after previous: [UInt8] = Chain.seed) {
        octets = []
        octets.reserveCapacity(512)
        octets += previous
    }

    mutating func add(_ value: Value) {
        switch value {
        case .null: octets.append(0)
        case .integer(let number): add(number)
        case .text(var text): text.withUTF8 { add(2, UnsafeRawBufferPointer($0)) }
        case .blob(let blob): blob.withUnsafeBytes { add(3, $0) }
        }
    }

    private mutating func add(_ number: Int64) {
        octets.append(1)
        withUnsafeBytes(of: number.bigEndian) { octets += $0 }
    }

    private mutating func add(_ type: UInt8, _ content: UnsafeRawBufferPointer) {
        octets.append(type)
        withUnsafeBytes(of: UInt64(content.count).bigEndian) { octets += $0 }
        octets += content
    }

    /// Replaces the bytes with those of another row: its columns without the hash. The first column is the sequence number.
    mutating func replace(by row: any Row, of chain: Chain) {
        octets.removeLast(octets.count - 32)
        // Reserves the bytes of the sequence number. `hash(after:sequence:)` fills them in.
        add(0)
        var end = chain.columns.count
        while end > chain.firstColumns, case .null = row.cell(end - 1) { end -= 1 }
        for column in 1..<end {
            switch row.cell(column) {
            case .null: octets.append(0)
            case .integer(let number): add(number)
            case .text(let text): add(2, text)
            case .blob(let blob): add(3, blob)
            case .other: octets.append(4)
            }
        }
    }

    var hash: ChainHash {
        var digest = SHA256()
        octets.withUnsafeBytes { digest.update(bufferPointer: $0) }
        return digest.finalize().withUnsafeBytes { ChainHash($0) }
    }

    /// Returns the hash that the row would have after another row and with another number.
    mutating func hash(after previous: ChainHash, sequence: Int64) -> ChainHash {
        octets.withUnsafeMutableBytes { octets in
            withUnsafeBytes(of: previous) { octets.copyMemory(from: $0) }
            octets.storeBytes(of: sequence.bigEndian, toByteOffset: 33, as: Int64.self)
        }
        return hash
    }
}
