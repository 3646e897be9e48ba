import JSON

/// Compares a later API document with a released one. The later API must accept everything that a caller of the released API may send, and
/// must still have everything that the caller reads. New operations, optional members, codes in answers and refusals are compatible, since
/// callers must accept values they do not know (Docs/operations.md).
struct Compatibility {
    let released: JSONValue
    let current: JSONValue
    /// Today, as `YYYY-MM-DD`. An operation may be removed from the day of its sunset.
    let day: String
    /// Patterns of the released document that were corrected, with the patterns that may replace each: the released ones let through what
    /// no caller may rely on (Docs/operations.md, "Changes of the API").
    var corrections: [String: Set<String>] = [:]

    /// The incompatible changes, one sentence each; empty if there are none.
    var breaks: [String] {
        var found: [String] = []
        for path in members(released["paths"]) {
            for method in members(path.value) where !mayBeGone(method.value) {
                let place = "\(method.name.uppercased()) \(path.name)"
                guard let now = current["paths"]?[path.name]?[method.name] else {
                    found.append("\(place) is gone")
                    continue
                }
                compare(method.value, now, at: place, &found)
            }
        }
        return found
    }

    /// Whether the released document deprecates the operation with a sunset that has come.
    private func mayBeGone(_ operation: JSONValue) -> Bool {
        guard operation["deprecated"] == .bool(true), case .string(let sunset)? = operation["x-sunset"] else { return false }
        return sunset <= day
    }

    private func compare(_ old: JSONValue, _ new: JSONValue, at place: String, _ found: inout [String]) {
        let oldParameters = parameters(old, released)
        let newParameters = parameters(new, current)
        for (name, parameter) in oldParameters.sorted(by: { $0.key < $1.key }) {
            guard let now = newParameters[name] else {
                found.append("\(place): the parameter \(name) is gone")
                continue
            }
            if isTrue(now["required"]), !isTrue(parameter["required"]) { found.append("\(place): the parameter \(name) is required now") }
            narrows(parameter["schema"], now["schema"], at: "\(place) \(name)", &found)
        }
        for (name, parameter) in newParameters where oldParameters[name] == nil && isTrue(parameter["required"]) {
            found.append("\(place): the new parameter \(name) is required")
        }
        if let content = old["requestBody"]?["content"] {
            for type in members(content) {
                guard let now = new["requestBody"]?["content"]?[type.name] else {
                    found.append("\(place): a body of \(type.name) is no longer accepted")
                    continue
                }
                narrows(type.value["schema"], now["schema"], at: "\(place) body", &found)
            }
        }
        if isTrue(new["requestBody"]?["required"]), !isTrue(old["requestBody"]?["required"]) {
            found.append("\(place): a body is required now")
        }
        for status in members(old["responses"]) where status.name.hasPrefix("2") {
            guard let now = new["responses"]?[status.name] else {
                found.append("\(place): no longer answers \(status.name)")
                continue
            }
            for type in members(status.value["content"]) {
                guard let shown = now["content"]?[type.name] else {
                    found.append("\(place): no longer answers \(type.name)")
                    continue
                }
                loses(type.value["schema"], shown["schema"], at: "\(place) \(status.name)", &found)
            }
        }
    }

    // MARK: - Requests

