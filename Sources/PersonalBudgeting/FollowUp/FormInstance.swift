/// A form sent to one client at one phase, with its answers (S36 to S38; rows 41 to 43).
public struct FormInstance: CaseFile, Stateful {
    public static let noun = "form"
    public enum Field: CaseFileField { case caseID, instrumentCode, phase, state }
    public var record: Record<FormInstance>
    public let caseID: ID<Case>
    public let instrumentCode: String
    public let phase: FormInstrument.Phase
    public let dueOn: CalendarDate
    public var state: State
    public var answers: [Answer]
    public var answeredOn: CalendarDate?
    /// The day on which the report of the answers was discussed with the client (S37).
    public var reportDiscussedOn: CalendarDate?

    /// The states of a form (B1).
    public enum State: String, CaseIterable, Sendable { case expected, sent, answered, declined, expired }

    public enum Command: String, CaseIterable, Sendable {
        case send, answer, decline, expire
        case discussReport = "discuss-report"
    }

    public static let transitions: [Transition<State, Command>] = [
        Transition(.send, from: [.expected], to: .sent),
        Transition(.answer, from: [.expected, .sent], to: .answered),
        Transition(.decline, from: [.expected, .sent], to: .declined),
        Transition(.expire, from: [.expected, .sent], to: .expired),
        Transition(.discussReport, from: [.answered], to: .answered),
    ]

    /// The states of forms that are asked or answered. A declined or expired form may be asked again.
    static let liveStates: [State] = [.expected, .sent, .answered]

    public struct Answer: Sendable, Equatable {
        public let itemCode: String
        public let score: Int?
        public let text: String?

        public init(itemCode: String, score: Int?, text: String?) {
            self.itemCode = itemCode
            self.score = score
            self.text = text
        }
    }

    public init(
        record: Record<FormInstance>, caseID: ID<Case>, instrumentCode: String, phase: FormInstrument.Phase, dueOn: CalendarDate,
        state: State, answers: [Answer] = [], answeredOn: CalendarDate? = nil, reportDiscussedOn: CalendarDate? = nil
    ) {
        self.record = record
        self.caseID = caseID
        self.instrumentCode = instrumentCode
        self.phase = phase
        self.dueOn = dueOn
        self.state = state
        self.answers = answers
        self.answeredOn = answeredOn
        self.reportDiscussedOn = reportDiscussedOn
    }

    /// Whether the due day has passed without an answer (B1, Q17).
    public func isOverdue(on day: CalendarDate) -> Bool { (state == .expected || state == .sent) && dueOn < day }
}

extension FormInstance {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        switch command {
        case .answer:
            try work.refusalsToAnswer(self, in: caseFile ?? work.repositories.cases.require(caseID)) + stateRefusals(to: command)
        case .expire: stateRefusals(to: command, then: dueOn >= work.today ? [notYetExpired] : [])
        case .send, .decline, .discussReport: stateRefusals(to: command)
        }
    }

    private var notYetExpired: Refusal {
        let others = allowedCommands.filter { $0 != .expire }.map(\.rawValue)
        return Refusal(
            .illegalTransition,
            LocalText(
                fi: "lomakkeen määräpäivä on \(dueOn.prose), ja se voi vanhentua vasta seuraavana päivänä",
                sv: "formulärets sista dag är \(dueOn.prose), och tiden kan gå ut först dagen därpå",
                en: "the form is due on \(dueOn) and can expire from the next day"), allowed: others)
    }
}

extension Work {
    /// Inserts a form for the client to answer (S36 to S38, row 41).
    /// - Throws: `case_closed` (409); `form_closed` (409) for a closed instrument (B2); `form_order` (409) for a second start or end, an
    ///   interim or an end before a start, or an interim after an end (S36, S37); 422 for an unknown instrument or a phase that it does not
    ///   have.
    public func askForm(instrumentCode: String, phase: FormInstrument.Phase, dueOn: CalendarDate, in caseFile: Case) throws -> FormInstance
    {
        try caseFile.requireOpen()
        guard let instrument = try instrument(instrumentCode) else {
            throw Refusal.invalid(
                "/instrumentCode", "unknown_instrument",
                LocalText(
                    fi: "mittaria ei ole rekisterissä", sv: "mätaren finns inte i registret",
                    en: "is not in the register of form instruments"))
        }
        try requireOpen(instrument, at: "/instrumentCode")
        guard instrument.details.phases.contains(phase) else {
            let known = instrument.details.phases.map(\.rawValue).joined(separator: ", ")
            throw Refusal.invalid(
                "/phase", "unknown_phase",
                LocalText(
                    fi: "vaihe ei kuulu tähän mittariin", sv: "fasen hör inte till den här mätaren",
                    en: "is not a phase of \(instrumentCode); its phases are \(known)"))
        }
        try checkOrder(of: phase, instrument, in: caseFile)
        let form = FormInstance(
            record: newRecord(), caseID: caseFile.id, instrumentCode: instrumentCode, phase: phase, dueOn: dueOn, state: .expected)
        try insert(form, in: caseFile, to: repositories.formInstances)
        return form
    }

