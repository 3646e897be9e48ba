/// The life of a case: opening it, its commands, its clocks.
extension Work {
    /// Opens a case by contact or application (S1).
    /// - Parameter modelCode: the regional model; may be left out where only one is in force.
    /// - Throws: `Refusal` for a date in the future, a second open case (409), no model in force, an unknown worker or unit.
    public func openCase(
        for client: Client, _ opening: Case.Opening, details: Case.Details, modelCode: String?
    ) throws -> Case {
        var faults: [RuleFault] = []
        if opening.contactAt > today {
            faults.append(RuleFault(pointer: "/contactAt", code: "in_the_future", detail: "must not be after today, \(today)"))
        }
        if let received = opening.applicationReceivedAt, received > today {
            faults.append(RuleFault(pointer: "/applicationReceivedAt", code: "in_the_future", detail: "must not be after today, \(today)"))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
        if let open = try repositories.cases.first([
            .equal(.clientID, client.id), .oneOf(.state, Case.openStates),
        ]) {
            throw Refusal(
                .secondOpenCase, "the client has an open case, \(open.id), in state \(open.state.rawValue)",
                faults: [RuleFault(pointer: "/clientId", code: "second_open_case", detail: "has an open case")])
        }
        var details = details
        // Who has opened the file or stands in for a day takes a matter in for those who care for the client: the care stays where it is.
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

    /// The model of this code in force on a date; without a code the only one.
    func modelInForce(code: String?, on date: CalendarDate) throws -> RegionalModel {
        var filters: [Filter<RegionalModel>] = [.equal(.state, RegionalModel.State.inForce)]
        if let code { filters.append(.equal(.code, code)) }
        let models = try repositories.regionalModels.all(filters).filter { $0.isInForce(on: date) }
        guard let model = models.first else {
            throw Refusal(
                .noModelInForce, "no regional model\(code.map { " \($0)" } ?? "") is in force on \(date)",
                faults: [RuleFault(pointer: "/regionalModel", code: "no_model_in_force", detail: "not in force on \(date)")])
        }
        guard models.count == 1 else {
            let codes = models.map(\.code).sorted().joined(separator: ", ")
            throw Refusal.invalid("/regionalModel", "required", "several models are in force on \(date): \(codes)")
        }
        return model
    }

    /// Changes the unit, the responsible worker or the services beside the budget.
    /// - Throws: `Refusal` for an unknown worker or unit; `care_stays` (422) to who only stands in for the responsible worker and would take
    ///   the care over for good.
    public func arrange(_ caseFile: Case, _ details: Case.Details) throws -> Case {
        try checkResponsibility(details)
        let care = caseFile.details.care
        if !caresInOwnName(for: care) { try checkCareStays(care, details) }
        var changed = caseFile
        changed.details = details
        let kept = try update(changed, verb: "updated")
        try assignCare(by: kept)
        return kept
    }

    /// - Throws: `care_stays` (422) where the care would change.
    private func checkCareStays(_ care: Care, _ details: Case.Details) throws {
        let changes = [("/unitId", details.unitID != care.unitID), ("/responsibleWorkerId", details.responsibleWorkerID != care.workerID)]
        let faults = changes.filter(\.1).map {
            RuleFault(
                pointer: $0.0, code: "care_stays", detail: "stays as it is: it is changed by who cares for the client in their own name")
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }

    private func checkResponsibility(_ details: Case.Details) throws {
        var faults: [RuleFault] = []
        if let workerID = details.responsibleWorkerID {
            let worker = try repositories.users.find(workerID)
            if worker == nil || ![Role.socialWorker, .serviceCoordinator].contains(worker?.role ?? .client) {
                faults.append(
                    RuleFault(pointer: "/responsibleWorkerId", code: "unknown_worker", detail: "is not a social worker or coordinator"))
            }
        }
        if let unitID = details.unitID, try repositories.units.find(unitID) == nil {
            faults.append(RuleFault(pointer: "/unitId", code: "unknown_unit", detail: "is not a unit"))
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }

    /// Starts the statutory needs assessment.
    public func startAssessment(_ caseFile: Case) throws -> Case {
        var changed = caseFile
        changed.assessmentStartedOn = today
        return try transition(.startAssessment, changed)
    }

    /// Takes a step of the case; the rules of a step stand with the noun they are about.
    @discardableResult
    public func transition(_ command: Case.Command, _ caseFile: Case, reason: String? = nil) throws -> Case {
        var changed = caseFile
        try changed.transition(command)
        return try update(changed, verb: command.rawValue, from: caseFile.state, reason: reason)
    }

    /// Ends the case: no new commitments from here on. The reason is kept.
    public func endCase(_ caseFile: Case, reason: String) throws -> Case {
        var changed = caseFile
        changed.closingReason = reason
        return try transition(.end, changed, reason: reason)
    }

    /// Closes the case. Money that is still committed blocks it (row 89).
    public func closeCase(_ caseFile: Case, reason: String) throws -> Case {
        try check(.close, caseFile)
        var changed = caseFile
        changed.closingReason = changed.closingReason ?? reason
        changed.closedOn = today
        return try transition(.close, changed, reason: reason)
    }

    /// The client chose another service than HB: the case closes with the reason `other_service` (K12).
    /// The caller has checked the rules of the step with those of the choice (`refusalsToChoose`).
    func chooseOtherService(_ caseFile: Case) throws {
        var changed = caseFile
        changed.closingReason = "other_service"
        changed.closedOn = today
        try transition(.chooseOther, changed, reason: "other_service")
    }

    /// Gives the authority more time, for a special reason (D14).
    /// - Throws: `illegal_transition`; `extension_reason_missing` without a reason (row 31); `invalid` for a day that is not later.
    public func extendClock(_ caseFile: Case, _ clock: CaseClock, until: CalendarDate, reason: String?) throws -> Case {
        try check(.extendClock, caseFile)
        guard let reason, reason.count >= 3, !reason.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) else {
            throw Refusal(
                .extensionReasonMissing, "a time limit is extended for a special reason only, and the reason is kept",
                faults: [RuleFault(pointer: "/reason", code: "required", detail: "is required: why the time limit is extended")])
        }
        let due = clock == .decision ? caseFile.decisionDue : caseFile.executionDue
        guard until > due else { throw Refusal.invalid("/until", "not_later", "must be after the present last day, \(due)") }
        var changed = caseFile
        switch clock {
        case .decision: changed.decisionExtension = Case.Extension(until: until, reason: reason)
        case .execution: changed.executionExtension = Case.Extension(until: until, reason: reason)
        }
        return try update(changed, verb: Case.Command.extendClock.rawValue, reason: reason)
    }

    /// Keeps a change of the case: the version goes up, the moment is noted, the event is written.
    private func update(_ caseFile: Case, verb: String, from: Case.State? = nil, reason: String? = nil) throws -> Case {
        var changed = caseFile
        touch(&changed)
        try repositories.cases.update(changed)
        try note(
            verb, Case.noun, "\(changed.id)", caseFile: changed, from: from?.rawValue, to: from == nil ? nil : changed.state.rawValue,
            reason: reason)
        return changed
    }

    /// The rules this case is pinned to.
    public func rules(of caseFile: Case) throws -> RegionalModel.Rules {
        try repositories.regionalModels.require(caseFile.modelID).details.rules
    }
}

/// The two clocks that may be given more time.
public enum CaseClock: String, CaseIterable, Sendable { case decision, execution }

extension Case {
    /// Refuses where the case is closed: nothing new comes into it.
    func requireOpen() throws(Refusal) { try Refusal.check(closedRefusals) }

    /// The refusal of what is new in a closed case.
    var closedRefusals: [Refusal] {
        state == .closed ? [Refusal(.caseClosed, "the case is closed\(closedOn.map { " since \($0)" } ?? "")")] : []
    }

    /// The refusal of new money in a case that ends.
    /// - Parameter what: what it would take: `budget`.
    func endingRefusals(_ what: String) -> [Refusal] {
        state == .ending || state == .closed ? [Refusal(.caseClosed, "a case in state \(state.rawValue) takes no \(what)")] : []
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
    /// Refuses days after today: what is told has happened.
    /// - Parameter dates: each with the JSON pointer it was sent at.
    func checkNotInFuture(_ dates: [(pointer: String, date: CalendarDate)]) throws {
        let faults = dates.filter { $0.date > today }.map {
            RuleFault(pointer: $0.pointer, code: "in_the_future", detail: "must not be after today, \(today)")
        }
        if !faults.isEmpty { throw Refusal.invalid(faults) }
    }
}
