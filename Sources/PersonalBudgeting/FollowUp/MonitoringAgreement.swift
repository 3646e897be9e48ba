/// How the use of the budget and its effects are followed, agreed with the client (S34, row 39).
public struct MonitoringAgreement: CaseFile {
    public static let noun = "monitoring_agreement"
    public enum Field: CaseFileField { case caseID }
    public var record: Record<MonitoringAgreement>
    public let caseID: ID<Case>
    public var details: Details
    /// The next day it is to be looked at, on the grid of whole intervals from the start.
    public var nextDue: CalendarDate
    /// The times it was looked at, oldest first.
    public var rounds: [Round]
    /// How many days of the grid have gone by without anybody looking.
    public var missedCount: Int

    public struct Details: Sendable, Equatable {
        /// What is followed.
        public var what: String
        /// In which way.
        public var how: String
        /// Months between two looks, 1 to 36.
        public var intervalMonths: Int
        /// With whom beside the client.
        public var withWhom: String
        public var startsOn: CalendarDate

        public init(what: String, how: String, intervalMonths: Int, withWhom: String, startsOn: CalendarDate) {
            self.what = what
            self.how = how
            self.intervalMonths = intervalMonths
            self.withWhom = withWhom
            self.startsOn = startsOn
        }

        /// The first day of the grid after another day: the start plus whole intervals, counted from the start so that a month end does
        /// not drift. At the end of the calendar its last day.
        public func due(after day: CalendarDate) -> CalendarDate {
            var months = intervalMonths
            while let due = startsOn.adding(months: months) {
                if due > day { return due }
                months += intervalMonths
            }
            return .latest
        }

        /// The first day it is due.
        public var firstDue: CalendarDate { due(after: startsOn) }
    }

    /// One look at it.
    public struct Round: Sendable, Equatable {
        /// The day of the grid it stands for.
        public let dueOn: CalendarDate
        public let doneOn: CalendarDate
        public let finding: String?

        public init(dueOn: CalendarDate, doneOn: CalendarDate, finding: String?) {
            self.dueOn = dueOn
            self.doneOn = doneOn
            self.finding = finding
        }
    }

    /// States of a monitoring (B1); it follows from the day and is never kept.
    public enum Standing: String, CaseIterable, Sendable { case planned, due }

    public init(
        record: Record<MonitoringAgreement>, caseID: ID<Case>, details: Details, nextDue: CalendarDate, rounds: [Round] = [],
        missedCount: Int = 0
    ) {
        self.record = record
        self.caseID = caseID
        self.details = details
        self.nextDue = nextDue
        self.rounds = rounds
        self.missedCount = missedCount
    }

    public func standing(on day: CalendarDate) -> Standing { day < nextDue ? .planned : .due }

    /// Moves to the next day of the grid. Days of it that have gone by since the last look count as missed.
    mutating func recordRound(doneOn: CalendarDate, finding: String?) {
        var dueOn = nextDue
        var following = details.due(after: dueOn)
        while following <= doneOn, following < .latest {
            missedCount += 1
            dueOn = following
            following = details.due(after: dueOn)
        }
        rounds.append(Round(dueOn: dueOn, doneOn: doneOn, finding: finding))
        nextDue = following
    }
}

extension Work {
    /// Agrees on monitoring.
    /// - Throws: `case_closed` (409); 422 when it starts before the contact that opened the case.
    public func agreeOnMonitoring(_ details: MonitoringAgreement.Details, in caseFile: Case) throws -> MonitoringAgreement {
        try caseFile.requireOpen()
        try checkStart(details, of: caseFile)
        let agreement = MonitoringAgreement(record: newRecord(), caseID: caseFile.id, details: details, nextDue: details.firstDue)
        try insert(agreement, in: caseFile, to: repositories.monitoringAgreements)
        return agreement
    }

    /// Changes what is agreed; another start or interval makes a new grid, which goes on after the last look.
    public func changeMonitoring(
        _ agreement: MonitoringAgreement, _ details: MonitoringAgreement.Details, in caseFile: Case
    ) throws -> MonitoringAgreement {
        try checkStart(details, of: caseFile)
        var agreement = agreement
        if details.startsOn != agreement.details.startsOn || details.intervalMonths != agreement.details.intervalMonths {
            agreement.nextDue = agreement.rounds.last.map { details.due(after: $0.doneOn) } ?? details.firstDue
        }
        agreement.details = details
        return try update(agreement, in: caseFile, of: repositories.monitoringAgreements)
    }

    /// Records that the monitoring was done, which moves the next due day.
    /// - Parameter doneOn: today where nothing is said.
    /// - Throws: 422 for a day after today, before the start, or not after the last look.
    public func recordMonitoring(
        _ agreement: MonitoringAgreement, doneOn: CalendarDate?, finding: String?, in caseFile: Case
    ) throws -> MonitoringAgreement {
        let doneOn = doneOn ?? today
        try checkNotInFuture([("/doneOn", doneOn)])
        guard doneOn >= agreement.details.startsOn else {
            throw Refusal.invalid("/doneOn", "before_start", "must not be before the start, \(agreement.details.startsOn)")
        }
        if let last = agreement.rounds.last, doneOn <= last.doneOn {
            throw Refusal.invalid("/doneOn", "not_later", "must be after the last time, \(last.doneOn)")
        }
        var agreement = agreement
        agreement.recordRound(doneOn: doneOn, finding: finding)
        return try update(agreement, in: caseFile, of: repositories.monitoringAgreements, verb: "record-done")
    }

    /// `monitoring_missing` where the regional model asks for a monitoring agreement and the case has none: no budget comes into force.
    public func monitoringRefusals(_ caseFile: Case) throws -> [Refusal] {
        guard try rules(of: caseFile).monitoringRequired, try repositories.monitoringAgreements.last(in: caseFile) == nil else { return [] }
        return [
            Refusal(
                .monitoringMissing, "the regional model asks for an agreement with the client on monitoring; there is none",
                remedy: .agreeOnMonitoring)
        ]
    }

    private func checkStart(_ details: MonitoringAgreement.Details, of caseFile: Case) throws {
        guard details.startsOn >= caseFile.opening.contactAt else {
            throw Refusal.invalid("/startsOn", "before_contact", "must not be before the case began, \(caseFile.opening.contactAt)")
        }
    }
}
