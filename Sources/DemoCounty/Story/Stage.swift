/// The stage that a client of the synthetic county has reached; the stages cover every state of the process.
enum Stage: Int, CaseIterable, Comparable {
    case registered, opened, assessing, alternatives, choseOther, chose, planning, submitted, inDialogue, proposed, returned, rejected
    case approved, dispatched, servicePlan, active, trialEnded, suspended, reviewed, ending, settled

    static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }

    /// The least and the greatest number of days between the opening of such a case and today.
    var age: ClosedRange<Int> {
        switch self {
        case .registered, .opened: 1...12
        case .assessing: 10...40
        case .alternatives, .choseOther, .chose: 25...60
        case .planning, .submitted, .inDialogue: 50...85
        case .proposed, .returned: 70...110
        case .rejected, .approved, .dispatched: 90...150
        case .servicePlan: 110...160
        case .active, .trialEnded, .suspended: 150...420
        case .reviewed, .ending: 250...420
        case .settled: 510...540
        }
    }

    /// Picks a random stage. Most cases have a budget in use; the others are spread over the process.
    static func pick(_ random: inout SeededGenerator) -> Stage {
        if random.chance(35) { return random.one(of: [.active, .active, .active, .trialEnded, .reviewed, .ending, .settled]) }
        return random.one(of: Stage.allCases.filter { $0 != .registered })
    }
}
