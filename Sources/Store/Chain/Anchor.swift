import Crypto
import PersonalBudgeting

/// The heads of the chains at one moment, copied out of the database: one line of the anchors (Docs/decisions/0014-proof-of-the-logs.md).
///
/// Somebody who can write the database file can remove the newest rows, or change a row and recompute all later hashes; the chain then
/// still holds. An anchor from before the change shows it. Each line contains the hash of the line before and is sealed with a key derived
/// from the database's secret, so lines cannot be changed, left out or exchanged either.
public struct Anchor: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A process begins to write.
        case open
        /// The process has written since the line before.
        case serving
        /// The process ends. Until the next `open`, nothing may be added.
        case close
        /// A backup was put in place. The chains continue from these heads, even if they were longer before.
        case restore
        /// The first line of the file of a new month.
        case month
        /// Texts of the logs were destroyed.
        case destruction

        /// Whether nothing may be written after this line.
        var isStop: Bool { self == .close || self == .restore }
    }

    /// Counts up from 1 through all files.
    public let number: Int64
    public let at: Instant
    public let kind: Kind
    /// Identifies the database: the first bytes of a hash of its secret, in hexadecimal.
    let database: String
    /// In the order of `Chain.all`. Lines from before the chain of digests have one head less.
    let heads: [Chain.Head]
    /// The texts that a line of the kind `destruction` registers, and the number of the first; nil for other kinds.
    let destroyed: Destroyed?
    /// The first half of the SHA-256 of the line before, in hexadecimal; zeros if there is none.
    let previous: String

    static let noPrevious = String(repeating: "0", count: 32)

    /// The names of the chains in a line.
    private static let names = Chain.all.map(\.table)

    /// The text that the seal covers.
    private var body: String {
        // Lines from before the chain of digests have one head less.
        let heads = zip(Anchor.names, heads).map { #""\#($0)":{"row":\#($1.sequence),"hash":"\#(String(hexadecimal: $1.hash))"}"# }
        return #"{"line":\#(number),"at":"\#(at)","kind":"\#(kind.rawValue)","database":"\#(database)","#
            + heads.joined(separator: ",") + (destroyed?.member ?? "") + #","previous":"\#(previous)""#
    }

    /// Destroyed texts in a line.
    struct Destroyed: Sendable, Equatable {
        /// The number of the first in the register; the others follow.
        let first: Int64
        let texts: [DestroyedText]

        /// `AnchorFile` reads two lines in one piece of 16 kB, so a line has at most so many.
        static let most = 100

        fileprivate var member: String {
            #","destroyed":{"first":\#(first),"texts":""# + texts.map { "\($0.log) \($0.row)" }.joined(separator: ";") + #""}"#
        }

        fileprivate init?(_ scanner: inout LineScanner) {
            guard let first = scanner.number(), scanner.skip(#","texts":""#) else { return nil }
            let texts = scanner.word().split(separator: ";").map { text -> DestroyedText? in
                let parts = text.split(separator: " ")
                guard parts.count == 2, let row = Int64(parts[1]) else { return nil }
                return DestroyedText(log: String(parts[0]), row: row)
            }
            guard scanner.skip(#""}"#), texts.allSatisfy({ $0 != nil }) else { return nil }
            self.init(first: first, texts: texts.compactMap(\.self))
        }

        init(first: Int64, texts: [DestroyedText]) {
            self.first = first
            self.texts = texts
        }
    }

    func text(sealedBy seal: AnchorSeal) -> String { #"\#(body),"seal":"\#(seal.seal(body))"}"# }

    /// Whether a line is exactly this anchor with its seal.
    func isSealed(in line: some StringProtocol, by seal: AnchorSeal) -> Bool { line == text(sealedBy: seal) }

    static func digest(of line: some StringProtocol) -> String {
        String(String(hexadecimal: SHA256.hash(data: Array(line.utf8))).prefix(32))
    }

    init(
        number: Int64, at: Instant, kind: Kind, database: String, heads: [Chain.Head], destroyed: Destroyed? = nil, previous: String
    ) {
        self.number = number
        self.at = at
        self.kind = kind
        self.database = database
        self.heads = heads
        self.destroyed = destroyed
        self.previous = previous
    }

    /// Reads a line in the form that `text` writes. Returns nil for any other form. Does not check the seal.
    public init?(line: some StringProtocol) {
        var scanner = LineScanner(line)
        guard scanner.skip(#"{"line":"#), let number = scanner.number(), scanner.skip(#","at":""#), let at = Instant(scanner.word()),
            scanner.skip(#"","kind":""#), let kind = Kind(rawValue: scanner.word()), scanner.skip(#"","database":""#)
        else { return nil }
        let database = scanner.word()
        guard scanner.skip("\"") else { return nil }
        var heads: [Chain.Head] = []
        for name in Anchor.names {
            if name == RowDigestLog.chain.table, !scanner.isNext(#","\#(name)""#) { break }
            guard scanner.skip(#","\#(name)":{"row":"#), let row = scanner.number(), scanner.skip(#","hash":""#),
                let hash = [UInt8](hexadecimal: scanner.word()), hash.count == 32, scanner.skip("\"}")
            else { return nil }
            heads.append(Chain.Head(sequence: row, hash: hash))
        }
        var destroyed: Destroyed?
        if scanner.skip(#","destroyed":{"first":"#) {
            destroyed = Destroyed(&scanner)
            if destroyed == nil { return nil }
        }
        guard scanner.skip(#","previous":""#) else { return nil }
        let previous = scanner.word()
        guard scanner.skip(#"","seal":""#), scanner.word().utf8.count == 64, scanner.skip("\"}"), scanner.isAtEnd else { return nil }
        self.init(
            number: number, at: at, kind: kind, database: database, heads: heads, destroyed: destroyed, previous: previous)
    }
}

/// Seals the anchors of one database: HMAC-SHA256 under a key derived from the database's secret.
struct AnchorSeal: Sendable {
    private let key: SymmetricKey
    let database: String

    init(secret: [UInt8]) {
        let secret = SymmetricKey(data: secret)
        key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array("anchors".utf8), using: secret))
        let name = HMAC<SHA256>.authenticationCode(for: Array("name of the database".utf8), using: secret)
        database = String(String(hexadecimal: name).prefix(16))
    }

    func seal(_ body: String) -> String { String(hexadecimal: HMAC<SHA256>.authenticationCode(for: Array(body.utf8), using: key)) }
}

/// The head of one chain in an anchor.
struct AnchorPoint: Sendable, Equatable {
    let row: Int64
    let hash: ChainHash
    let at: Instant
}

/// Scans a line from left to right.
private struct LineScanner {
    private var rest: ArraySlice<UInt8>

    init(_ line: some StringProtocol) { rest = Array(line.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    func isNext(_ text: String) -> Bool { rest.starts(with: text.utf8) }

    @discardableResult mutating func skip(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// Reads up to the next quotation mark.
    mutating func word() -> String {
        let word = rest.prefix { $0 != 0x22 }
        rest = rest.dropFirst(word.count)
        return String(decoding: word, as: UTF8.self)
    }

    /// Reads decimal digits without a leading zero.
    mutating func number() -> Int64? {
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        rest = rest.dropFirst(digits.count)
        guard digits.count == 1 || digits.first != 0x30 else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }
}
