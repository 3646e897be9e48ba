import JSON

/// A change to a version that is no longer current (row 86). It holds the version the caller saw, the caller's changes, and the current
/// version.
struct Conflict: Error {
    /// The tag of the current representation.
    let tag: String
    let version: Int64
    /// The changeable members of the version the caller saw; nil if it is no longer kept.
    let base: JSONValue?
    let patch: JSONValue
    /// The changeable members now.
    let theirs: JSONValue

    /// A member that differs between the seen version, the caller's and the current one.
    struct Difference {
        let name: String
        let base: JSONValue?
        let yours: JSONValue
        let theirs: JSONValue

        /// Whether the caller and others have changed the member to different values.
        var isClash: Bool { base.map { yours != $0 && theirs != $0 && yours != theirs } ?? true }
    }

    /// The members that differ. Without a base, only the members that the patch names can be compared.
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

    /// The current members with the caller's changes, to send instead; nil if that would lose a change of others.
    var merged: JSONValue? {
        guard base != nil, !differences.contains(where: \.isClash) else { return nil }
        guard case .object(let members) = theirs else { return nil }
        let mine = differences.filter { $0.yours != $0.base }
        return .object(
            members.map { member in JSONMember(name: member.name, value: mine.first { $0.name == member.name }?.yours ?? member.value) })
    }

    /// Writes the members that the problem document shows.
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
