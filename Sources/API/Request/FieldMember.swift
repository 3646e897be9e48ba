/// One member of a list in a request field: a value with its parameters, as in `text/csv; delimiter=";"; q=0.5` (RFC 9110, 5.6 and 12.4.2).
struct FieldMember: Equatable, Sendable {
    /// A parameter, such as `q=0.5`.
    struct Parameter: Equatable, Sendable {
        /// In lower case.
        let name: String
        /// As it was written, without quotes and their escapes.
        let value: String
    }

    /// In lower case: in the fields that are read this way, case has no meaning.
    let value: String
    let parameters: [Parameter]

    init(_ text: Substring) {
        var parts = FieldMember.split(text, at: ";")[...]
        value = parts.popFirst().map(FieldMember.bare)?.lowercased() ?? ""
        parameters = parts.compactMap { part in
            let equals = part.firstIndex(of: "=")
            let name = FieldMember.bare(part[..<(equals ?? part.endIndex)]).lowercased()
            if name.isEmpty { return nil }
            return Parameter(name: name, value: equals.map { FieldMember.unquoted(FieldMember.bare(part[part.index(after: $0)...])) } ?? "")
        }
    }

    /// Returns the members of a list. Empty members do not count (RFC 9110, 5.6.1), and a separator inside quotes separates nothing.
    /// - Parameter fields: the values of all field lines of one name, which together are one list (RFC 9110, 5.3).
    static func all(_ fields: [String]) -> [FieldMember] {
        fields.flatMap { split($0[...], at: ",") }.map { FieldMember($0) }.filter { !$0.value.isEmpty }
    }

    /// The first value of a parameter; nil if the member has none of this name.
    subscript(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    // MARK: Weight

    /// The weight in thousandths: 0 means "not this one", and so does a text that is no weight; 1,000 if the member has none.
    var weight: Int { self["q"].map { FieldMember.thousandths($0) } ?? 1_000 }

    /// Returns a weight (RFC 9110, 12.4.2) in thousandths; 0 if the text is not a weight.
    ///
    /// Digits after the third are dropped, but what is above nought stays above it. `.2` is taken, because the client of the Java platform
    /// sends it.
    static func thousandths(_ text: String) -> Int {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let whole = parts.first, ["0", "1", ""].contains(whole), parts.count == 2 || whole != "" else { return 0 }
        let digits = parts.count == 2 ? parts[1] : ""
        guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), whole != "" || digits != "" else { return 0 }
        let isNought = digits.utf8.allSatisfy { $0 == 0x30 }
        if whole == "1" { return isNought ? 1_000 : 0 }
        if isNought { return 0 }
        let first = digits.prefix(3)
        return max(1, (Int(first) ?? 0) * [1_000, 100, 10, 1][first.count])
    }

    // MARK: Text

    /// Splits a text at a separator, but not inside a quoted string.
    static func split(_ text: Substring, at separator: Unicode.Scalar) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var isQuoted = false
        var isEscaped = false
        for place in text.unicodeScalars.indices {
            let scalar = text.unicodeScalars[place]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, scalar == "\\" {
                isEscaped = true
            } else if scalar == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, scalar == separator {
                parts.append(text[start..<place])
                start = text.unicodeScalars.index(after: place)
            }
        }
        parts.append(text[start...])
        return parts
    }

    /// Returns a text without spaces and tabs at its ends.
    static func bare(_ text: Substring) -> String {
        var part = text
        while part.first == " " || part.first == "\t" { part.removeFirst() }
        while part.last == " " || part.last == "\t" { part.removeLast() }
        return String(part)
    }

    /// Returns the text of a quoted string; another text stays as it is.
    private static func unquoted(_ text: String) -> String {
        guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        var plain = ""
        var isEscaped = false
        for scalar in text.dropFirst().dropLast().unicodeScalars {
            if scalar == "\\", !isEscaped {
                isEscaped = true
            } else {
                plain.unicodeScalars.append(scalar)
                isEscaped = false
            }
        }
        return plain
    }
}
