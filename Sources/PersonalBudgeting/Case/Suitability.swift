/// What the client sees in personal budgeting for the own life: possibilities, risks, the support it would take (S4, row 5).
/// One for a case.
public struct Suitability: CaseFile {
    public static let noun = "suitability"
    public enum Field: CaseFileField { case caseID }
    public var record: Record<Suitability>
    public let caseID: ID<Case>
    public var details: Details

    public struct Details: Sendable, Equatable {
        public var possibilities: [String]
        public var risks: [String]
        /// What support the client would need to use a budget.
        public var supportNeeded: String?

        public init(possibilities: [String], risks: [String], supportNeeded: String?) {
            self.possibilities = possibilities
            self.risks = risks
            self.supportNeeded = supportNeeded
        }

        /// Whether anything has been weighed.
        public var isWeighed: Bool { !possibilities.isEmpty || !risks.isEmpty }
    }

    public init(record: Record<Suitability>, caseID: ID<Case>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.details = details
    }
}

extension Work {
    /// The suitability of a case, if it has been weighed.
    public func suitability(of caseFile: Case) throws -> Suitability? {
        try repositories.suitabilities.first([.equal(.caseID, caseFile.id)])
    }

    /// Keeps what the client weighed; the second time it replaces the first.
    /// - Parameter current: what is there now, as the caller has seen it.
    /// - Throws: `case_closed`.
    public func weighSuitability(_ details: Suitability.Details, replacing current: Suitability?, in caseFile: Case) throws -> Suitability {
        try caseFile.requireOpen()
        guard var suitability = current else {
            let suitability = Suitability(record: newRecord(), caseID: caseFile.id, details: details)
            try insert(suitability, in: caseFile, to: repositories.suitabilities)
            return suitability
        }
        suitability.details = details
        return try update(suitability, in: caseFile, of: repositories.suitabilities)
    }
}