    /// Records the answers (S36 to S38, rows 41 and 42). Items may be left out, because answering is voluntary.
    /// - Parameter answeredOn: today by default.
    /// - Throws: `form_closed` (409; B2); `form_order` (409) where the start form is not answered yet (S36); 422 naming every answer that
    ///   does not fit.
    public func answerForm(
        _ form: FormInstance, _ answers: [FormInstance.Answer], answeredOn: CalendarDate?, in caseFile: Case
    ) throws -> FormInstance {
        try check(.answer, form, in: caseFile)
        let instrument = try requireInstrument(form)
        let answeredOn = answeredOn ?? today
        let faults = [faultOfFuture(answeredOn, at: "/answeredOn")].compactMap { $0 } + faults(of: answers, to: instrument)
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        var answered = form
        answered.answers = answers
        answered.answeredOn = answeredOn
        return try transition(.answer, answered, in: caseFile, of: repositories.formInstances)
    }

    /// Performs a transition without answers: `send` or `decline` (B1).
    public func transition(_ command: FormInstance.Command, _ form: FormInstance, in caseFile: Case) throws -> FormInstance {
        try transition(command, form, in: caseFile, of: repositories.formInstances)
    }

    /// Expires a form after its due day (B1).
    /// - Throws: `illegal_transition` (409) before the day after the due day.
    public func expireForm(_ form: FormInstance, in caseFile: Case) throws -> FormInstance {
        try check(.expire, form, in: caseFile)
        return try transition(.expire, form, in: caseFile)
    }

    /// Records that the report was discussed with the client (S37, row 42).
    /// - Parameter discussedOn: today by default; not before the answers.
    public func discussReport(of form: FormInstance, on discussedOn: CalendarDate?, in caseFile: Case) throws -> FormInstance {
        var discussed = form
        try discussed.transition(.discussReport)
        let discussedOn = discussedOn ?? today
        try checkNotInFuture([("/discussedOn", discussedOn)])
        if let answeredOn = form.answeredOn, discussedOn < answeredOn {
            throw Refusal.invalid(
                "/discussedOn", "before_start", .mustNotBeBefore(answeredOn, LocalText(fi: "vastaamisen", sv: "svaren", en: "the answers")))
        }
        discussed.reportDiscussedOn = discussedOn
        return try update(discussed, in: caseFile, of: repositories.formInstances, verb: FormInstance.Command.discussReport.rawValue)
    }

    /// Returns the refusals of an answer: a closed instrument (B2), or a start form that is not answered yet (S36).
    func refusalsToAnswer(_ form: FormInstance, in caseFile: Case) throws -> [Refusal] {
        let instrument = try requireInstrument(form)
        var refusals = closedRefusals(instrument)
        guard form.phase != .start, instrument.details.phases.contains(.start) else { return refusals }
        let starts = try repositories.formInstances.all(in: caseFile, same(form.instrumentCode, .start, FormInstance.liveStates))
        if starts.contains(where: { $0.state == .answered }) { return refusals }
        refusals.append(
            Refusal(
                .formOrder,
                LocalText(
                    fi: "mittarin alkulomakkeeseen ei ole vielä vastattu", sv: "mätarens startformulär har ännu inte besvarats",
                    en: "the start form of \(form.instrumentCode) is not answered yet"),
                remedy: starts.last.map { .answerForm($0.id) }))
        return refusals
    }

    private func requireInstrument(_ form: FormInstance) throws -> FormInstrument {
        guard let instrument = try instrument(form.instrumentCode) else { throw Refusal.notFound(FormInstrument.noun) }
        return instrument
    }

    /// Refuses a closed instrument (B2).
    /// - Parameter pointer: the place where the request names the instrument; nil if it does not.
    private func requireOpen(_ instrument: FormInstrument, at pointer: String? = nil) throws(Refusal) {
        try Refusal.check(closedRefusals(instrument, at: pointer))
    }

    private func closedRefusals(_ instrument: FormInstrument, at pointer: String? = nil) -> [Refusal] {
        if instrument.details.isOpen { return [] }
        return [
            Refusal(
                .formClosed,
                LocalText(
                    fi: "mittari on suljettu uusilta lomakkeilta ja vastauksilta", sv: "mätaren är stängd för nya formulär och svar",
                    en: "the instrument \(instrument.code) is closed for new forms and answers"),
                faults: pointer.map {
                    [RuleFault(pointer: $0, code: "form_closed", detail: LocalText(fi: "on suljettu", sv: "är stängd", en: "is closed"))]
                } ?? [],
                remedy: .openInstrument(instrument.id))
        ]
    }

    private func same(_ code: String, _ phase: FormInstrument.Phase, _ states: [FormInstance.State]) -> [Filter<FormInstance>] {
        [.equal(.instrumentCode, code), .equal(.phase, phase), .oneOf(.state, states)]
    }

