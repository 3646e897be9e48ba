/// An agreement with the client on how the use of the budget and its effects are monitored (S34, row 39).
public struct MonitoringAgreement: CaseFile {
    public static let noun = "monitoring_agreement"
    public enum Field: CaseFileField { case caseID }
    public var record: Record<MonitoringAgreement>
    public let caseID: ID<Case>
    public var details: Details
    /// The next day on which monitoring is due: the start plus whole intervals.
    public var nextDue: CalendarDate
    /// The rounds of monitoring, oldest first.
    public var rounds: [Round]
    /// The number of due days that passed without monitoring (B1).
    public var missedCount: Int

    public struct Details: Sendable, Equatable {
        /// The subject of the monitoring.
        public var what: String
        /// The method.
        public var how: String
        /// Months between two rounds, 1 to 36.
        public var intervalMonths: Int
        /// The person who monitors with the client.
        public var withWhom: String
        public var startsOn: CalendarDate

        public init(what: String, how: String, intervalMonths: Int, withWhom: String, startsOn: CalendarDate) {
            self.what = what
            self.how = how
            self.intervalMonths = intervalMonths
            self.withWhom = withWhom
            self.startsOn = startsOn
        }

        /// Returns the first due day after another day: the start plus whole intervals, counted from the start so that month ends do not
        /// drift. At the end of the calendar it returns the last day.
        public func due(after day: CalendarDate) -> CalendarDate {
            var months = intervalMonths
            while let due = startsOn.adding(months: months) {
                if due > day { return due }
                months += intervalMonths
            }
            return .latest
        }

        /// The first due day.
        public var firstDue: CalendarDate { due(after: startsOn) }
    }

    /// One round of monitoring.
    public struct Round: Sendable, Equatable {
        /// The due day that the round fulfils.
        public let dueOn: CalendarDate
        public let doneOn: CalendarDate
        public let finding: String?

        public init(dueOn: CalendarDate, doneOn: CalendarDate, finding: String?) {
            self.dueOn = dueOn
            self.doneOn = doneOn
            self.finding = finding
        }
    }

    /// The states of monitoring (B1); computed from the day and never stored.
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

    /// Returns the state of the monitoring on a day (B1).
    public func standing(on day: CalendarDate) -> Standing { day < nextDue ? .planned : .due }

    /// Records a round and moves to the next due day. Due days that passed since the last round count as missed (B1).
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
    /// Inserts an agreement on monitoring (S34, row 39).
    /// - Throws: `case_closed` (409); 422 when it starts before the contact that opened the case.
    public func agreeOnMonitoring(_ details: MonitoringAgreement.Details, in caseFile: Case) throws -> MonitoringAgreement {
        try caseFile.requireOpen()
        try checkStart(details, of: caseFile)
        let agreement = MonitoringAgreement(record: newRecord(), caseID: caseFile.id, details: details, nextDue: details.firstDue)
        try insert(agreement, in: caseFile, to: repositories.monitoringAgreements)
        return agreement
    }

    /// Changes the agreement (S34). Another start or interval gives new due days, counted after the last round.
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

    /// Records a round of monitoring and moves the next due day (S34, row 39, B1).
    /// - Parameter doneOn: today by default.
    /// - Throws: 422 for a day after today, before the start, or not after the last round.
    public func recordMonitoring(
        _ agreement: MonitoringAgreement, doneOn: CalendarDate?, finding: String?, in caseFile: Case
    ) throws -> MonitoringAgreement {
        let doneOn = doneOn ?? today
        try checkNotInFuture([("/doneOn", doneOn)])
        guard doneOn >= agreement.details.startsOn else {
            throw Refusal.invalid(
                "/doneOn", "before_start",
                .mustNotBeBefore(agreement.details.startsOn, LocalText(fi: "alkamisen", sv: "starten", en: "the start")))
        }
        if let last = agreement.rounds.last, doneOn <= last.doneOn {
            throw Refusal.invalid(
                "/doneOn", "not_later",
                .mustBeAfter(last.doneOn, LocalText(fi: "edellisen kierroksen", sv: "den senaste rundan", en: "the last round")))
        }
        var agreement = agreement
        agreement.recordRound(doneOn: doneOn, finding: finding)
        return try update(agreement, in: caseFile, of: repositories.monitoringAgreements, verb: "record-done")
    }

    /// Returns `monitoring_missing` where the regional model requires a monitoring agreement and the case has none (S34, row 39). No budget
    /// becomes effective without it.
    public func monitoringRefusals(_ caseFile: Case) throws -> [Refusal] {
        guard try rules(of: caseFile).monitoringRequired, try repositories.monitoringAgreements.last(in: caseFile) == nil else { return [] }
        return [
            Refusal(
                .monitoringMissing,
                LocalText(
                    fi: "alueellinen malli edellyttää, että seurannasta sovitaan asiakkaan kanssa; asiassa ei ole sovittu seurannasta",
                    sv: "den regionala modellen förutsätter en överenskommelse med klienten om uppföljningen; en sådan saknas i ärendet",
                    en: "the regional model requires a monitoring agreement with the client; the case has none"),
                remedy: .agreeOnMonitoring)
        ]
    }

    private func checkStart(_ details: MonitoringAgreement.Details, of caseFile: Case) throws {
        guard details.startsOn >= caseFile.opening.contactAt else {
            throw Refusal.invalid(
                "/startsOn", "before_contact",
                .mustNotBeBefore(
                    caseFile.opening.contactAt, LocalText(fi: "yhteydenoton", sv: "kontakten", en: "the contact that opened the case")))
        }
    }
}
