/// The shapes of single values. All other shapes consist of these.
extension Shape where Value == String {
    /// Text whose length in Unicode scalars is in the range, and whose characters the rule takes.
    /// - Parameter pattern: an ECMA 262 pattern for the schema; `matches` enforces it.
    public static func text(
        _ length: ClosedRange<Int>, _ rule: CharacterRule, format: String? = nil, pattern: String? = nil,
        matches: (@Sendable (String) -> Bool)? = nil
    ) -> Shape {
        var keywords: [(String, JSONValue)] = [
            ("type", .string("string")), ("minLength", .integer(Int64(length.lowerBound))),
            ("maxLength", .integer(Int64(length.upperBound))),
        ]
        if let format { keywords.append(("format", .string(format))) }
        keywords.append(("pattern", .string(pattern ?? (length.lowerBound > 0 ? rule.inkPattern : rule.pattern))))
        return Shape(
            schema: Schema(keywords),
            read: { json, pointer, faults in
                guard let json else { return requiredFault(pointer, &faults) }
                guard case .string(let text) = json else {
                    faults.append(Fault(pointer: pointer, code: "wrong_type", reason: .notText))
                    return nil
                }
                if let count = plainCount(text), length.contains(count), matches?(text) ?? true { return text }
                let count = text.unicodeScalars.count
                guard length.contains(count) else {
                    let code = count < length.lowerBound ? "too_short" : "too_long"
                    faults.append(Fault(pointer: pointer, code: code, reason: .length(length, found: count)))
                    return nil
                }
                if let fault = rule.fault(text) {
                    faults.append(Fault(pointer: pointer, code: fault.code, reason: fault.reason))
                    return nil
                }
                if length.lowerBound > 0, text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
                    faults.append(Fault(pointer: pointer, code: "blank", reason: .blank))
                    return nil
                }
                if let matches, !matches(text) {
                    faults.append(Fault(pointer: pointer, code: "wrong_form", reason: .form(pattern)))
                    return nil
                }
                return text
            },
            write: { text, writer in writer.string(text) }, tree: { .text($0) })
    }
}

/// Returns the number of characters if all are printable ASCII, which every rule takes, and at least one is not a space; otherwise nil.
/// Most texts need no further check.
private func plainCount(_ text: String) -> Int? {
    var count = 0
    var hasInk = false
    for octet in text.utf8 {
        guard octet >= 0x20 && octet < 0x7F else { return nil }
        if octet > 0x20 { hasInk = true }
        count &+= 1
    }
    return hasInk ? count : nil
}

extension Shape where Value == Int64 {
    /// An integer literal in a range. A fraction, an exponent or a string is a fault.
    public static func integer(_ range: ClosedRange<Int64>) -> Shape {
        Shape(
            schema: Schema([
                ("type", .string("integer")), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound)),
            ]),
            read: { json, pointer, faults in
                guard let json else { return requiredFault(pointer, &faults) }
                guard case .integer(let number) = json else {
                    faults.append(
                        Fault(pointer: pointer, code: "not_an_integer", reason: .notInteger))
                    return nil
                }
                guard range.contains(number) else {
                    faults.append(Fault(pointer: pointer, code: "out_of_range", reason: .outOfRange(range)))
                    return nil
                }
                return number
            },
            write: { number, writer in writer.integer(number) }, tree: { .integer($0) })
    }
}

extension Shape where Value == Int {
    /// An integer literal in a range, as `Int`.
    public static func count(_ range: ClosedRange<Int>) -> Shape {
        Shape<Int64>.integer(Int64(range.lowerBound)...Int64(range.upperBound)).mapped({ .success(Int($0)) }, back: { Int64($0) })
    }
}

extension Shape where Value == Bool {
    /// `true` or `false`.
    public static var flag: Shape {
        Shape(
            schema: Schema([("type", .string("boolean"))]),
            read: { json, pointer, faults in
                guard let json else { return requiredFault(pointer, &faults) }
                guard case .bool(let flag) = json else {
                    faults.append(Fault(pointer: pointer, code: "wrong_type", reason: .notBoolean))
                    return nil
                }
                return flag
            },
            write: { flag, writer in writer.bool(flag) }, tree: { .bool($0) })
    }
}

extension Shape where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One code of a closed set, described by its codes alone.
    @inlinable
    public static var plainCode: Shape {
        listedCode(Schema([("type", .string("string")), ("enum", .array(Value.allCases.map { .string($0.rawValue) }))]))
    }

    /// One code of a closed set.
    /// - Parameter schema: the description of the set; it must name the same codes.
    @inlinable
    public static func listedCode(_ schema: Schema) -> Shape {
        let codes = Value.allCases.map(\.rawValue)
        return Shape(
            schema: schema,
            read: { json, pointer, faults in
                guard let json else { return requiredFault(pointer, &faults) }
                guard case .string(let text) = json else {
                    faults.append(Fault(pointer: pointer, code: "wrong_type", reason: .notText))
                    return nil
                }
                guard let value = Value(rawValue: text) else {
                    faults.append(
                        Fault(pointer: pointer, code: "unknown_code", reason: .unknownCode(known: codes)))
                    return nil
                }
                return value
            },
            write: { value, writer in writer.string(value.rawValue) }, tree: { .string($0.rawValue) })
    }
}
