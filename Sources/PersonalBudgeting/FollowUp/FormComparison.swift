/// The changes in one client's answers from the start to the end (S37, row 42).
public struct FormComparison: Sendable, Equatable {
    public let instrumentCode: String
    public let startAnsweredOn: CalendarDate?
    public let endAnsweredOn: CalendarDate?
    public let items: [Item]

    public struct Item: Sendable, Equatable {
        public let code: String
        public let label: String?
        public let startScore: Int?
        /// The interim scores, oldest first.
        public let interimScores: [Int]
        public let endScore: Int?
        /// End less start; nil if one of them is missing.
        public let change: Int?
    }
}

/// The number of forms of an instrument and a phase in each state, without clients (row 41).
public struct FormCoverage: Sendable, Equatable {
    public let instrumentCode: String
    public let phase: FormInstrument.Phase
    public let counts: [FormInstance.State: Int]
}

extension Work {
    /// Compares the scores of a case item by item, without texts (row 42). Returns nil for an unknown instrument.
    public func compareForms(of instrumentCode: String, in caseFile: Case) throws -> FormComparison? {
        guard let instrument = try instrument(instrumentCode) else { return nil }
        let answered = try repositories.formInstances.all(
            in: caseFile, [.equal(.instrumentCode, instrumentCode), .equal(.state, FormInstance.State.answered)])
        let start = answered.last { $0.phase == .start }
        let end = answered.last { $0.phase == .end }
        let interims = answered.filter { $0.phase == .interim }.sorted { ($0.answeredOn ?? .latest) < ($1.answeredOn ?? .latest) }
        func score(_ code: String, _ form: FormInstance?) -> Int? { form?.answers.first { $0.itemCode == code }?.score }
        let items = instrument.details.items.filter { $0.kind != .text }.map { item in
            let (first, last) = (score(item.code, start), score(item.code, end))
            return FormComparison.Item(
                code: item.code, label: item.label, startScore: first, interimScores: interims.compactMap { score(item.code, $0) },
                endScore: last, change: first.flatMap { first in last.map { $0 - first } })
        }
        return FormComparison(
            instrumentCode: instrumentCode, startAnsweredOn: start?.answeredOn, endAnsweredOn: end?.answeredOn, items: items)
    }

    /// Returns the counts of every instrument and phase, in the order of the register (row 41).
    public func formCoverage() throws -> [FormCoverage] {
        try repositories.formInstruments.all([]).flatMap { instrument in
            try instrument.details.phases.map { phase in
                var counts: [FormInstance.State: Int] = [:]
                for state in FormInstance.State.allCases {
                    counts[state] = try repositories.formInstances.count(
                        ListQuery(filters: [
                            .equal(.instrumentCode, instrument.code), .equal(.phase, phase), .equal(.state, state),
                        ]))
                }
                return FormCoverage(instrumentCode: instrument.code, phase: phase, counts: counts)
            }
        }
    }
}
