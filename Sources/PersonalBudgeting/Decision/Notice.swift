/// The service of a decision to one recipient (tiedoksianto, HL 54 to 63 §; W7, W8, row 28). Each recipient has a separate notice and
/// time limit.
public struct Notice: CaseFile {
    public static let noun = "notice"
    public enum Field: CaseFileField { case caseID, decisionID }
    public var record: Record<Notice>
    public let caseID: ID<Case>
    public let decisionID: ID<Decision>
    public let recipient: Recipient
    public let method: NoticeMethod
    /// The day of sending; for substitute service the date of the certificate (D18).
    public let sentOn: CalendarDate
    /// The shown receipt; nil while none is shown.
    public var receipt: Receipt?

    /// The client, or a representative who may act for the client; both, where both have a right to speak (HL 56 §, P13).
    public enum Recipient: Sendable, Hashable {
        case client
        case representative(ID<Representative>)
    }

    /// A shown day of receipt, with its evidence.
    public struct Receipt: Sendable, Equatable {
        public let on: CalendarDate
        public let evidence: String?

        public init(on: CalendarDate, evidence: String?) {
            self.on = on
            self.evidence = evidence
        }
    }

    public init(
        record: Record<Notice>, caseID: ID<Case>, decisionID: ID<Decision>, recipient: Recipient, method: NoticeMethod,
        sentOn: CalendarDate, receipt: Receipt? = nil
    ) {
        self.record = record
        self.caseID = caseID
        self.decisionID = decisionID
        self.recipient = recipient
        self.method = method
        self.sentOn = sentOn
        self.receipt = receipt
    }

    /// The day of presumed receipt (D18); nil for verifiable notice, where only the receipt counts.
    public var presumedServed: CalendarDate? {
        method == .verifiable ? nil : NoticeDates.presumedReceipt(method: method, given: sentOn)
    }

    /// The day of service, from which time runs: the shown day, else the presumed day (HL 59 §).
    public var served: CalendarDate? { receipt?.on ?? presumedServed }

    /// The thirtieth day after service; the day of service is not counted (laki 150/1930 2 §, D1).
    public var thirtiethDay: CalendarDate? { served?.addingClamped(days: NoticeDates.claimDays) }

    /// The last day to claim a revised decision: the thirtieth day, or the next weekday (D17, laki 150/1930 5 §).
    public var lastDayToClaim: CalendarDate? { served.map { NoticeDates.lastDayToClaim(served: $0) } }
}

extension Work {
    /// Sends a made decision to its recipients, with one notice for each (W8, J6, row 28).
    /// - Throws: `illegal_transition`; `wrong_authority` for the body's secretary when an office holder decides (A4); `invalid` for a day
    ///   before the decision or after today, for a recipient who may not act for the client on that day (P10), and for a recipient who is
    ///   named twice or has a notice already.
    public func dispatchDecision(
        _ decision: Decision, by method: NoticeMethod, on sentOn: CalendarDate, to recipients: [Notice.Recipient], in caseFile: Case
    ) throws -> Decision {
        try check(.dispatch, decision, in: caseFile)
        try checkNotInFuture([("/sentOn", sentOn)])
        if let decidedOn = decision.decidedOn, sentOn < decidedOn {
            throw Refusal.invalid(
                "/sentOn", "before_decision", .mustNotBeBefore(decidedOn, LocalText(fi: "päätöksen", sv: "beslutet", en: "the decision")))
        }
        var served = Set(try repositories.notices.all(in: caseFile, [.equal(.decisionID, decision.id)]).map(\.recipient))
        let mandated = Set(try representatives(of: caseFile.clientID, on: sentOn).map(\.id))
        var faults: [RuleFault] = []
        for (index, recipient) in recipients.enumerated() {
            let pointer = "/recipients/\(index)"
            if case .representative(let id) = recipient, !mandated.contains(id) {
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "unknown_recipient",
                        detail: LocalText(
                            fi: "ei saa toimia asiakkaan puolesta \(sentOn.prose)", sv: "får inte handla för klienten \(sentOn.prose)",
                            en: "may not act for the client on \(sentOn)")))
            } else if !served.insert(recipient).inserted {
                faults.append(
                    RuleFault(
                        pointer: pointer, code: "duplicate",
                        detail: LocalText(
                            fi: "on jo saanut tämän päätöksen tiedoksi", sv: "har redan fått del av detta beslut",
                            en: "has a notice of this decision already")))
            }
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        for recipient in recipients {
            let notice = Notice(
                record: newRecord(), caseID: caseFile.id, decisionID: decision.id, recipient: recipient, method: method, sentOn: sentOn)
            try insert(notice, in: caseFile, to: repositories.notices)
        }
        return try transition(.dispatch, decision, in: caseFile, of: repositories.decisions)
    }

    /// Records the day on which a recipient is shown to have received the decision. When all recipients are, the decision is served (J6,
    /// row 28).
    /// - Throws: `wrong_authority` for the body's secretary when an office holder decides (A4); `invalid` for a day before the sending or
    ///   after today, and for a day after the presumed day without evidence: the presumption holds unless otherwise shown (HL 59 §).
    public func recordReceipt(_ notice: Notice, on date: CalendarDate, evidence: String?, in caseFile: Case) throws -> Notice {
        let decision = try repositories.decisions.require(notice.decisionID, in: caseFile)
        try Refusal.check(decision.refusalsToSend(by: actor.role))
        try checkNotInFuture([("/receivedOn", date)])
        if date < notice.sentOn {
            throw Refusal.invalid(
                "/receivedOn", "before_sending",
                .mustNotBeBefore(notice.sentOn, LocalText(fi: "lähettämisen", sv: "avsändandet", en: "the sending")))
        }
        if let presumed = notice.presumedServed, date > presumed, evidence == nil {
            throw Refusal.invalid(
                "/evidence", "required",
                LocalText(
                    fi: "näyttö on nimettävä, kun päivä on oletetun tiedoksisaantipäivän \(presumed.prose) jälkeen",
                    sv: "beviset måste anges när dagen är efter den förmodade dagen för delfåendet \(presumed.prose)",
                    en: "must name the evidence for a day after the presumed day of receipt, \(presumed)"))
        }
        var notice = notice
        notice.receipt = Notice.Receipt(on: date, evidence: evidence)
        let kept = try update(notice, in: caseFile, of: repositories.notices, verb: "record-receipt")
        let notices = try repositories.notices.all(in: caseFile, [.equal(.decisionID, decision.id)])
        if decision.state == .dispatched, notices.allSatisfy({ $0.receipt != nil }) {
            try transition(.serve, decision, in: caseFile, of: repositories.decisions)
        }
        return kept
    }
}
