/// The client's view of personal budgeting in their own life: possibilities, risks and the support needed (S4, row 5). A case has at most
/// one.
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

        /// Whether the client has named any possibility or risk.
        public var isWeighed: Bool { !possibilities.isEmpty || !risks.isEmpty }
    }

    public init(record: Record<Suitability>, caseID: ID<Case>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.details = details
    }
}

extension Work {
    /// Returns the suitability of a case; nil if it has not been weighed.
    public func suitability(of caseFile: Case) throws -> Suitability? {
        try repositories.suitabilities.first([.equal(.caseID, caseFile.id)])
    }

    /// Stores what the client weighed (S4, row 5). It replaces an earlier suitability.
    /// - Parameter current: the present suitability, as the caller has seen it.
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
