/// The time and money that the client spent on arranging the budget and the services (S41, row 46). It is never charged to the budget.
public struct ClientEffort: CaseFile {
    public static let noun = "client_effort"
    public enum Field: CaseFileField { case caseID }
    public var record: Record<ClientEffort>
    public let caseID: ID<Case>
    public var details: Details

    public enum CostType: String, CaseIterable, Sendable { case travel, phone, postage, fee, assistance, other }

    public struct Details: Sendable, Equatable {
        public var on: CalendarDate
        /// Minutes, 0 to 1440.
        public var minutes: Int
        /// The activity.
        public var activity: String
        /// The cost to the client.
        public var cost: Money
        /// The type of the cost; nil only without a cost.
        public var costType: CostType?

        public init(on: CalendarDate, minutes: Int, activity: String, cost: Money, costType: CostType?) {
            self.on = on
            self.minutes = minutes
            self.activity = activity
            self.cost = cost
            self.costType = costType
        }
    }

    public init(record: Record<ClientEffort>, caseID: ID<Case>, details: Details) {
        self.record = record
        self.caseID = caseID
        self.details = details
    }
}

/// The effort of one month.
public struct MonthlyEffort: Sendable, Equatable {
    /// The month in the form `2026-03`.
    public let month: String
    public let minutes: Int
    public let cost: Money
    public let entryCount: Int
}

extension Work {
    /// Inserts an entry of the client's time and costs (S41, row 46).
    /// - Throws: 422 for a day after today, for neither time nor cost, or for a cost without its type.
    public func recordEffort(_ details: ClientEffort.Details, in caseFile: Case) throws -> ClientEffort {
        try checkEffort(details)
        let effort = ClientEffort(record: newRecord(), caseID: caseFile.id, details: details)
        try insert(effort, in: caseFile, to: repositories.clientEfforts)
        return effort
    }

    /// Corrects an entry (S41).
    public func correctEffort(_ effort: ClientEffort, _ details: ClientEffort.Details, in caseFile: Case) throws -> ClientEffort {
        try checkEffort(details)
        var effort = effort
        effort.details = details
        return try update(effort, in: caseFile, of: repositories.clientEfforts)
    }

    /// Returns the sums of each month that has an entry, oldest first (row 46).
    /// - Throws: `AmountOutOfRange` when the costs of a month go beyond 10^12 cents.
    public func monthlyEfforts(in caseFile: Case) throws -> [MonthlyEffort] {
        let byMonth = Dictionary(grouping: try repositories.clientEfforts.all(in: caseFile)) { "\($0.details.on)".prefix(7) }
        return try byMonth.sorted { $0.key < $1.key }.map { month, efforts in
            MonthlyEffort(
                month: String(month), minutes: efforts.reduce(0) { $0 + $1.details.minutes },
                cost: try Money.sum(efforts.map(\.details.cost)),
                entryCount: efforts.count)
        }
    }

    private func checkEffort(_ details: ClientEffort.Details) throws(Refusal) {
        var faults = [faultOfFuture(details.on, at: "/on")].compactMap { $0 }
        if details.minutes == 0, details.cost == .zero {
            faults.append(
                RuleFault(
                    pointer: "/minutes", code: "nothing_spent",
                    detail: LocalText(
                        fi: "ajan tai kulujen täytyy olla yli nolla", sv: "tiden eller kostnaden måste vara över noll",
                        en: "time or cost must be above zero")))
        }
        if details.cost > .zero, details.costType == nil {
            faults.append(
                RuleFault(
                    pointer: "/costType", code: "required",
                    detail: LocalText(
                        fi: "tieto on pakollinen, kun kuluja kirjataan", sv: "uppgiften är obligatorisk när en kostnad antecknas",
                        en: "is required with a cost")))
        }
        if !faults.isEmpty { throw .invalid(faults) }
    }
}
