/// The life of a budget after the decision: effective, suspended, closing, settled (O1).
extension Work {
    /// Makes an approved budget effective and allocates its money to its lines (O1, O3).
    /// - Throws: `monitoring_missing` where the model requires monitoring (S34, row 39); `budgets_disagree` when another budget of the case
    ///   covers one of its days (M12); `case_closed`.
    public func activateBudget(_ budget: Budget, in caseFile: Case) throws -> Budget {
        try check(.activate, budget, in: caseFile)
        let activated = try transition(.activate, budget, in: caseFile, of: repositories.budgets)
        // A budget that is effective before its first day gets its money at once, because agreements may reserve it from today.
        let date = min(today, budget.period.from)
        for line in try lines(of: budget) { try post(.allocate, line.amount, on: line, counting: date) }
        for earlier in try repositories.budgets.all(in: caseFile, [.equal(.state, Budget.State.settled)])
        where earlier.carriedOut > .zero && earlier.carriedInto == nil && earlier.period.to < budget.period.from {
            try carry(earlier, into: activated, in: caseFile)
        }
        return activated
    }

    /// Suspends, resumes, begins to close or cancels a budget (O1).
    public func transition(_ command: Budget.Command, _ budget: Budget, in caseFile: Case, reason: String?) throws -> Budget {
        try transition(command, budget, in: caseFile, of: repositories.budgets, reason: reason)
    }

    /// Settles a closing budget: ends its agreements, releases the reserved money, carries over what the model allows and lets the rest
    /// lapse, so that no line has money available (M16, M17, M19, row 61).
    public func settleBudget(_ budget: Budget, in caseFile: Case) throws -> Budget {
        try check(.settle, budget, in: caseFile)
        for agreement in try repositories.agreements.all([.equal(.budgetID, budget.id)])
        where agreement.state == .ordered || agreement.state == .active {
            try finish(agreement, by: agreement.finishing, on: today, in: caseFile, reason: "the budget is settled")
        }
        let lines = try lines(of: budget)
        let balances = try repositories.ledger.balances(of: budget.id, asOf: nil, knownAt: nil)
        let figures = lines.map { balances[$0.id] ?? .zero }
        let rules = try rules(of: caseFile)
        // Only a later budget can take in the carried-out money; without one, all of it lapses.
        let policy = try mayHaveSuccessor(caseFile) ? rules.carryOver : .none
        let shares = Settlement.shares(
            available: figures.map(\.available), allocated: try Figures.sum(figures).allocated, policy: policy,
            value: rules.carryOverValue)
        for (line, share) in zip(lines, shares) {
            try post(.amend, share.covered, on: line, Cause(reason: "delivered service above the line, covered at settlement"))
            try post(.carryOut, share.carried, on: line)
            try post(.lapse, share.lapsed, on: line)
        }
        var settled = budget
        settled.carriedOut = try Money.sum(shares.map(\.carried))
        settled = try transition(.settle, settled, in: caseFile, of: repositories.budgets)
        let next = try repositories.budgets.all(in: caseFile, [.equal(.state, Budget.State.effective)])
            .filter { $0.period.from > budget.period.to }.min { $0.period.from < $1.period.from }
        if settled.carriedOut > .zero, let next { settled = try carry(settled, into: next, in: caseFile) }
        return settled
    }

    /// Whether another budget of the case may become effective: not when the case is ending or closed, or the client has died (K22).
    private func mayHaveSuccessor(_ caseFile: Case) throws -> Bool {
        guard caseFile.state != .ending, caseFile.state != .closed else { return false }
        guard let death = try repositories.clients.require(caseFile.clientID).deathDate else { return true }
        return death > today
    }

    /// Carries the money of a settled budget into a later one (M16): to the line of the same service and purpose, else of the same service,
    /// else to the first flexible line, else to the first line.
    @discardableResult
    private func carry(_ earlier: Budget, into next: Budget, in caseFile: Case) throws -> Budget {
        let targets = try lines(of: next)
        guard let first = targets.first(where: \.isFlexible) ?? targets.first else { return earlier }
        var remaining = earlier.carriedOut
        for line in try lines(of: earlier) {
            let carried = try repositories.ledger.total(.carryOut, on: line.id)
            if carried == .zero { continue }
            let target =
                targets.first { $0.serviceTypeCode == line.serviceTypeCode && FoldedText.fold($0.purpose) == FoldedText.fold(line.purpose) }
                ?? targets.first { $0.serviceTypeCode == line.serviceTypeCode } ?? first
            try post(.carryIn, carried, on: target, Cause(reason: "from the budget \(earlier.id)"))
            remaining = try remaining.subtracting(carried)
        }
        guard remaining == .zero else { throw StorageFault.corrupt }
        var carried = earlier
        carried.carriedInto = next.id
        return try update(carried, in: caseFile, of: repositories.budgets, verb: "carry-over")
    }

    /// Returns the budgets of a case that hold money (O1).
    func liveBudgets(of caseFile: Case) throws -> [Budget] {
        try repositories.budgets.all(in: caseFile, [.oneOf(.state, Budget.liveStates)])
    }

    /// Returns `open_commitments` with the committed and the available money for each budget that is not settled: such a case is not closed
    /// (row 89, K20).
    func unsettledRefusals(_ caseFile: Case) throws -> [Refusal] {
        try liveBudgets(of: caseFile).map { budget in
            let total = try statement(of: budget).total
            return Refusal(
                .openCommitments,
                LocalText(
                    fi: "budjettia, jonka tila on ”\(budget.stateInWords.fi)”, ei ole loppuselvitetty",
                    sv: "en budget i tillståndet ”\(budget.stateInWords.sv)” har inte slutreglerats",
                    en: "the budget \(budget.id) is not settled"),
                figures: [Figure("committedCents", total.committed), Figure("availableCents", total.available)],
                remedy: .transitionBudget(.settle, budget.id))
        }
    }
}

extension Budget {
    public func refusals(to command: Command, in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        switch command {
        case .activate: return try stateRefusals(to: command, then: try refusalsToActivate(in: caseFile, work))
        case .settle:
            let isLive = state == .effective || state == .suspended
            return stateRefusals(to: command).map { isLive ? $0.mended(by: .transitionBudget(.beginClosing, id)) : $0 }
        case .propose, .return, .approve, .reject, .suspend, .resume, .beginClosing, .cancel: return stateRefusals(to: command)
        }
    }

    /// Returns the refusals of new money: an ending case, missing monitoring (S34), and days that another budget covers (M12).
    private func refusalsToActivate(in caseFile: Case?, _ work: Work) throws -> [Refusal] {
        let caseFile = try caseFile ?? work.repositories.cases.require(caseID)
        let disagreeing = try work.liveBudgets(of: caseFile).filter { $0.id != id && $0.period.overlaps(period) }
        return try caseFile.endingRefusals(LocalText(fi: "uutta rahaa", sv: "nya pengar", en: "new money"))
            + work.monitoringRefusals(caseFile)
            + disagreeing.map { other in
                Refusal(
                    .budgetsDisagree,
                    LocalText(
                        fi:
                            "toisen budjetin kausi \(other.period.from.prose)–\(other.period.to.prose) on päällekkäinen, ja sen tila on ”\(other.stateInWords.fi)”",
                        sv:
                            "en annan budgets period \(other.period.from.prose)–\(other.period.to.prose) överlappar, och dess tillstånd är ”\(other.stateInWords.sv)”",
                        en: "the budget \(other.id) is \(other.state.rawValue) from \(other.period.from) to \(other.period.to)"),
                    remedy: .transitionBudget(.settle, other.id))
            }
    }
}
