/// The use cases of a case: opening, commands and time limits.
extension Work {
    /// Opens a case by contact or application (S1, row 2).
    /// - Parameter modelCode: the code of the regional model; nil if only one model is in force.
    /// - Throws: `invalid` for a date in the future, an unknown worker or unit, and several models in force without a code;
    ///   `second_open_case` (409); `no_model_in_force`; `care_stays` (422) as `arrange`.
    public func openCase(
        for client: Client, _ opening: Case.Opening, details: Case.Details, modelCode: String?
    ) throws -> Case {
        var faults: [RuleFault] = []
        if opening.contactAt > today {
            faults.append(RuleFault(pointer: "/contactAt", code: "in_the_future", detail: .mustNotBeAfterToday(today)))
        }
        if let received = opening.applicationReceivedAt, received > today {
            faults.append(RuleFault(pointer: "/applicationReceivedAt", code: "in_the_future", detail: .mustNotBeAfterToday(today)))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        if let open = try repositories.cases.first([
            .equal(.clientID, client.id), .oneOf(.state, Case.openStates),
        ]) {
            throw Refusal(
                .secondOpenCase,
                LocalText(
                    fi: "asiakkaalla on jo avoin asia, jonka tila on ”\(open.stateInWords.fi)”",
                    sv: "klienten har redan ett öppet ärende i tillståndet ”\(open.stateInWords.sv)”",
                    en: "the client has an open case, \(open.id), in state \(open.state.rawValue)"),
                faults: [
                    RuleFault(
                        pointer: "/clientId", code: "second_open_case",
                        detail: LocalText(
                            fi: "asiakkaalla on jo avoin asia", sv: "klienten har redan ett öppet ärende", en: "has an open case"))
                ])
        }
        var details = details
        // A caller who opened the file with a reason, or who only stands in for a worker, opens the case for those who care for the client.
        // The care does not change.
        if !caresInOwnName(for: client.care) {
            details.unitID = details.unitID ?? client.care.unitID
            details.responsibleWorkerID = details.responsibleWorkerID ?? client.care.workerID
            try checkCareStays(client.care, details)
        } else {
            if details.responsibleWorkerID == nil, actor.role == .socialWorker || actor.role == .serviceCoordinator {
                details.responsibleWorkerID = actor.userID
            }
            if details.unitID == nil { details.unitID = actor.unitID }
        }
        try checkResponsibility(details)
        let pending = opening.applicationReceivedAt ?? opening.contactAt
        let clocks = Case.Clocks(
            assessmentStartDue: FinnishCalendar.weekday(number: 7, after: opening.contactAt) ?? opening.contactAt,
            decisionDue: pending.adding(months: 3) ?? pending,
            executionDue: min(pending, opening.contactAt).adding(months: 3) ?? pending)
        let opened = Case(
            record: newRecord(), clientID: client.id, modelID: try modelInForce(code: modelCode, on: opening.contactAt).id,
            opening: opening, state: .opened, details: details, clocks: clocks)
        try repositories.cases.insert(opened)
        try assignCare(by: opened)
        try note("created", Case.noun, "\(opened.id)", caseFile: opened, to: opened.state.rawValue)
        return opened
    }

    /// Returns the model of this code that is in force on a date; without a code, the only model in force (S46).
    /// - Throws: `no_model_in_force`; `invalid` if several models are in force.
    func modelInForce(code: String?, on date: CalendarDate) throws -> RegionalModel {
        var filters: [Filter<RegionalModel>] = [.equal(.state, RegionalModel.State.inForce)]
        if let code { filters.append(.equal(.code, code)) }
        let models = try repositories.regionalModels.all(filters).filter { $0.isInForce(on: date) }
        guard let model = models.first else {
            throw Refusal(
                .noModelInForce,
                LocalText(
                    fi: "mikään alueellinen malli ei ole voimassa \(date.prose)", sv: "ingen regional modell är i kraft \(date.prose)",
                    en: "no regional model\(code.map { " \($0)" } ?? "") is in force on \(date)"),
                faults: [
                    RuleFault(
                        pointer: "/regionalModel", code: "no_model_in_force",
                        detail: LocalText(
                            fi: "ei ole voimassa \(date.prose)", sv: "är inte i kraft \(date.prose)", en: "not in force on \(date)"))
                ])
        }
        guard models.count == 1 else {
            let codes = models.map(\.code).sorted().joined(separator: ", ")
            throw Refusal.invalid(
                "/regionalModel", "required",
                LocalText(
                    fi: "useampi malli on voimassa \(date.prose); nimeä niistä yksi",
                    sv: "flera modeller är i kraft \(date.prose); ange en av dem", en: "several models are in force on \(date): \(codes)"))
        }
        return model
    }

    /// Changes the unit, the responsible worker or the services beside the budget.
    /// - Throws: `invalid` for an unknown worker or unit; `care_stays` (422) where a caller who does not care for the client in their own
    ///   name, such as a deputy, would change the care for good.
    public func arrange(_ caseFile: Case, _ details: Case.Details) throws -> Case {
        try checkResponsibility(details, present: caseFile.details.unitID)
        let care = caseFile.details.care
        if !caresInOwnName(for: care) { try checkCareStays(care, details) }
        var changed = caseFile
        changed.details = details
        let kept = try update(changed, verb: "updated")
        try assignCare(by: kept)
        return kept
    }

    /// Refuses a change of the care.
    /// - Throws: `care_stays` (422).
    private func checkCareStays(_ care: Care, _ details: Case.Details) throws {
        let changes = [("/unitId", details.unitID != care.unitID), ("/responsibleWorkerId", details.responsibleWorkerID != care.workerID)]
        let faults = changes.filter(\.1).map {
            RuleFault(
                pointer: $0.0, code: "care_stays",
                detail: LocalText(
                    fi: "tiedon voi muuttaa vain työntekijä, joka hoitaa asiakkaan asiaa omissa nimissään",
                    sv: "får ändras bara av en arbetstagare som i eget namn sköter klientens ärende",
                    en: "may be changed only by a worker who cares for the client in their own name"))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }

    private func checkResponsibility(_ details: Case.Details, present: ID<OrganisationUnit>? = nil) throws {
        var faults: [RuleFault] = []
        if let workerID = details.responsibleWorkerID {
            if try !hasRole(workerID, among: [.socialWorker, .serviceCoordinator]) {
                faults.append(
                    RuleFault(pointer: "/responsibleWorkerId", code: "unknown_worker", detail: .unknownWorker))
            }
        }
        // A case that is in a unit when the unit ends stays there until somebody moves it.
        if let unitID = details.unitID, unitID != present, let fault = try faultOfUnit(unitID, at: "/unitId") { faults.append(fault) }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }

    /// Starts the statutory needs assessment (K11, S12, D7).
    /// - Throws: `illegal_transition`.
    public func startAssessment(_ caseFile: Case) throws -> Case {
        var changed = caseFile
        changed.assessmentStartedOn = today
        return try transition(.startAssessment, changed)
    }

    /// Makes a transition of the case. The other rules of a transition are with the noun that they concern.
    /// - Throws: `illegal_transition` with the commands that are allowed (K25, row 88).
    @discardableResult
    public func transition(_ command: Case.Command, _ caseFile: Case, reason: String? = nil) throws -> Case {
        var changed = caseFile
        try changed.transition(command)
        return try update(changed, verb: command.rawValue, from: caseFile.state, reason: reason)
    }

    /// Moves the case to `ending`: no new commitments are made from then on. The reason is kept (K20, row 89).
    /// - Throws: `illegal_transition`.
    public func endCase(_ caseFile: Case, reason: String) throws -> Case {
        var changed = caseFile
        changed.closingReason = reason
        return try transition(.end, changed, reason: reason)
    }

    /// Closes the case (K21, row 89).
    /// - Throws: `illegal_transition`; `open_commitments` while money is still committed.
    public func closeCase(_ caseFile: Case, reason: String) throws -> Case {
        try check(.close, caseFile)
        var changed = caseFile
        changed.closingReason = changed.closingReason ?? reason
        changed.closedOn = today
        return try transition(.close, changed, reason: reason)
    }

    /// Closes the case with the reason `other_service`, because the client chose another service than HB (K12, S5).
    /// The caller has checked the rules of the transition with those of the choice (`refusalsToChoose`).
    func chooseOtherService(_ caseFile: Case) throws {
        var changed = caseFile
        changed.closingReason = "other_service"
        changed.closedOn = today
        try transition(.chooseOther, changed, reason: "other_service")
    }

    /// Extends a time limit of the authority for a special reason (D14, K24).
    /// - Throws: `illegal_transition`; `extension_reason_missing` without a reason (row 31); `invalid` for a day that is not later.
    public func extendClock(_ caseFile: Case, _ clock: CaseClock, until: CalendarDate, reason: String?) throws -> Case {
        try check(.extendClock, caseFile)
        guard let reason, reason.count >= 3, !reason.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) else {
            throw Refusal(
                .extensionReasonMissing,
                LocalText(
                    fi: "määräaikaa voi pidentää vain erityisestä syystä, joka kirjataan asiaan",
                    sv: "en tidsfrist får förlängas bara av ett särskilt skäl, som antecknas i ärendet",
                    en: "a time limit may be extended only for a special reason, which is kept with the case"),
                faults: [
                    RuleFault(
                        pointer: "/reason", code: "required",
                        detail: LocalText(
                            fi: "pidentämisen syy on pakollinen", sv: "skälet till förlängningen är obligatoriskt",
                            en: "is required: the reason for the extension"))
                ])
        }
        let due = clock == .decision ? caseFile.decisionDue : caseFile.executionDue
        guard until > due else {
            throw Refusal.invalid(
                "/until", "not_later",
                .mustBeAfter(due, LocalText(fi: "nykyisen viimeisen päivän", sv: "den nuvarande sista dagen", en: "the present last day")))
        }
        var changed = caseFile
        switch clock {
        case .decision: changed.decisionExtension = Case.Extension(until: until, reason: reason)
        case .execution: changed.executionExtension = Case.Extension(until: until, reason: reason)
        }
        return try update(changed, verb: Case.Command.extendClock.rawValue, reason: reason)
    }

    /// Updates the case: raises its version, sets `updatedAt` and appends an event (K25, row 88).
    private func update(_ caseFile: Case, verb: String, from: Case.State? = nil, reason: String? = nil) throws -> Case {
        var changed = caseFile
        touch(&changed)
        try repositories.cases.update(changed)
        try note(
            verb, Case.noun, "\(changed.id)", caseFile: changed, from: from?.rawValue, to: from == nil ? nil : changed.state.rawValue,
            reason: reason)
        return changed
    }

    /// Returns the rules of the model version that the case began with (S46, row 51).
    public func rules(of caseFile: Case) throws -> RegionalModel.Rules {
        try repositories.regionalModels.require(caseFile.modelID).details.rules
    }
}

/// The time limits that may be extended (D14).
public enum CaseClock: String, CaseIterable, Sendable { case decision, execution }

extension Case {
    /// Refuses new content in a closed case.
    /// - Throws: `case_closed`.
    func requireOpen() throws(Refusal) { try Refusal.check(closedRefusals) }

