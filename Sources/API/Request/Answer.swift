import HTTPServer
import JSON
import PersonalBudgeting

/// What a handler answers, before it becomes a response.
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// Set by a reading of the change feed.
    var feedPlace: FeedPlace?
    /// Whether the body is text for a person already, and not to be made of JSON.
    var isText = false

    init(status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A resource with its entity tag.
    static func item<Entity: Recorded>(_ entity: Entity, _ view: View<Entity>) -> Answer {
        let body = view.bytes(entity)
        return Answer(headers: [("ETag", EntityTag.make(version: entity.record.version, body: body))], body: body)
    }

    /// A resource that was made, and where it is.
    static func created<Entity: Recorded>(_ entity: Entity, _ view: View<Entity>, at location: String) -> Answer {
        var answer = item(entity, view)
        answer.status = 201
        answer.headers.append(("Location", location))
        return answer
    }

    /// A resource as it is seen on the day of the call.
    static func item<Entity: Recorded>(_ seen: Seen<Entity>, _ view: View<Seen<Entity>>) -> Answer {
        let body = view.bytes(seen)
        return Answer(headers: [("ETag", EntityTag.make(version: seen.entity.record.version, body: body))], body: body)
    }

    /// A resource that was made, as it is seen on the day of the call, and where it is.
    static func created<Entity: Recorded>(_ seen: Seen<Entity>, _ view: View<Seen<Entity>>, at location: String) -> Answer {
        var answer = item(seen, view)
        answer.status = 201
        answer.headers.append(("Location", location))
        return answer
    }

    /// A value without an identity of its own.
    /// - Parameter capacity: for about how many octets to make room at first.
    static func value<Value>(_ value: Value, _ view: View<Value>, capacity: Int = 512) -> Answer {
        let body = view.bytes(value, capacity: capacity)
        return Answer(headers: [("ETag", EntityTag.make(version: 0, body: body))], body: body)
    }
}

/// Strong entity tags: `"version.digest"`. The digest makes two representations of one version (language, indentation) differ; a
/// precondition on a change looks at the version alone, because that is what the caller must have seen.
enum EntityTag {
    static func make(version: Int64, body: [UInt8]) -> String {
        // FNV-1a, 64 bits, over words of eight octets, with the upper half folded in: a checksum against mix-ups, not a seal. Four of them
        // side by side, a word each in turn, for one would wait for its own multiplication at every word.
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

    /// - Throws: `Precondition.missing` where no version is named, `Precondition.stale` where another is.
    static func check(_ fields: [String], version: Int64) throws(Precondition) {
        let tags = list(fields)
        guard !tags.isEmpty else { throw .missing }
        for tag in tags {
            if tag == "*" { return }
            if EntityTag.version(of: tag) == version { return }
        }
        throw .stale(current: version)
    }

    /// The versions that the tags of ours name.
    static func versions(_ fields: [String]) -> [Int64] { list(fields).compactMap(version) }

    /// The version a tag of ours names: digits without a leading zero, a dot, a hexadecimal digest, perhaps `-pretty`.
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

    /// Whether one of the tags is this one, or any (RFC 9110, 13.1.2: the weak comparison).
    static func matches(_ fields: [String], _ tag: String) -> Bool {
        list(fields).contains { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }
    }

    private static func list(_ fields: [String]) -> [String] {
        fields.flatMap { (field: String) -> [String] in field.split(separator: ",").map(bare) }.filter { !$0.isEmpty }
    }

    /// The part without spaces and tabs at its ends. The types are written out: the compiler needs seconds to find them in one expression.
    private static func bare(_ part: Substring) -> String {
        var part = part
        while part.first == " " || part.first == "\t" { part.removeFirst() }
        while part.last == " " || part.last == "\t" { part.removeLast() }
        return String(part)
    }
}

/// Why a change is not even tried.
enum Precondition: Error, Equatable {
    case missing
    /// With the tag of the current representation, where it was asked for.
    case stale(current: Int64, tag: String? = nil)
}