    /// Finds values that the old schema accepts and the new one does not.
    private func narrows(_ old: JSONValue?, _ new: JSONValue?, at place: String, depth: Int = 0, _ found: inout [String]) {
        guard let old = resolved(old, released), depth < 12 else { return }
        guard let new = resolved(new, current) else { return found.append("\(place): is no longer described") }
        if isNullable(old, released), !isNullable(new, current) { found.append("\(place): null is no longer accepted") }
        let (oldCore, newCore) = (core(old, released), core(new, current))
        if let type = oldCore["type"], newCore["type"] != type { return found.append("\(place): is of another type") }
        let oldCodes = elements(oldCore["enum"])
        let newCodes = elements(newCore["enum"])
        for case .string(let code) in oldCodes where !newCodes.isEmpty && !newCodes.contains(.string(code)) {
            found.append("\(place): \(code) is no longer accepted")
        }
        if oldCodes.isEmpty, !newCodes.isEmpty { found.append("\(place): accepts only some codes now") }
        for (name, isUpper) in [
            ("maxLength", true), ("maximum", true), ("maxItems", true), ("minLength", false), ("minimum", false), ("minItems", false),
        ] {
            guard let now = number(newCore[name]) else { continue }
            let before = number(oldCore[name])
            if isUpper ? now < before ?? Int64.max : now > before ?? Int64.min { found.append("\(place): \(name) is \(now) now") }
        }
        if let pattern = newCore["pattern"], oldCore["pattern"] != pattern, !isCorrection(of: oldCore["pattern"], pattern) {
            found.append("\(place): has another pattern")
        }
        let oldRequired = elements(oldCore["required"])
        for case .string(let name) in elements(newCore["required"]) where !oldRequired.contains(.string(name)) {
            found.append("\(place): \(name) is required now")
        }
        for member in members(oldCore["properties"]) {
            guard let now = newCore["properties"]?[member.name] else {
                found.append("\(place): \(member.name) is no longer accepted")
                continue
            }
            narrows(member.value, now, at: "\(place)/\(member.name)", depth: depth + 1, &found)
        }
        if oldCore["items"] != nil { narrows(oldCore["items"], newCore["items"], at: "\(place)[]", depth: depth + 1, &found) }
    }

    private func isCorrection(of old: JSONValue?, _ new: JSONValue) -> Bool {
        guard case .string(let old)? = old, case .string(let new) = new else { return false }
        return corrections[old]?.contains(new) == true
    }

    // MARK: - Answers

    /// Finds members of the old schema that are missing or different in the new one.
    private func loses(_ old: JSONValue?, _ new: JSONValue?, at place: String, depth: Int = 0, _ found: inout [String]) {
        guard let old = resolved(old, released), depth < 12 else { return }
        guard let new = resolved(new, current) else { return found.append("\(place): is no longer described") }
        if !isNullable(old, released), isNullable(new, current) { found.append("\(place): may be null now") }
        let (oldCore, newCore) = (core(old, released), core(new, current))
        if let type = oldCore["type"], newCore["type"] != type { return found.append("\(place): is of another type") }
        let newRequired = elements(newCore["required"])
        for case .string(let name) in elements(oldCore["required"]) where !newRequired.contains(.string(name)) {
            found.append("\(place): \(name) may be missing now")
        }
        for member in members(oldCore["properties"]) {
            guard let now = newCore["properties"]?[member.name] else {
                found.append("\(place): \(member.name) is gone")
                continue
            }
            loses(member.value, now, at: "\(place)/\(member.name)", depth: depth + 1, &found)
        }
        if oldCore["items"] != nil { loses(oldCore["items"], newCore["items"], at: "\(place)[]", depth: depth + 1, &found) }
    }

    // MARK: - Reading documents

    private func parameters(_ operation: JSONValue, _ document: JSONValue) -> [String: JSONValue] {
        var found: [String: JSONValue] = [:]
        for parameter in elements(operation["parameters"]) {
            guard let parameter = resolved(parameter, document), case .string(let name)? = parameter["name"],
                case .string(let kind)? = parameter["in"]
            else { continue }
            found["\(kind) \(name)"] = parameter
        }
        return found
    }

    private func resolved(_ value: JSONValue?, _ document: JSONValue) -> JSONValue? {
        guard case .string(let reference)? = value?["$ref"] else { return value }
        return reference.split(separator: "/").dropFirst().reduce(document) { value, name -> JSONValue? in value?[String(name)] }
    }

    private func isNull(_ schema: JSONValue) -> Bool { schema["type"] == .string("null") }

    private func isNullable(_ schema: JSONValue, _ document: JSONValue) -> Bool { elements(schema["anyOf"]).contains(where: isNull) }

    /// The schema without the alternative null.
    private func core(_ schema: JSONValue, _ document: JSONValue) -> JSONValue {
        let choices = elements(schema["anyOf"]).filter { !isNull($0) }
        return choices.count == 1 ? resolved(choices[0], document) ?? schema : schema
    }

    private func members(_ value: JSONValue?) -> [JSONMember] { if case .object(let members)? = value { members } else { [] } }
    private func elements(_ value: JSONValue?) -> [JSONValue] { if case .array(let items)? = value { items } else { [] } }
    private func isTrue(_ value: JSONValue?) -> Bool { value == .bool(true) }
    private func number(_ value: JSONValue?) -> Int64? { if case .integer(let number)? = value { number } else { nil } }
}
