import PersonalBudgeting

/// The id that a caller gives a request (`X-Request-Id`). It goes into the answer, the log and the access log, so that both sides find the
/// request under one id.
enum RequestID {
    /// Why the service does not keep the caller's id and makes one. The answer says so (`Request-Id-Replaced`); the codes are those of the
    /// faults of other headers.
    enum Fault: String, CaseIterable, Error {
        case twice = "duplicate_header"
        case form = "wrong_form"
        /// The logs hold no national id (A22).
        case nationalID = "third_person_data"
    }

    /// The name of the answer's field.
    static let replacedField = "Request-Id-Replaced"

    /// The longest id that is kept: a SHA-512 in hexadecimal.
    static let maximumLength = 128

    /// Returns the caller's id; nil if the caller gives none.
    /// - Parameter fields: the values of all fields of the name.
    /// - Throws: the reason why it is not kept.
    static func read(_ fields: [String]) throws(Fault) -> String? {
        guard let text = fields.first else { return nil }
        guard fields.count == 1 else { throw .twice }
        if text.isEmpty { return nil }
        guard text.utf8.count <= maximumLength, text.utf8.allSatisfy(isKept) else { throw .form }
        guard PersonalTrace(in: text, among: [.nationalID]) == nil else { throw .nationalID }
        return text
    }

    /// Whether an octet is a letter or a digit, or one of `-._~+/=:`. Ids consist of these: UUIDs, ULIDs, hashes, base64 in both alphabets,
    /// names with parts. A URN may contain all of them (RFC 8141, 2), and no log needs to escape one.
    private static func isKept(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~+/=:".utf8.contains(octet)
        }
    }
}
