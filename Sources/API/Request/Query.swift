import PersonalBudgeting

/// Reads a query string strictly: every parameter is known, none is repeated, and every value has the right form.
enum Query {
    static func read(_ raw: String?, _ parameters: [QueryParameter]) throws(BadQuery) -> [String: String] {
        let required = parameters.filter(\.isRequired)
        guard let raw, !raw.isEmpty || !required.isEmpty else {
            if required.isEmpty { return [:] }
            throw BadQuery(required.map { BadQuery.Fault($0.name, "required", .required) })
        }
        var values: [String: String] = [:]
        var faults: [BadQuery.Fault] = []
        for part in raw.split(separator: "&", omittingEmptySubsequences: false) {
            let equals = part.firstIndex(of: "=")
            let encodedName = part[..<(equals ?? part.endIndex)]
            let name = decoded(encodedName)
            let value = equals.map { decoded(part[part.index(after: $0)...]) } ?? ""
            guard let name, let value else {
                faults.append(
                    BadQuery.Fault(
                        name ?? String(encodedName.prefix(40)), "bad_encoding",
                        LocalText(
                            fi: "ei ole prosenttikoodattua UTF-8-tekstiä", sv: "är inte procentkodad UTF-8",
                            en: "is not percent-encoded UTF-8")))
                continue
            }
            if let refused = TextKind.line.refused(in: name) {
                faults.append(BadQuery.Fault(String(encodedName.prefix(40)), refused.code, .mustNotHold(refused.inWords)))
                continue
            }
            if let refused = TextKind.line.refused(in: value) {
                faults.append(BadQuery.Fault(String(name.prefix(40)), refused.code, .mustNotHold(refused.inWords)))
                continue
            }
            if name == "pretty", ["", "true", "1"].contains(value) {
                values["pretty"] = "true"
                continue
            }
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                let near = nearest(name, parameters.map(\.name) + ["pretty"])
                faults.append(
                    BadQuery.Fault(
                        String(name.prefix(40)), "unknown_parameter",
                        LocalText(
                            fi: "hakuehtoa ei tunneta tässä; lähimmät: \(near.joined(separator: ", "))",
                            sv: "sökparametern är inte känd här; närmast: \(near.joined(separator: ", "))",
                            en: "is not known here; nearest: \(near.joined(separator: ", "))")))
                continue
            }
            guard values[name] == nil else {
                faults.append(BadQuery.Fault(name, "duplicate_parameter", .occursTwice))
                continue
            }
            if let wrong = parameter.fault(value) { faults.append(BadQuery.Fault(name, "bad_value", wrong)) }
            values[name] = value
        }
        for parameter in required where values[parameter.name] == nil {
            faults.append(BadQuery.Fault(parameter.name, "required", .required))
        }
        if !faults.isEmpty { throw BadQuery(faults) }
        return values
    }

    /// Decodes percent-encoding. Returns nil for text that is not UTF-8.
    private static func decoded(_ text: Substring) -> String? {
        // Most text is plain ASCII without encoding and needs no decoding.
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x25 && $0 != 0x2B }) { return String(text) }
        var octets: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let octet = rest.next() {
            if octet == 0x2B {
                octets.append(0x20)
            } else if octet == 0x25 {
                guard let high = rest.next().flatMap(hexadecimal), let low = rest.next().flatMap(hexadecimal) else { return nil }
                octets.append(high << 4 | low)
            } else {
                octets.append(octet)
            }
        }
        // The bound is the longest request line.
        guard octets.count <= 8_192 else { return nil }
        return String(validating: octets, as: UTF8.self)
    }

    private static func hexadecimal(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x41 + 10
        case 0x61...0x66: octet - 0x61 + 10
        default: nil
        }
    }

    /// Returns the three known names nearest to an unknown one, by edit distance.
    static func nearest(_ name: String, _ known: [String]) -> [String] {
        let short = Array(name.prefix(40))
        return known.map { ($0, distance(short, Array($0))) }.sorted { $0.1 < $1.1 }.prefix(3).map(\.0)
    }

    private static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (i, a) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in other.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[other.count]
    }
}
