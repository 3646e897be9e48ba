import Testing

@testable import PersonalBudgeting

struct MunicipalityCodeTests {
    /// Municipalities with their names and counties (I20, I23, row 85).
    @Test(arguments: [
        ("091", "Helsinki", "Helsingfors", "90"), ("049", "Espoo", "Esbo", "03"), ("092", "Vantaa", "Vanda", "04"),
        ("837", "Tampere", "Tammerfors", "08"), ("564", "Oulu", "Uleåborg", "19"), ("853", "Turku", "Åbo", "05"),
        ("179", "Jyväskylä", "Jyväskylä", "15"), ("297", "Kuopio", "Kuopio", "13"), ("398", "Lahti", "Lahtis", "09"),
        ("609", "Pori", "Björneborg", "06"), ("405", "Lappeenranta", "Villmanstrand", "11"), ("205", "Kajaani", "Kajana", "20"),
        ("698", "Rovaniemi", "Rovaniemi", "21"), ("743", "Seinäjoki", "Seinäjoki", "16"), ("905", "Vaasa", "Vasa", "17"),
        ("272", "Kokkola", "Karleby", "18"), ("478", "Maarianhamina", "Mariehamn", "91"), ("142", "Iitti", "Itis", "09"),
        ("291", "Kuhmoinen", "Kuhmois", "08"), ("090", "Heinävesi", "Heinävesi", "14"), ("171", "Joroinen", "Jorois", "13"),
    ])
    func names(code: String, finnish: String, swedish: String, county: String) throws {
        let municipality = try #require(MunicipalityCode(code))
        #expect(municipality.finnishName == finnish)
        #expect(municipality.swedishName == swedish)
        #expect(municipality.county?.code == county)
        #expect(municipality.isMunicipality && municipality.validTo == nil && municipality.successor == nil)
    }

    /// There are 308 municipalities; Pertunmaa has ended and has a successor (I21); 198, 199 and 200 are no municipalities (I20).
    @Test func table() throws {
        let current = MunicipalityCode.all.filter { $0.isMunicipality && $0.validTo == nil }
        #expect(current.count == 308)
        let counts = Dictionary(grouping: current, by: \.county).mapValues(\.count)
        #expect(counts[.aland] == 16 && counts[.helsinki] == 1 && counts[.vantaaAndKerava] == 2 && counts[.pirkanmaa] == 23)
        #expect(counts[.southSavo] == 11 && counts[.southwestFinland] == 27 && counts.count == 23)
        let merged = try #require(MunicipalityCode("588"))
        #expect(merged.finnishName == "Pertunmaa" && merged.successor?.finnishName == "Mäntyharju")
        #expect(merged.validTo?.description == "2024-12-31" && merged.county == .southSavo)
        for code in ["198", "199", "200"] {
            #expect(MunicipalityCode(code)?.isMunicipality == false)
            #expect(MunicipalityCode(code)?.county == nil)
        }
    }

    @Test("every line of the file is a municipality, in the order of the codes, below a head with source and date (I20)")
    func file() throws {
        let lines = String(decoding: PackageResources.municipalities_txt, as: UTF8.self).split(separator: "\n")
        let head = lines.prefix { $0.hasPrefix("#") }
        #expect(head.contains { $0.contains("Source:") } && head.contains { $0.contains("2025-01-01") })
        let codes = lines.dropFirst(head.count).map { String($0.prefix(3)) }
        #expect(codes == MunicipalityTable.rows.keys.sorted() && codes.count == 308)
        #expect(MunicipalityTable.rows.values.allSatisfy { !$0.finnishName.isEmpty && !$0.swedishName.isEmpty })
    }

    /// A code is text of three digits: "91" is not "091" (I20, row 85).
    @Test(arguments: ["", "91", "0091", "000", "999", "09A", "０91", "091 "])
    func refuses(_ text: String) { #expect(MunicipalityCode(text) == nil) }

    @Test("the list has every valid code once, in order; one code has ended (I20, I21)") func municipalities() {
        let all = MunicipalityCode.all
        #expect(all.count == 312)
        #expect(all == all.sorted())
        #expect(Set(all).count == all.count)
        #expect(all.filter { $0.validTo != nil }.map(\.text) == ["588"])
        #expect(all.filter { !$0.isMunicipality }.map(\.text) == ["198", "199", "200"])
    }
}