    private func checkOrder(of phase: FormInstrument.Phase, _ instrument: FormInstrument, in caseFile: Case) throws {
        func isLive(_ phase: FormInstrument.Phase) throws -> Bool {
            try repositories.formInstances.last(in: caseFile, same(instrument.code, phase, FormInstance.liveStates)) != nil
        }
        func refuse(_ detail: LocalText) -> Refusal {
            Refusal(.formOrder, detail, faults: [RuleFault(pointer: "/phase", code: "form_order", detail: detail)])
        }
        let hasStart = instrument.details.phases.contains(.start)
        switch phase {
        case .start:
            if try isLive(.start) {
                throw refuse(
                    LocalText(
                        fi: "asiassa on jo tämän mittarin alkulomake", sv: "ärendet har redan ett startformulär för denna mätare",
                        en: "the case already has a start form of \(instrument.code)"))
            }
            if try isLive(.end) {
                throw refuse(
                    LocalText(
                        fi: "asiassa on jo tämän mittarin loppulomake", sv: "ärendet har redan ett slutformulär för denna mätare",
                        en: "the case already has an end form of \(instrument.code)"))
            }
        case .interim:
            if hasStart, try !isLive(.start) {
                throw refuse(
                    LocalText(
                        fi: "välilomake edellyttää alkulomaketta", sv: "ett mellanformulär förutsätter ett startformulär",
                        en: "an interim form needs a start form first"))
            }
            if try isLive(.end) {
                throw refuse(
                    LocalText(
                        fi: "välilomaketta ei voi tehdä loppulomakkeen jälkeen",
                        sv: "ett mellanformulär är inte möjligt efter slutformuläret",
                        en: "an interim form is not possible after the end form"))
            }
        case .end:
            if hasStart, try !isLive(.start) {
                throw refuse(
                    LocalText(
                        fi: "loppulomake edellyttää alkulomaketta", sv: "slutformuläret förutsätter ett startformulär",
                        en: "the end form needs a start form first"))
            }
            if try isLive(.end) {
                throw refuse(
                    LocalText(
                        fi: "asiassa on jo tämän mittarin loppulomake", sv: "ärendet har redan ett slutformulär för denna mätare",
                        en: "the case already has an end form of \(instrument.code)"))
            }
        }
    }

    private func faults(of answers: [FormInstance.Answer], to instrument: FormInstrument) -> [RuleFault] {
        var faults: [RuleFault] = []
        for (index, answer) in answers.enumerated() {
            let pointer = "/answers/\(index)"
            guard let item = instrument.details.items.first(where: { $0.code == answer.itemCode }) else {
                faults.append(
                    RuleFault(
                        pointer: "\(pointer)/itemCode", code: "unknown_item",
                        detail: LocalText(
                            fi: "kysymys ei kuulu tähän mittariin", sv: "frågan hör inte till den här mätaren",
                            en: "is not an item of \(instrument.code)")))
                continue
            }
            if answers.prefix(index).contains(where: { $0.itemCode == answer.itemCode }) {
                faults.append(RuleFault(pointer: "\(pointer)/itemCode", code: "duplicate", detail: .answeredTwice))
            }
            if item.kind == .text {
                if answer.text == nil {
                    faults.append(
                        RuleFault(
                            pointer: "\(pointer)/text", code: "required",
                            detail: LocalText(
                                fi: "vastaus on pakollinen: kysymykseen vastataan tekstillä",
                                sv: "svaret är obligatoriskt: frågan besvaras med text", en: "is required: the item takes text")))
                }
                if answer.score != nil {
                    faults.append(
                        RuleFault(
                            pointer: "\(pointer)/score", code: "not_with_text",
                            detail: LocalText(
                                fi: "lukua ei voi antaa: kysymykseen vastataan tekstillä",
                                sv: "ett tal kan inte anges: frågan besvaras med text", en: "is not allowed: the item takes text")))
                }
                continue
            }
            if answer.text != nil {
                faults.append(
                    RuleFault(
                        pointer: "\(pointer)/text", code: "not_with_score",
                        detail: LocalText(
                            fi: "tekstiä ei voi antaa: kysymykseen vastataan luvulla",
                            sv: "text kan inte anges: frågan besvaras med ett tal", en: "is not allowed: the item takes a number")))
            }
            guard let score = answer.score else {
                faults.append(
                    RuleFault(
                        pointer: "\(pointer)/score", code: "required",
                        detail: LocalText(
                            fi: "vastaus on pakollinen: kysymykseen vastataan luvulla",
                            sv: "svaret är obligatoriskt: frågan besvaras med ett tal", en: "is required: the item takes a number")))
                continue
            }
            if let minimum = item.minimum, let maximum = item.maximum, score < minimum || score > maximum {
                faults.append(RuleFault(pointer: "\(pointer)/score", code: "out_of_range", detail: .mustBe(minimum, to: maximum)))
            }
        }
        return faults
    }
}
