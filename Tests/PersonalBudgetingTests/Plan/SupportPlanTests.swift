import PersonalBudgeting
import Testing

@Suite("The support plan")
struct SupportPlanTests: PlanFixtures {
    @Test("1500 thousandths at 2450 cents are 3675 cents (M3, O4, S21, row 21)") func amount() throws {
        #expect(try item().amount?.cents == 3675)
        #expect(try plan(content(items: [try item(), try item()])).total().cents == 7350)
    }

    @Test("the difference is positive above the indicative sum and negative below it, and the sum is not cut (S21)")
    func difference() throws {
        var over = plan(content(items: [try item()]))
        #expect(over.difference == nil)
        over.indicativeTotal = Money(cents: 3000)
        #expect(over.difference?.cents == 675)
        over.indicativeTotal = Money(cents: 4000)
        #expect(over.difference?.cents == -325)
    }

    @Test("a sum above 10^12 cents is an error and does not wrap (M1)") func overflow() throws {
        let huge = try item(thousandths: 1_000_000_000, cents: 1_000_000)
        #expect(throws: AmountOutOfRange()) { try content(items: [huge, huge]).total() }
    }

    @Test("an answer of white space does not count as an answer (S20)") func blankAnswers() {
        let answers = [
            SupportPlan.Answer(questionCode: "who_helps", text: " \n"), SupportPlan.Answer(questionCode: "who_decides", text: "minä"),
        ]
        #expect(content(answers: answers).answeredCodes == ["who_decides"])
    }

    @Test("the canonical form is the same for the same content and different for other content (U2)") func canonical() throws {
        let one = SupportPlan.Answer(questionCode: "a", text: "b")
        #expect(content(answers: [one]).canonical == content(answers: [one]).canonical)
        // Without their lengths, joined texts would look alike.
        let pairs: [(SupportPlan.Content, SupportPlan.Content)] = [
            (content(answers: [.init(questionCode: "ab", text: "c")]), content(answers: [.init(questionCode: "a", text: "bc")])),
            (content(answers: [.init(questionCode: "a", text: "1:b")]), content(answers: [.init(questionCode: "a1:b", text: "")])),
            (content(items: [try item()]), content(items: [try item(), try item()])),
            (content(items: [try item(cents: 2450)]), content(items: [try item(cents: 2451)])),
            (content(answers: [one]), content()),
        ]
        for (left, right) in pairs { #expect(left.canonical != right.canonical) }
    }

    @Test("every member of the content is part of the canonical form, from which the hash is made (U2)") func canonicalIsWhole() throws {
        let base = content(items: [try item()])
        var variants = [base]
        func vary(_ change: (inout SupportPlan.Content) throws -> Void) rethrows {
            var other = base
            try change(&other)
            variants.append(other)
        }
        vary { $0.authoredBy = .workerAsScribe }
        vary { $0.isFamilyPlan = true }
        vary { $0.justificationForExcess = "" }
        vary { $0.justificationForExcess = "syy" }
        vary { $0.items[0].need = "muu" }
        vary { $0.items[0].solution = "muu" }
        vary { $0.items[0].purposeCode = "muu" }
        vary { $0.items[0].providerName = "Oy" }
        vary { $0.items[0].unit = .hour }
        vary { $0.items[0].frequency = .weekly }
        try vary { $0.items[0].period = Period(from: try date("2026-01-01"), to: try date("2026-12-31")) }
        vary { $0.items[0].goalIDs = [ID(high: 1, low: 1)] }
        vary {
            $0.responsibilities = [.init(matter: "raha", decides: "minä", helpsDecide: nil, carriesOut: nil, monitors: nil)]
        }
        vary {
            $0.responsibilities = [.init(matter: "raha", decides: "minä", helpsDecide: "sisko", carriesOut: nil, monitors: nil)]
        }
        vary {
            $0.responsibilities = [.init(matter: "raha", decides: "minä", helpsDecide: nil, carriesOut: "sisko", monitors: nil)]
        }
        vary {
            $0.responsibilities = [.init(matter: "raha", decides: "minä", helpsDecide: nil, carriesOut: nil, monitors: "sisko")]
        }
        #expect(Set(variants.map(\.canonical)).count == variants.count)
    }

    @Test("a plan makes the transitions of its table and no others (U1)")
    func steps() {
        for state in SupportPlan.State.allCases {
            var one = plan(content())
            one.state = state
            let commands = Set(SupportPlan.transitions.map(\.command))
            for command in commands {
                var next = one
                let isKnown = SupportPlan.transitions.contains { $0.command == command && $0.from.contains(state) }
                if isKnown {
                    #expect(throws: Never.self) { try next.transition(command) }
                } else {
                    #expect(throws: Refusal.self) { try next.transition(command) }
                    #expect(next.state == state)
                }
            }
        }
        // A returned or rejected plan has no further transitions.
        #expect(SupportPlan.transitions.filter { $0.from.contains(.rejected) || $0.from.contains(.returned) }.isEmpty)
    }
}
