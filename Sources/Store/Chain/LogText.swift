import Crypto
import SQL

/// A text that belongs to a row of a chain and is kept beside it. The chain holds only the digest of the text, so the text can be destroyed
/// when its time of retention is over, and the chain still holds.
///
/// The digest covers a random salt, which is destroyed with the text. So nobody can find the text again by guessing.
struct LogText {
    let text: String
    private let salt: [UInt8]

    init?(_ text: String?) {
        guard let text else { return nil }
        self.init(salt: SymmetricKey(size: .bits128).withUnsafeBytes(Array.init), text)
    }

    /// A text that is kept.
    init(salt: [UInt8], _ text: String) {
        self.text = text
        self.salt = salt
    }

    /// SHA-256 of the salt and the text.
    var digest: [UInt8] {
        var digest = SHA256()
        digest.update(data: salt)
        digest.update(data: Array(text.utf8))
        return Array(digest.finalize())
    }

    func keep(in chain: Chain, _ sequence: Int64, _ connection: any Connection) throws {
        try connection.execute(LogText.insert, [.text(chain.table), .integer(sequence), .blob(salt), .text(text)])
    }

    private static let insert = SQLStatement("INSERT INTO log_texts (chain, sequence, salt, text) VALUES (?, ?, ?, ?)")

    /// Selects the text of a row of a chain whose table is called by the alias.
    static func selected(_ column: String, of chain: String, as alias: String) -> String {
        "coalesce(\(alias).\(column), (SELECT t.text FROM log_texts t WHERE t.chain = '\(chain)' AND t.sequence = \(alias).sequence))"
    }

}

extension Value {
    static func digest(of text: LogText?) -> Value { text.map { .blob($0.digest) } ?? .null }
}
