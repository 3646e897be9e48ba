import Crypto
import SQL

/// SHA-256, as four words: compared by the million.
struct ChainHash: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Of octets that are not 32, what no row can have: their own hash.
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

    /// Before the first row.
    static let seed = ChainHash(Chain.seed)

    var octets: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    static func == (left: ChainHash, right: ChainHash) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// What is under the hash of a row: the hash before it, and each column with its type and length, so that no two rows share one.
struct ChainOctets {
    private var octets: [UInt8]

    /// - Parameter previous: the hash of the row before, 32 octets.
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

    /// Takes another row in the place of what was there: its columns but for the hash, of which the first is the sequence number.
    mutating func replace(by row: any Row, of chain: Chain) {
        octets.removeLast(octets.count - 32)
        // Of the sequence number only the room: which it should be is asked with the hash.
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

    /// The hash that the row would have after another one and with another number.
    mutating func hash(after previous: ChainHash, sequence: Int64) -> ChainHash {
        octets.withUnsafeMutableBytes { octets in
            withUnsafeBytes(of: previous) { octets.copyMemory(from: $0) }
            octets.storeBytes(of: sequence.bigEndian, toByteOffset: 33, as: Int64.self)
        }
        return hash
    }
}
