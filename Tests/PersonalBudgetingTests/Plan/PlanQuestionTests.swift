import PersonalBudgeting
import Testing

@Suite("The questions of the support plan")
struct PlanQuestionTests {
    private func version(
        _ code: String, required: Bool = true, from: String, to: String? = nil, model: String? = nil, low: UInt64 = 1
    ) throws -> PlanQuestion {
        PlanQuestion(
            record: Record(id: ID(high: UInt64.max, low: low), createdAt: .earliest, updatedAt: .earliest, version: 1), code: code,
            details: PlanQuestion.Details(
                texts: PlanQuestion.Texts(fi: "fi \(low)", sv: "sv", plainFinnish: "selko"), isRequired: required, order: 15,
                validFrom: try date(from), validTo: try to.map { try date($0) }, regionalModelCode: model))
    }

    @Test("the standard catalogue has fourteen required questions, each with three wordings of its own (S20, row 20)")
    func fourteen() {
        let all = PlanQuestion.standard
        #expect(all.count == 14)
        #expect(Set(all.map(\.code)).count == 14)
        #expect(Set(all.map(\.id)).count == 14)
        #expect(all.map(\.details.order) == Array(1...14))
        for question in all {
            let texts = question.details.texts
            #expect(question.details.isRequired)
            #expect(Set([texts.fi, texts.sv, texts.plainFinnish]).count == 3)
            #expect(texts.fi.hasSuffix("?") && texts.sv.hasSuffix("?") && texts.plainFinnish.hasSuffix("?"))
        }
    }

    @Test("a version of a question is valid from its first day (S20)") func versionsByDay() throws {
        let change = try version("who_helps", required: false, from: "2026-07-01")
        let before = PlanQuestion.catalogue([change], at: try date("2026-06-30"), modelCode: nil)
        let after = PlanQuestion.catalogue([change], at: try date("2026-07-01"), modelCode: nil)
        #expect(before.first { $0.code == "who_helps" }?.details.isRequired == true)
        #expect(after.first { $0.code == "who_helps" }?.details.isRequired == false)
        #expect(after.count == 14)
    }

    @Test("a question whose newest version has ended is not asked, although the standard version has no end (S20)")
    func ended() throws {
        let last = try version("who_helps", from: "2026-07-01", to: "2026-07-31")
        #expect(PlanQuestion.catalogue([last], at: try date("2026-07-31"), modelCode: nil).count == 14)
        #expect(PlanQuestion.catalogue([last], at: try date("2026-08-01"), modelCode: nil).count == 13)
    }

    @Test("a region's own version overrides the common version in that region only (S20)") func ownVersion() throws {
        let own = try version("who_helps", required: false, from: "2026-01-01", model: "kainuu", low: 1)
        let later = try version("who_helps", from: "2026-02-01", low: 2)
        func isRequired(_ model: String?) throws -> Bool? {
            PlanQuestion.catalogue([own, later], at: try date("2026-03-01"), modelCode: model).first { $0.code == "who_helps" }?.details
                .isRequired
        }
        #expect(try isRequired("kainuu") == false)
        #expect(try isRequired("lappi") == true)
        #expect(try isRequired(nil) == true)
    }

    @Test("of two versions valid from the same day, the later one entered is used") func correction() throws {
        let first = try version("new_one", from: "2026-01-01", low: 1)
        let second = try version("new_one", from: "2026-01-01", low: 2)
        for register in [[first, second], [second, first]] {
            let found = PlanQuestion.catalogue(register, at: try date("2026-01-01"), modelCode: nil)
            #expect(found.count == 15)
            #expect(found.first { $0.code == "new_one" }?.details.texts.fi == "fi 2")
        }
    }

    @Test("before the first day of the catalogue, no question is asked") func beforeAll() throws {
        #expect(PlanQuestion.catalogue([], at: try date("2015-12-31"), modelCode: nil).isEmpty)
    }
}
