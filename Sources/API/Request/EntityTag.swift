/// Strong entity tags: `"version.digest"` (row 86). The digest distinguishes representations of one version (language, indentation). A
/// precondition on a change compares only the version, because that is what the caller must have seen.
enum EntityTag {
    static func make(version: Int64, body: [UInt8]) -> String {
        // FNV-1a, 64 bits, over words of eight octets, with the upper half folded in. It guards against mix-ups, not against attackers.
        // Four digests take turns, because a single one would wait for its own multiplication at every word.
        var first: UInt64 = 0xCBF2_9CE4_8422_2325
        var (second, third, fourth) = (first, first, first)
        func add(_ word: UInt64, to digest: inout UInt64) {
            digest = (digest ^ word) &* 0x100_0000_01B3
            digest ^= digest >> 32
        }
        body.withUnsafeBytes { octets in
            var place = 0
            while place <= octets.count - 32 {
                add(octets.loadUnaligned(fromByteOffset: place, as: UInt64.self), to: &first)
                add(octets.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self), to: &second)
                add(octets.loadUnaligned(fromByteOffset: place + 16, as: UInt64.self), to: &third)
                add(octets.loadUnaligned(fromByteOffset: place + 24, as: UInt64.self), to: &fourth)
                place += 32
            }
            for octet in octets[place...] { add(UInt64(octet), to: &first) }
        }
        for digest in [second, third, fourth] { add(digest, to: &first) }
        return "\"\(version).\(String(first, radix: 16))\""
    }

    /// Returns the tag of a version without a representation, for the items of lists. It serves `If-Match`, which compares only the
    /// version; `If-None-Match` never matches it.
    static func ofVersion(_ version: Int64) -> String { "\"\(version).0\"" }

    /// - Throws: `Precondition.missing` when no version is named, `Precondition.malformed` when a member is neither a tag nor `*`,
    ///   `Precondition.stale` when none of them is current.
    static func check(_ fields: [String], version: Int64) throws(Precondition) {
        let tags = list(fields)
        guard !tags.isEmpty else { throw .missing }
        guard tags.allSatisfy(isTag) else { throw .malformed }
        for tag in tags {
            if tag == "*" { return }
            if EntityTag.version(of: tag) == version { return }
        }
        throw .stale(current: version)
    }

    /// Whether a text is an entity tag, or `*` (RFC 9110, 8.8.3 and 13.1.1).
    private static func isTag(_ text: String) -> Bool {
        if text == "*" { return true }
        let opaque = text.hasPrefix("W/") ? text.dropFirst(2) : text[...]
        guard opaque.utf8.count >= 2, opaque.hasPrefix("\""), opaque.hasSuffix("\"") else { return false }
        return !opaque.dropFirst().dropLast().utf8.contains { $0 <= 0x20 || $0 == 0x22 || $0 == 0x7F }
    }

    /// Returns the versions named by tags of this service.
    static func versions(_ fields: [String]) -> [Int64] { list(fields).compactMap(version) }

    /// Returns the version that a tag of this service names: digits without a leading zero, a dot, a hexadecimal digest, perhaps `-pretty`.
    private static func version(of tag: String) -> Int64? {
        guard tag.utf8.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
        var inner = tag.dropFirst().dropLast()
        if inner.hasSuffix("-pretty") { inner = inner.dropLast("-pretty".count) }
        let parts = inner.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = plainNumber(String(parts[0])), parts[0] == "\(number)", (1...16).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) })
        else { return nil }
        return Int64(number)
    }

    /// Whether one of the tags matches this tag, or is `*` (RFC 9110, 13.1.2: the weak comparison).
    static func matches(_ fields: [String], _ tag: String) -> Bool {
        list(fields).contains { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }
    }

    private static func list(_ fields: [String]) -> [String] {
        // A tag may hold a comma but no escapes, so the quotes alone tell where it ends. The types are explicit, because the compiler needs
        // seconds to infer them in one expression.
        fields.flatMap { (field: String) -> [String] in parts(field).map(FieldMember.bare) }.filter { !$0.isEmpty }
    }

    /// Splits a list of tags at the commas outside quotes.
    private static func parts(_ field: String) -> [Substring] {
        var parts: [Substring] = []
        var start = field.startIndex
        var isQuoted = false
        for place in field.utf8.indices {
            let octet = field.utf8[place]
            if octet == 0x22 { isQuoted.toggle() }
            guard octet == 0x2C, !isQuoted else { continue }
            parts.append(field[start..<place])
            start = field.utf8.index(after: place)
        }
        parts.append(field[start...])
        return parts
    }
}
