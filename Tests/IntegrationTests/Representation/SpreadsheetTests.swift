import JSON
import Testing

/// Lists as text/csv.
@Suite struct SpreadsheetTests {
    private static let accept = ["Accept": "text/csv"]

    @Test("a list as CSV has a line for each item, fixed columns and no formula") func isTable() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let path = "\(scene.client.path)/close-persons"
        let empty = try scene.mine.get(path, headers: SpreadsheetTests.accept)
        #expect(empty.headers["Content-Type"] == "text/csv; charset=utf-8; header=present")
        #expect(empty.headers["Content-Disposition"] == "attachment; filename=\"close-persons.csv\"")
        try scene.mine.post(path, ["name": "=cmd|' /C calc'!A0", "relation": "parent", "phone": "+358 40 123"])
        try scene.mine.post(path, ["name": "Mäki, \"Ville\"", "relation": "sibling"])
        let told = try scene.mine.get(path, headers: SpreadsheetTests.accept)
        let lines = told.text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.count == 4 && lines[3].isEmpty && "\(lines[0])\r\n" == empty.text, "\(lines)")
        #expect(lines[0].hasPrefix("\u{FEFF}id,"))
        #expect(lines[1].contains(",'=cmd|' /C calc'!A0,") && lines[1].contains(",'+358 40 123"))
        #expect(lines[2].contains(",\"Mäki, \"\"Ville\"\"\","))
        // CSV is a representation of its own, with its own tag.
        try scene.mine.get(path, expecting: 304, headers: SpreadsheetTests.accept.merging(["If-None-Match": told.etag ?? ""]) { $1 })
        #expect(try scene.mine.get(path).etag != told.etag)
    }

    @Test("a long list continues at the link to its next page") func goesOn() throws {
        let county = try County.shared
        let scene = try CareScene(county)
        let path = "\(scene.client.path)/close-persons"
        for number in 0..<5 { try scene.mine.post(path, ["name": .string("Omainen \(number)"), "relation": "friend"]) }
        var next: String? = "\(path)?limit=2"
        var lines: [String] = []
        while let asked = next {
            let page = try scene.mine.get(asked, headers: SpreadsheetTests.accept)
            lines += page.text.split(separator: "\r\n").dropFirst().map(String.init)
            next = page.headers["Link"].flatMap { $0.split(separator: "<").last?.split(separator: ">").first }.map(String.init)
        }
        #expect(lines.count == 5 && Set(lines).count == 5)
    }
}