    /// Returns `case_closed` if the case is closed; otherwise nothing.
    var closedRefusals: [Refusal] {
        state == .closed
            ? [
                Refusal(
                    .caseClosed,
                    LocalText(
                        fi: "asia on suljettu\(closedOn.map { " \($0.prose)" } ?? "")",
                        sv: "ärendet har stängts\(closedOn.map { " \($0.prose)" } ?? "")",
                        en: "the case is closed\(closedOn.map { " since \($0)" } ?? "")"))
            ] : []
    }

    /// Returns `case_closed` if the case is ending or closed, because it gets no new money (K20, M19).
    /// - Parameter what: what is refused, in Finnish in the partitive, such as `new budget`.
    func endingRefusals(_ what: LocalText) -> [Refusal] {
        endingRefusals(
            saying: LocalText(
                fi: "asiaan, jonka tila on ”\(stateInWords.fi)”, ei voi lisätä \(what.fi)",
                sv: "ett ärende i tillståndet ”\(stateInWords.sv)” kan inte få \(what.sv)",
                en: "no \(what.en) can be added to a case in state \(state.rawValue)"))
    }

    /// The same for something that is there already and that cannot be done in such a case.
    /// - Parameter sentence: what cannot be done, with the state of the case.
    func endingRefusals(saying sentence: @autoclosure () -> LocalText) -> [Refusal] {
        state == .ending || state == .closed ? [Refusal(.caseClosed, sentence())] : []
    }

    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        switch command {
        case .presentAlternatives: try stateRefusals(to: command, then: try work.alternativesRefusals(self))
        case .close, .chooseOther: try stateRefusals(to: command, then: try work.unsettledRefusals(self))
        case .extendClock: stateRefusals(to: command, unlessIn: Case.openStates)
        case .startAssessment, .chooseHb, .beginPlanning, .withdrawChoice, .proposeDecision, .returnForWork, .approve, .reject, .planAgain,
            .activate, .suspend, .resume, .end:
            stateRefusals(to: command)
        }
    }
}

extension Work {
    /// Refuses dates after today, for events that have happened.
    /// - Parameter dates: the dates, each with its JSON pointer in the request.
    /// - Throws: `invalid`.
    func checkNotInFuture(_ dates: [(pointer: String, date: CalendarDate)]) throws {
        let faults = dates.filter { $0.date > today }.map {
            RuleFault(pointer: $0.pointer, code: "in_the_future", detail: .mustNotBeAfterToday(today))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }
}
