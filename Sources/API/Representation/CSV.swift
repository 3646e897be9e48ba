import JSON

/// A page of a list for a spreadsheet (`Accept: text/csv`, RFC 4180): a header line, then a line for each item.
///
/// Made from the same masked values as the JSON answer, so that it cannot show more. The columns follow the schema and are the same for
/// every page: a nested object gets a column for each of its members, a list of objects is JSON in one cell. The actions of an item are left
/// out. Sums stay in cents and quantities in thousandths, except in the style of Excel.
enum CSV {
    /// A member of an item, with the names that lead to it.
    struct Column: Sendable, Equatable {
        let path: [String]

        var title: String { path.joined(separator: ".") }

        /// The unit of whole numbers that the last name of the path ends in; nil if it ends in none.
        var scale: Scale? { path.last.flatMap { name in Scale.allCases.first { name.hasSuffix($0.suffix) } } }

        /// The title of the column in whole units: `amountEuros` for `amountCents`, `quantity` for `quantityThousandths`.
        var titleInWholeUnits: String { scale.map { "\(title.dropLast($0.suffix.count))\($0.wholeSuffix)" } ?? title }
    }

    /// A unit of whole numbers, by the ending of the names that have it.
    enum Scale: CaseIterable {
        /// A sum (M1).
        case cents
        /// A quantity (M3).
        case thousandths

        var suffix: String { self == .cents ? "Cents" : "Thousandths" }
        var wholeSuffix: String { self == .cents ? "Euros" : "" }
        private var digits: Int { self == .cents ? 2 : 3 }

        /// Returns a number in whole units with a comma. A sum always has two decimals, a quantity only those it needs.
        func wholeUnits(_ number: Int64) -> String {
            let text = String(number.magnitude)
            let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
            var decimals = padded.suffix(digits)
            if self == .thousandths { while decimals.last == "0" { decimals.removeLast() } }
            return "\(number < 0 ? "-" : "")\(padded.dropLast(digits))\(decimals.isEmpty ? "" : ",")\(decimals)"
        }
    }

    /// How the cells are separated and how numbers are written.
    enum Style: Sendable {
        /// RFC 4180: commas between cells, points in decimals, sums in cents, quantities in thousandths.
        case plain
        /// As Excel with Finnish or Swedish settings opens a file in columns: semicolons between cells, commas in decimals, sums in euros,
        /// quantities in whole units.
        /// Excel takes the separator from the settings of the machine. A first line `sep=;` would also set it, but then Excel does not
        /// read the byte order mark, and not the text as UTF-8.
        case excel

        var separator: String { self == .plain ? "," : ";" }

        /// The media type with its parameters.
        var type: String {
            "text/csv; charset=utf-8; header=present" + (self == .plain ? "" : "; delimiter=\";\"")
        }
    }

    /// A byte order mark. Without it, spreadsheets do not read the text as UTF-8.
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Returns the text of a page.
    static func text(_ page: JSONValue, _ columns: [Column], _ style: Style = .plain) -> [UInt8] {
        guard case .array(let items)? = page["items"] else { return [] }
        var octets = mark
        octets.reserveCapacity(512 * (items.count + 1))
        func add(_ cells: [String]) { octets += "\(cells.joined(separator: style.separator))\r\n".utf8 }
        add(columns.map { quoted(style == .excel ? $0.titleInWholeUnits : $0.title) })
        let scales = columns.map { style == .excel ? $0.scale : nil }
        for item in items {
            add(
                zip(columns, scales).map { column, scale in
                    let value = column.path.reduce(item as JSONValue?) { value, name in value?[name] }
                    return value.map { style == .excel ? excelCell($0, scale) : cell($0) } ?? ""
                })
        }
        return octets
    }

    /// Returns the cell of a value in the style of Excel. Numbers are not quoted, so that Excel counts with them.
    private static func excelCell(_ value: JSONValue, _ scale: Scale?) -> String {
        switch value {
        case .integer(let number): scale?.wholeUnits(number) ?? String(number)
        case .decimal(let literal): literal.replacing(".", with: ",")
        case .null, .bool, .string, .array, .object: cell(value)
        }
    }

    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .decimal(let literal): literal
        case .string(let text): quoted(harmless(text))
        case .array(let elements):
            if let texts = texts(elements) { quoted(harmless(texts.joined(separator: "; "))) } else { quoted(document(value)) }
        case .object: quoted(document(value))
        }
    }

    private static func document(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Joins short values in one cell; nil if they are not texts or numbers.
    private static func texts(_ elements: [JSONValue]) -> [String]? {
        var texts: [String] = []
        for element in elements {
            switch element {
            case .string(let text): texts.append(text)
            case .integer(let number): texts.append(String(number))
            default: return nil
            }
        }
        return texts
    }

    /// Returns a text that no spreadsheet reads as a formula (CWE-1236). An apostrophe precedes a sign that would begin a formula, also
    /// after spaces and quotes and in its full-width form. The same holds after a semicolon, a tab or a line end, because spreadsheets in
    /// Finland begin a cell there.
    static func harmless(_ text: String) -> String {
        var harmless = String.UnicodeScalarView()
        var isStart = true
        for place in text.unicodeScalars.indices {
            let rest = text.unicodeScalars[place...]
            let isSeparator = separators.contains(rest[place])
            if isStart, begins(rest) || isSeparator && place == text.startIndex { harmless.append("'") }
            harmless.append(rest[place])
            isStart = isSeparator
        }
        return String(harmless)
    }

    /// Whether a formula begins here.
    private static func begins(_ text: Substring.UnicodeScalarView) -> Bool {
        text.first { separators.contains($0) || !$0.properties.isWhitespace && $0 != "\"" && $0 != "'" }.map(signs.contains) ?? false
    }

    private static let separators: Set<Unicode.Scalar> = [";", "\t", "\n", "\r"]
    private static let signs: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%"]

    /// Quotes a cell if necessary (RFC 4180, 2).
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D || $0 == 0x3B || $0 == 0x09 }) else {
            return text
        }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}

extension CSV {
    // MARK: Columns

    /// Returns the columns of a list, from the schema of its pages.
    static func columns(of response: Schema?) -> [Column] {
        guard let response, let page = object(response.use, response.components), let items = page["items"],
            let item = resolved(items, response.components)["items"]
        else { return [] }
        return columns(of: item, under: [], response.components)
    }

    private static func columns(of schema: JSONValue, under path: [String], _ components: [String: JSONValue]) -> [Column] {
        guard case .object(let members)? = object(schema, components) else { return [Column(path: path)] }
        let shown = members.filter { $0.name != "actions" && $0.name != "etag" }
        return shown.flatMap { columns(of: $0.value, under: path + [$0.name], components) }
    }

    /// Returns the members of an object's schema; nil if the schema is not an object with known members.
    private static func object(_ schema: JSONValue, _ components: [String: JSONValue]) -> JSONValue? {
        resolved(schema, components)["properties"]
    }

    /// Follows references, and chooses the alternative that is not null.
    private static func resolved(_ schema: JSONValue, _ components: [String: JSONValue]) -> JSONValue {
        if case .string(let reference)? = schema["$ref"], let name = reference.split(separator: "/").last,
            let found = components[String(name)]
        {
            return resolved(found, components)
        }
        if case .array(let choices)? = schema["anyOf"], let first = choices.first(where: { $0["type"] != .string("null") }) {
            return resolved(first, components)
        }
        return schema
    }
}
