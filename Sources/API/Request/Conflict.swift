import JSON

/// A change to a version that is not the current one any more: what it was, what the caller makes of it, what others have made of it since.
struct Conflict: Error {
    /// The tag of the current representation.
    let tag: String
    let version: Int64
    /// The changeable members of the version the caller saw; nil when it is too long ago.
    let base: JSONValue?
    let patch: JSONValue
    /// The changeable members now.
    let theirs: JSONValue

    /// A member in which not all three are equal.
    struct Difference {
        let name: String
        let base: JSONValue?
        let yours: JSONValue
        let theirs: JSONValue

        /// Whether both have changed it, and not alike.
        var isClash: Bool { base.map { yours != $0 && theirs != $0 && yours != theirs } ?? true }
    }

    /// Without a base only what the caller names can be compared.
    var differences: [Difference] {
        guard case .object(let members) = theirs else { return [] }
        let yours = (base ?? theirs).mergePatched(with: patch)
        return members.compactMap { member in
            let base = base.map { $0[member.name] ?? .null }
            let own = yours[member.name] ?? .null
            if own == member.value, base == nil || base == member.value { return nil }
            return Difference(name: member.name, base: base, yours: own, theirs: member.value)
        }
    }

    /// What to send instead, where nobody's text is lost by it: the current members with the caller's changes.
    var merged: JSONValue? {
        guard base != nil, !differences.contains(where: \.isClash) else { return nil }
        guard case .object(let members) = theirs else { return nil }
        let mine = differences.filter { $0.yours != $0.base }
        return .object(
            members.map { member in JSONMember(name: member.name, value: mine.first { $0.name == member.name }?.yours ?? member.value) })
    }

    /// The members that the problem document shows.
    func write(to writer: inout JSONWriter) {
        writer.name("differences")
        writer.beginArray()
        for difference in differences {
            writer.beginObject()
            writer.name("pointer")
            writer.string("/\(pointerToken(difference.name))")
            if let base = difference.base {
                writer.name("base")
                writer.value(base)
            }
            writer.name("yours")
            writer.value(difference.yours)
            writer.name("theirs")
            writer.value(difference.theirs)
            writer.name("clash")
            writer.bool(difference.isClash)
            writer.endObject()
        }
        writer.endArray()
        if let merged {
            writer.name("merged")
            writer.value(merged)
        }
    }
}
