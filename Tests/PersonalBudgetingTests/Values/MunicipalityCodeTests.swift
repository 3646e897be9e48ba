import Testing

@testable import PersonalBudgeting

struct MunicipalityCodeTests {
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

    @Test func table() throws {
        #expect(MunicipalityCode.current.count == 308)
        let counts = Dictionary(grouping: MunicipalityCode.current, by: \.county).mapValues(\.count)
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

    @Test("every line of the file is a municipality, in the order of the codes, under a head that names source and date") func file() throws
    {
        let lines = String(decoding: PackageResources.municipalities_txt, as: UTF8.self).split(separator: "\n")
        let head = lines.prefix { $0.hasPrefix("#") }
        #expect(head.contains { $0.contains("Source:") } && head.contains { $0.contains("2025-01-01") })
        let codes = lines.dropFirst(head.count).map { String($0.prefix(3)) }
        #expect(codes == MunicipalityTable.rows.keys.sorted() && codes.count == 308)
        #expect(MunicipalityTable.rows.values.allSatisfy { !$0.finnishName.isEmpty && !$0.swedishName.isEmpty })
    }

    @Test(arguments: ["", "91", "0091", "000", "999", "09A", "０91", "091 "])
    func refuses(_ text: String) { #expect(MunicipalityCode(text) == nil) }

    @Test func counties() {
        #expect(WellbeingCounty.allCases.count == 23)
        #expect(WellbeingCounty.allCases.compactMap(\.population).reduce(0, +) == 5_605_317)
        #expect(WellbeingCounty.allCases.filter(\.isOrganiser).count == 22)
        #expect(WellbeingCounty.allCases == WellbeingCounty.allCases.sorted())
        #expect(WellbeingCounty(rawValue: "22") == nil)
        #expect(WellbeingCounty(rawValue: "08")?.finnishName == "Pirkanmaan hyvinvointialue")
    }

    @Test func languages() {
        for code in ["fi", "sv", "se", "en", "ru", "ar", "so", "fi-x-selko", "smn", "sms", "fse", "fss"] {
            #expect(LanguageCode(code) != nil)
        }
        for code in ["", "FI", "xx", "fin", "fi-x", "fi-FI", "fi ", "ﬁ"] { #expect(LanguageCode(code) == nil) }
        #expect(LanguageCode("fi")?.isOfficial == true && LanguageCode("sv")?.isOfficial == true)
        #expect(LanguageCode("se")?.isOfficial == false && LanguageCode.plainFinnish.isOfficial == false)
    }
}
