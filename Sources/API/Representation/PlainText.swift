import JSON

/// An answer for a person at a terminal (`Accept: text/plain`): each scalar on its own line, lists of objects as tables with aligned
/// columns.
///
/// Made from the same masked value as the JSON answer, so that it cannot show more. It is made for reading: long texts are cut, sums are in
/// euros, and values nested in a row are left out.
enum PlainText {
    /// Returns the text of an answer.
    static func text(_ value: JSONValue) -> [UInt8] {
        var lines: [String] = []
        write(value, under: "", to: &lines)
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static let widest = 40

    private static func write(_ value: JSONValue, under title: String, to lines: inout [String]) {
        switch value {
        case .object(let members): write(members, under: title, to: &lines)
        case .array(let elements): write(elements, under: title, to: &lines)
        default: lines.append(cell(value, of: title))
        }
    }

    /// Returns the scalars first, then the nested values under their names.
    private static func write(_ members: [JSONMember], under title: String, to lines: inout [String]) {
        let scalars = members.filter { $0.name != "items" && isScalar($0.value) && $0.value != .null }
        let names = scalars.map { label($0.name) }
        let width = names.map(\.count).max() ?? 0
        let nested = members.filter { $0.name == "items" || !isScalar($0.value) }
        // A page of a list shows its items as rows, and then the cursor of the next page.
        let isPage = nested.contains { $0.name == "items" }
        func writeScalars() {
            for (member, name) in zip(scalars, names) {
                lines.append(trimmed(padded(name, width) + "  " + cell(member.value, of: member.name, isCut: false)))
            }
        }
        if !isPage { writeScalars() }
        for member in nested {
            if !lines.isEmpty { lines.append("") }
            if !isPage { lines.append(member.name) }
            write(member.value, under: member.name, to: &lines)
        }
        if isPage, !scalars.isEmpty {
            lines.append("")
            writeScalars()
        }
    }

    private static func write(_ elements: [JSONValue], under title: String, to lines: inout [String]) {
        let rows = elements.compactMap { element -> [JSONMember]? in
            if case .object(let members) = element { members } else { nil }
        }
        if rows.isEmpty {
            if elements.isEmpty { lines.append("(none)") }
            for element in elements { lines.append(cell(element, of: title, isCut: false)) }
            return
        }
        var columns: [String] = []
        for row in rows {
            for member in row where member.value != .null && isScalar(member.value) && !columns.contains(member.name) {
                columns.append(member.name)
            }
        }
        // In the order of the members, including members that only later rows have.
        let order = rows.flatMap { $0.map(\.name) }
        columns.sort { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
        let cells = rows.map { row in
            columns.map { column in row.first { $0.name == column }.map { cell($0.value, of: column) } ?? "" }
        }
        let widths = columns.indices.map { index in max(label(columns[index]).count, cells.map { $0[index].count }.max() ?? 0) }
        let areNumbers = columns.map { column in
            rows.allSatisfy { row in
                switch row.first(where: { $0.name == column })?.value ?? .null {
                case .integer, .decimal, .null: true
                default: false
                }
            }
        }
        func line(_ texts: [String]) -> String {
            let line = texts.indices.map { index in
                areNumbers[index] ? padded(texts[index], widths[index], toTheRight: true) : padded(texts[index], widths[index])
            }.joined(separator: "  ")
            return trimmed(line)
        }
        lines.append(line(columns.map(label)))
        lines += cells.map(line)
    }

    private static func isScalar(_ value: JSONValue) -> Bool {
        switch value {
        case .object: false
        // A list of short values is on one line. Sentences are on lines of their own.
        case .array(let elements):
            elements.allSatisfy { element in
                switch element {
                case .object, .array: false
                case .string(let text): text.count <= widest
                default: true
                }
            }
        default: true
        }
    }

    /// Returns the name of a column. Sums are shown in euros.
    private static func label(_ name: String) -> String { name.hasSuffix("Cents") ? String(name.dropLast(5)) + " EUR" : name }

    private static func cell(_ value: JSONValue, of name: String, isCut: Bool = true) -> String {
        switch value {
        case .null: return ""
        case .bool(let flag): return flag ? "yes" : "no"
        case .integer(let number): return name.hasSuffix("Cents") ? euros(number) : String(number)
        case .decimal(let literal): return literal
        case .string(let text):
            // One line without control characters, which would move the terminal's cursor.
            let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
            return isCut && line.count > widest ? line.prefix(widest - 1) + "…" : line
        case .array(let elements): return elements.map { cell($0, of: name, isCut: isCut) }.joined(separator: ", ")
        case .object: return ""
        }
    }

    private static func euros(_ cents: Int64) -> String {
        let magnitude = cents.magnitude
        let rest = magnitude % 100
        return "\(cents < 0 ? "-" : "")\(magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Removes spaces at the end.
    private static func trimmed(_ line: String) -> String { String(line.reversed().drop { $0 == " " }.reversed()) }

    private static func padded(_ text: String, _ width: Int, toTheRight: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return toTheRight ? space + text : text + space
    }
}
