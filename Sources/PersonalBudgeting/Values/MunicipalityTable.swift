/// The municipalities of Finland, from `municipalities.txt`, which names its source and date.
enum MunicipalityTable {
    struct Row: Sendable {
        let finnishName: String
        let swedishName: String
        let county: WellbeingCounty
    }

    /// Rows by code.
    static let rows: [String: Row] = {
        var rows: [String: Row] = [:]
        for line in String(decoding: PackageResources.municipalities_txt, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "|")
            guard fields.count == 4, let county = WellbeingCounty(rawValue: String(fields[3])) else { continue }
            rows[String(fields[0])] = Row(finnishName: String(fields[1]), swedishName: String(fields[2]), county: county)
        }
        return rows
    }()
}
