import JSON
import Testing

@testable import API

/// Lists as CSV: no cell is a formula, and every value is in its cell.
@Suite struct CSVTests {
    /// Texts that spreadsheets read as formulas (CWE-1236), also behind spaces and quotes.
    private static let payloads: [String] = {
        let signs = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%"]
        let ends = ["cmd|' /C calc'!A0", "HYPERLINK(\"http://a.example\",\"b\")", "1+1", "SUM(A1:A2)", ""]
        return signs.flatMap { sign in ends.map { sign + $0 } } + signs.flatMap { [" \($0)1", "\"\($0)1", "'\($0)1", "\u{A0}\($0)1"] }
            + ["\tx", "\rx", "\nx"]
    }()

    @Test("a text that would begin a formula gets an apostrophe, and no other text is changed") func neutralises() {
        #expect(CSVTests.payloads.count > 60)
        for payload in CSVTests.payloads { #expect(CSV.harmless(payload) == "'\(payload)", "\(payload)") }
        // Places where a cell begins when semicolons separate cells.
        let parts = [
            ("x;=1+1;y", "x;'=1+1;y"), ("a; =1", "a;' =1"), ("a;\"=1", "a;'\"=1"), ("a\t@x", "a\t'@x"), ("a\r\n=1", "a\r\n'=1"),
            ("\t=1", "'\t'=1"), ("a,=1", "a,=1"), ("a;b;c", "a;b;c"), (";;", "';;"),
        ]
        for (text, told) in parts { #expect(CSV.harmless(text) == told, "\(text)") }
        for plain in ["Meikäläinen", "Aino Mäki", "a=b", "1-2", "2026-06-30", "", "*", "(+358) 40", "\u{201C}lainaus\u{201D}"] {
            #expect(CSV.harmless(plain) == plain)
        }
    }

    @Test("any text is read back cell by cell as it was written") func roundTrips() throws {
        let texts = CSVTests.payloads + ["a,b", "a\"b", "a\r\nb", "\"", ",", "ä", "", "'"]
        let columns = ["text", "number", "flag", "none", "inner.a", "list", "things"].map {
            CSV.Column(path: $0.split(separator: ".").map(String.init))
        }
        let items = texts.map { text in
            JSONValue.object([
                JSONMember(name: "text", value: .string(text)), JSONMember(name: "number", value: .integer(-5)),
                JSONMember(name: "flag", value: .bool(true)), JSONMember(name: "none", value: .null),
                JSONMember(name: "inner", value: .object([JSONMember(name: "a", value: .string("b"))])),
                JSONMember(name: "list", value: .array([.string("x"), .string("y")])),
                JSONMember(name: "things", value: .array([.object([JSONMember(name: "c", value: .string(text))])])),
            ])
        }
        let octets = CSV.text(.object([JSONMember(name: "items", value: .array(items))]), columns)
        #expect(Array(octets.prefix(3)) == [0xEF, 0xBB, 0xBF])
        let rows = CSVTests.read(String(decoding: octets.dropFirst(3), as: UTF8.self))
        #expect(rows.count == texts.count + 1 && rows[0] == columns.map(\.title))
        for (row, text) in zip(rows.dropFirst(), texts) {
            #expect(Array(row.prefix(6)) == [CSV.harmless(text), "-5", "true", "", "b", "x; y"], "\(text)")
            #expect(try JSONReader.read(Array(row[6].utf8)) == .array([.object([JSONMember(name: "c", value: .string(text))])]))
        }
    }

    @Test("in the style of Excel semicolons separate cells, decimals have commas, sums are euros and quantities whole units (M1, M3)")
    func fitsExcel() {
        let columns = ["name", "amountCents", "share", "used.leftCents", "hoursThousandths", "count", "code"].map {
            CSV.Column(path: $0.split(separator: ".").map(String.init))
        }
        func item(_ name: String, _ cents: Int64, _ share: JSONValue, _ left: JSONValue, _ hours: Int64) -> JSONValue {
            .object([
                JSONMember(name: "name", value: .string(name)), JSONMember(name: "amountCents", value: .integer(cents)),
                JSONMember(name: "share", value: share),
                JSONMember(name: "used", value: .object([JSONMember(name: "leftCents", value: left)])),
                JSONMember(name: "hoursThousandths", value: .integer(hours)), JSONMember(name: "count", value: .integer(1_000)),
                JSONMember(name: "code", value: .string("1.5")),
            ])
        }
        let items = [
            item("Mäki, Ville", 960_000, .decimal("12.5"), .integer(-5), 12_500), item("a;b", 5, .integer(3), .null, 100_000),
            item("=1", -123, .decimal("-0.125"), .integer(Int64.min), -1), item("", 0, .null, .integer(10), 0),
        ]
        let octets = CSV.text(.object([JSONMember(name: "items", value: .array(items))]), columns, .excel)
        #expect(Array(octets.prefix(3)) == [0xEF, 0xBB, 0xBF])
        let lines = [
            "name;amountEuros;share;used.leftEuros;hours;count;code", "\"Mäki, Ville\";9600,00;12,5;-0,05;12,5;1000;1.5",
            "\"a;b\";0,05;3;;100;1000;1.5", "'=1;-1,23;-0,125;-92233720368547758,08;-0,001;1000;1.5", ";0,00;;0,10;0;1000;1.5", "",
        ]
        #expect(String(decoding: octets.dropFirst(3), as: UTF8.self) == lines.joined(separator: "\r\n"))
    }

    @Test("every list has unique columns, and none for actions") func hasColumns() {
        let lists = Operations.all.filter { $0.forms.contains(.csv) }
        #expect(lists.count > 60)
        for operation in lists {
            let titles = operation.columns.map(\.title)
            #expect(!titles.isEmpty && Set(titles).count == titles.count, "\(operation.id): \(titles)")
            #expect(!titles.contains { $0.hasPrefix("actions") }, "\(operation.id)")
            #expect(Set(operation.columns.map(\.titleInWholeUnits)).count == titles.count, "\(operation.id)")
        }
        let agreements = Operations.all.first { $0.id == "listAgreements" }
        #expect(agreements?.columns.map(\.title).contains("period.from") == true)
    }

    /// Reads the rows of a text by RFC 4180.
    static func read(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            if isQuoted {
                if scalar != "\"" {
                    cell.unicodeScalars.append(scalar)
                } else if scalars.first == "\"" {
                    cell += "\""
                    scalars.removeFirst()
                } else {
                    isQuoted = false
                }
            } else if scalar == "\"" {
                isQuoted = true
            } else if scalar == "," {
                row.append(cell)
                cell = ""
            } else if scalar == "\r", scalars.first == "\n" {
                scalars.removeFirst()
                rows.append(row + [cell])
                (row, cell) = ([], "")
            } else {
                cell.unicodeScalars.append(scalar)
            }
        }
        return rows
    }
}
