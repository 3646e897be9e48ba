import PersonalBudgeting
import Testing

struct WellbeingCountyTests {
    /// 21 counties and Helsinki are organisers, Åland is not (I22); codes and populations (I23, row 85).
    @Test func counties() {
        #expect(WellbeingCounty.allCases.count == 23)
        #expect(WellbeingCounty.allCases.compactMap(\.population).reduce(0, +) == 5_605_317)
        #expect(WellbeingCounty.allCases.filter(\.isOrganiser).count == 22)
        #expect(WellbeingCounty.allCases == WellbeingCounty.allCases.sorted())
        #expect(WellbeingCounty(rawValue: "22") == nil)
        #expect(WellbeingCounty(rawValue: "08")?.finnishName == "Pirkanmaan hyvinvointialue")
    }
}
