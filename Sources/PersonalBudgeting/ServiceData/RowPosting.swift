/// What becomes of a row of service data: whose it is, what it is posted on, what holds it. What the source gets to know of it, and what is
/// kept of the batch, is a `ServiceDataItem`, as the contract calls it.
struct RowResult {
    var client: Client?
    var caseID: ID<Case>?
    var agreement: Agreement?
    var line: BudgetLine?
    /// What it costs by the agreed price, or as reported.
    var amount: Money?
    /// What the row corrects.
    var original: Actual?
    var hold: (code: HoldCode, detail: String)?
}

/// Judges and posts the rows of one batch. What many rows share (clients, agreements, balances) is read once and carried along.
final class RowPosting {
    private let work: Work
    private var repositories: any Repositories { work.repositories }

    private var known: [String: Actual] = [:]
    private var files: [ID<Client>: ClientFile] = [:]
    private var caseFiles: [ID<Case>: Case] = [:]
    private var clients: [String: Client?] = [:]
    private var serviceTypes: [String: ServiceType?] = [:]
    private var providers: [ID<Provider>: Provider] = [:]
    private var lines: [ID<BudgetLine>: OpenLine] = [:]
    private var open: [ID<Agreement>: Money] = [:]
    private var touched: Set<ID<Client>> = []
    private var changed: Set<ID<Case>> = []
    /// Whose data was touched, in the order of the rows.
    private(set) var touchedClients: [(clientID: ID<Client>, caseID: ID<Case>?)] = []
    private(set) var touchedCases: [Case] = []

    /// What is known of a client.
    private struct ClientFile {
        let cases: [Case]
        let agreements: [Agreement]
        /// The case that what cannot be placed better belongs to: the open one, else the newest.
        var caseID: ID<Case>? { (cases.first { $0.state != .closed } ?? cases.last)?.id }
    }

    /// A line with its running balance.
    private struct OpenLine {
        let line: BudgetLine
        let budget: Budget
        let tolerancePercent: Int
        var figures: Figures
    }

    init(_ work: Work) {
        self.work = work
    }

    /// Reads which events of the rows have come before.
    func recall(_ rows: [ServiceDataRow], of source: String) throws {
        var events: [String] = []
        for case .usage(let usage, _) in rows {
            events.append(usage.eventID)
            if let original = usage.corrects { events.append(original) }
        }
        var start = 0
        while start < events.count {
            let end = min(start + 500, events.count)
            for actual in try find(Array(events[start..<end]), of: source) {
                known[actual.usage.eventID] = actual
            }
            start = end
        }
    }

    /// Takes in one row and keeps what became of it.
    func ingest(_ row: ServiceDataRow, index: Int, source: String, batchID: ID<ServiceDataBatch>) throws -> ServiceDataItem {
        func item(
            _ eventID: String?, _ outcome: ServiceDataItem.Outcome, first: ServiceDataItem.Outcome? = nil, code: String? = nil,
            detail: String? = nil, actual: Actual? = nil
        ) -> ServiceDataItem {
            ServiceDataItem(
                record: work.newRecord(), batchID: batchID, index: index, eventID: eventID, outcome: outcome, firstOutcome: first,
                code: code,
                detail: detail, actualID: actual?.id)
        }
        let usage: ServiceUsage
        let hetu: Hetu?
        switch row {
        case .unreadable(let eventID, let code, let detail): return item(eventID, .rejected, code: code, detail: detail)
        case .usage(let reported, let whole): (usage, hetu) = (reported, whole)
        }
        if let earlier = known[usage.eventID] {
            guard earlier.usage == usage, try isReported(hetu, of: earlier) else {
                return item(
                    usage.eventID, .rejected, code: RefusalCode.eventChanged.rawValue,
                    detail: "the event came before with other content; send a correction with a new id", actual: earlier)
            }
            let first: ServiceDataItem.Outcome = earlier.state == .held || earlier.state == .rejected ? .held : .accepted
            noteTouched(earlier.clientID, caseID: earlier.caseID)
            // What a person has said of it since is not for the source.
            return item(
                usage.eventID, .duplicate, first: first, code: earlier.hold?.rawValue, detail: earlier.state == .held ? earlier.note : nil,
                actual: earlier)
        }
        if usage.endsBeforeStart { return item(usage.eventID, .rejected, code: "before_start", detail: "/end: must not be before start") }
        if usage.corrects == usage.eventID {
            return item(usage.eventID, .rejected, code: "corrects_itself", detail: "/corrects: must name another event")
        }
        let result: RowResult
        do { result = try judge(usage, hetu: hetu, source: source) } catch is AmountOutOfRange {
            return item(usage.eventID, .rejected, code: "out_of_range", detail: "/quantityThousandths: makes a sum beyond 10^12 cents")
        }
        let state: Actual.State = result.hold != nil ? .held : usage.status == .done ? .accepted : .noted
        var actual = Actual(
            record: work.newRecord(), batchID: batchID, sourceSystem: source, receivedOn: work.today, usage: usage, state: state)
        actual.place(result)
        try repositories.actuals.insert(actual, hetu: hetu)
        known[usage.eventID] = actual
        noteTouched(result.client?.id, caseID: result.caseID)
        if let client = result.client, let caseFile = files[client.id]?.cases.first(where: { $0.id == result.caseID }),
            changed.insert(caseFile.id).inserted
        {
            touchedCases.append(caseFile)
        }
        if let hold = result.hold { return item(usage.eventID, .held, code: hold.code.rawValue, detail: hold.detail, actual: actual) }
        try post(actual, result)
        return item(usage.eventID, .accepted, actual: actual)
    }

    /// What is to become of a usage: whose it is, what it costs, what holds it.
    func judge(_ usage: ServiceUsage, hetu: Hetu?, source: String) throws -> RowResult {
        var result = RowResult()
        guard let client = try client(of: usage, hetu) else {
            result.hold = (.unknownClient, "no client has this national id or number")
            return result
        }
        result.client = client
        let file = try file(of: client)
        result.caseID = file.caseID
        guard let type = try serviceType(usage.serviceTypeCode) else {
            result.hold = (.unknownServiceType, "\(usage.serviceTypeCode) is not in the register of service types")
            return result
        }
        if let hold = try place(usage, in: file, &result) {
            result.hold = hold
            return result
        }
        result.hold = try hold(usage, of: client, type, source: source, &result)
        return result
    }

    /// As `judge`, for what somebody decided to accept: only what it is posted on must be there.
    func resultOfAccepting(_ actual: Actual, on agreementID: ID<Agreement>?) throws -> RowResult {
        var result = try judge(actual.usage, hetu: try repositories.actuals.hetu(of: actual), source: actual.sourceSystem)
        if let agreementID {
            guard let agreement = try repositories.agreements.find(agreementID),
                let caseFile = try caseFile(agreement.caseID),
                result.client == nil || caseFile.clientID == result.client?.id
            else { throw Refusal.invalid("/agreementId", "unknown_agreement", "is not an agreement of the client") }
            result.client = try repositories.clients.require(caseFile.clientID)
            result.agreement = agreement
            result.line = nil
            result.amount = nil
        }
        guard let agreement = result.agreement else {
            throw Refusal.invalid("/agreementId", "required", "no agreement is known to accept it on")
        }
        // What held the row may have been found before its original was looked for.
        let original = try actual.usage.corrects.flatMap { try find([$0], of: actual.sourceSystem).first }
        result.original = original?.clientID == nil || original?.clientID == result.client?.id ? original : nil
        result.caseID = agreement.caseID
        let open = try openLine(agreement.budgetLineID)
        try open.budget.requireState(Budget.liveStates, toDo: "accept")
        result.line = open.line
        result.amount = try actual.usage.amount ?? Money.lineAmount(quantity: actual.usage.quantity, unitPrice: agreement.unitPrice)
        result.hold = nil
        return result
    }

    /// Posts what is accepted: the actual, and the release of what was reserved for it (section 2.3). What it corrects is taken back first.
    func post(_ actual: Actual, _ result: RowResult) throws {
        if let original = result.original { try takePlace(of: original, by: actual) }
        guard actual.state == .accepted, let agreement = result.agreement, let line = result.line, let amount = result.amount else {
            return
        }
        let drawn = min(amount, try openCommitment(of: agreement.id))
        var openLine = try openLine(line.id)
        // Service of a time before the budget, accepted by decision, counts from the budget's first day; the actual keeps its own day.
        let date = max(actual.usage.serviceDate, openLine.budget.period.from)
        try work.post(.actual, amount, on: line, counting: date, Cause(agreementID: agreement.id, actualID: actual.id))
        try work.post(
            .release, drawn, on: line, counting: max(date, agreement.orderedOn), Cause(agreementID: agreement.id, actualID: actual.id))
        openLine.figures = try openLine.figures.adding(used: amount, committed: -drawn)
        lines[line.id] = openLine
        open[agreement.id] = try openCommitment(of: agreement.id).subtracting(drawn)
    }

    /// Takes back what was posted for an actual (M10): the reversal counts on the day of the original, so that the past reads right, and
    /// what had been reserved for it is reserved again while its agreement goes on.
    func takeBack(_ actual: Actual, reason: String) throws {
        let entries = try repositories.ledger.list(actualID: actual.id)
        guard let posted = entries.first(where: { $0.kind == .actual }) else { return }
        var openLine = try openLine(posted.lineID)
        let isSettled = openLine.budget.state == .settled
        let cause = Cause(agreementID: posted.agreementID, actualID: actual.id, reversedID: posted.id, reason: reason)
        try work.post(.reversal, posted.amount, on: openLine.line, counting: isSettled ? work.today : posted.businessDate, cause)
        var reserved = Money.zero
        if isSettled {
            try work.post(.lapse, posted.amount, on: openLine.line, Cause(actualID: actual.id, reason: "came back after settlement"))
        } else if let agreementID = posted.agreementID, let agreement = try repositories.agreements.find(agreementID),
            agreement.state == .ordered || agreement.state == .active
        {
            for release in entries where release.kind == .release {
                try work.post(
                    .reserve, release.amount, on: openLine.line, counting: release.businessDate,
                    Cause(agreementID: agreementID, actualID: actual.id, reason: reason))
                reserved = try reserved.adding(release.amount)
            }
            open[agreementID] = nil
        }
        openLine.figures = try openLine.figures.adding(used: -posted.amount, committed: reserved)
        lines[posted.lineID] = openLine
    }

    /// The event that is corrected leaves: taken back when it was posted, rejected when it was held.
    private func takePlace(of original: Actual, by actual: Actual) throws {
        let reason = "corrected by the event \(actual.usage.eventID)"
        var gone = original
        let verb: Actual.Command
        switch original.state {
        case .accepted:
            try takeBack(original, reason: reason)
            verb = .reverse
        case .held: verb = .reject
        case .noted, .rejected, .reversed: return
        }
        try gone.transition(verb)
        gone.note = reason
        known[original.usage.eventID] = try work.update(
            gone, verb: verb.rawValue, from: original.state, reason: reason)
    }

    // MARK: What holds a row

    /// Finds the agreement, the line and the budget.
    private func place(_ usage: ServiceUsage, in file: ClientFile, _ result: inout RowResult) throws -> (HoldCode, String)? {
        let date = usage.serviceDate
        if let id = usage.agreementID {
            guard let agreement = file.agreements.first(where: { $0.id == id }) else {
                return (.noAgreement, "the client has no such agreement")
            }
            result.agreement = agreement
            guard agreement.serviceTypeCode == usage.serviceTypeCode else {
                return (.serviceDiffers, "the agreement is for \(agreement.serviceTypeCode)")
            }
        } else {
            let same = file.agreements.filter { $0.serviceTypeCode == usage.serviceTypeCode }
            var fitting = same.filter { $0.covers(date) }
            if fitting.count > 1, let business = usage.providerBusinessID {
                fitting = try fitting.filter { try $0.providerID.map { try provider($0) }??.businessID == business }
            }
            guard let agreement = fitting.first else {
                if same.isEmpty { return (.noAgreement, "the client has no agreement for \(usage.serviceTypeCode)") }
                if same.contains(where: { $0.covers(date) }) { return (.providerDiffers, "no agreement on \(date) is with this provider") }
                return (.outsidePeriod, "no agreement for \(usage.serviceTypeCode) holds on \(date)")
            }
            if fitting.count > 1 { return (.ambiguousAgreement, "\(fitting.count) agreements hold on \(date); name one") }
            result.agreement = agreement
        }
        guard let agreement = result.agreement else { return nil }
        result.caseID = agreement.caseID
        let open = try openLine(agreement.budgetLineID)
        result.line = open.line
        guard agreement.covers(date), open.budget.period.contains(date) else {
            return (.outsidePeriod, "the agreement does not hold on \(date)")
        }
        guard Budget.liveStates.contains(open.budget.state) else {
            return (.budgetNotEffective, "the budget is \(open.budget.state.rawValue)")
        }
        return nil
    }

    /// What else speaks against posting; the cost is worked out on the way.
    private func hold(
        _ usage: ServiceUsage, of client: Client, _ type: ServiceType, source: String, _ result: inout RowResult
    ) throws -> (HoldCode, String)? {
        guard let agreement = result.agreement, let line = result.line else { return nil }
        if let event = usage.corrects {
            guard let original = try known[event] ?? find([event], of: source).first else {
                return (.unknownOriginal, "the event \(event) has not come")
            }
            if let owner = original.clientID, owner != client.id { return (.originalDiffers, "the event \(event) is of another client") }
            if original.state == .reversed { return (.originalReversed, "the event \(event) is reversed already") }
            result.original = original
        }
        guard usage.status == .done else { return nil }
        let date = usage.serviceDate
        if date > work.today { return (.futureDate, "\(date) has not come") }
        if let death = client.deathDate, date > death { return (.afterDeath, "after the client's death") }
        if usage.isLongerThanItsDays { return (.tooLong, "more time than the days of the service have") }
        if let providerID = agreement.providerID, let provider = try provider(providerID) {
            if let business = usage.providerBusinessID, business != provider.businessID {
                return (.providerDiffers, "the agreement is with another provider")
            }
            if !provider.isApproved(for: type.code, on: date) {
                return (.providerNotApproved, "the provider is not approved for \(type.code) on \(date)")
            }
        }
        if usage.unit.serviceUnit != type.details.unit {
            return (.unitMismatch, "\(type.code) is counted by the \(type.details.unit.rawValue)")
        }
        let open = try openLine(line.id)
        let computed = try Money.lineAmount(quantity: usage.quantity, unitPrice: agreement.unitPrice)
        if let reported = usage.amount {
            let slack = computed.share(percent: open.tolerancePercent) ?? .zero
            if (reported.cents - computed.cents).magnitude > slack.cents.magnitude {
                return (.amountDiffers, "\(reported.cents) cents are told, the agreed price makes \(computed.cents)")
            }
        }
        let amount = usage.amount ?? computed
        result.amount = amount
        return try overBudget(amount, agreement, open, result.original)
    }

    /// M7: what is drawn from the agreement's own commitment is always covered; the rest must fit the line and the model's tolerance.
    private func overBudget(_ amount: Money, _ agreement: Agreement, _ open: OpenLine, _ original: Actual?) throws -> (HoldCode, String)? {
        var committed = try openCommitment(of: agreement.id).cents
        var available = open.figures.available.cents
        if let original, original.state == .accepted, original.budgetLineID == open.line.id {
            // The original leaves first and gives back what it took.
            let goesOn = original.agreementID == agreement.id && (agreement.state == .ordered || agreement.state == .active)
            let drawn = try repositories.ledger.list(actualID: original.id).filter { $0.kind == .release }.reduce(Int64(0)) {
                $0 + $1.amount.cents
            }
            available += (original.amount?.cents ?? 0) - (goesOn ? drawn : 0)
            if goesOn { committed += drawn }
        }
        let beyond = amount.cents - min(amount.cents, committed)
        let tolerance = open.figures.allocated.share(percent: open.tolerancePercent)?.cents ?? 0
        if beyond > 0, available - beyond < -tolerance {
            return (.overBudget, "the line has \(max(0, available)) cents available and \(committed) reserved; \(amount.cents) are told")
        }
        return nil
    }

    // MARK: What rows share

    private func find(_ events: [String], of source: String) throws -> [Actual] {
        try repositories.actuals.all([.equal(.sourceSystem, source), .oneOf(.eventID, events)])
    }

    /// Whether it is the national id that the event came with; looked up only where one is reported, for what is seen of it is alike by then.
    private func isReported(_ hetu: Hetu?, of earlier: Actual) throws -> Bool {
        guard let hetu else { return true }
        return try repositories.actuals.hetu(of: earlier) == hetu
    }

    private func client(of usage: ServiceUsage, _ hetu: Hetu?) throws -> Client? {
        var found: [Client] = []
        if let hetu {
            guard let client = try cached(&clients, "h\(hetu.text)", { try repositories.clients.find(hetu: hetu) }) else { return nil }
            found.append(client)
        }
        if let number = usage.clientNumber {
            guard let client = try cached(&clients, "n\(number)", { try repositories.clients.find(number: number) }) else { return nil }
            found.append(client)
        }
        // Two references that lead to two people lead to none.
        guard let first = found.first, found.allSatisfy({ $0.id == first.id }) else { return nil }
        return first
    }

    private func file(of client: Client) throws -> ClientFile {
        if let file = files[client.id] { return file }
        let cases = try repositories.cases.all([.equal(.clientID, client.id)])
        let agreements = try repositories.agreements.all([.oneOf(.caseID, cases.map(\.id))])
        let file = ClientFile(cases: cases, agreements: agreements)
        files[client.id] = file
        for caseFile in cases { caseFiles[caseFile.id] = caseFile }
        return file
    }

    private func caseFile(_ id: ID<Case>) throws -> Case? {
        if let caseFile = caseFiles[id] { return caseFile }
        caseFiles[id] = try repositories.cases.find(id)
        return caseFiles[id]
    }

    private func serviceType(_ code: String) throws -> ServiceType? {
        try cached(&serviceTypes, code) { try repositories.serviceTypes.first([.equal(.code, code)]) }
    }

    private func provider(_ id: ID<Provider>) throws -> Provider? {
        if let provider = providers[id] { return provider }
        providers[id] = try repositories.providers.find(id)
        return providers[id]
    }

    private func openLine(_ id: ID<BudgetLine>) throws -> OpenLine {
        if let line = lines[id] { return line }
        let line = try repositories.budgetLines.require(id)
        let budget = try repositories.budgets.require(line.budgetID)
        guard let caseFile = try caseFile(line.caseID) else { throw Refusal.notFound(Case.noun) }
        let rules = try work.rules(of: caseFile)
        let open = OpenLine(
            line: line, budget: budget, tolerancePercent: rules.tolerancePercent, figures: try repositories.ledger.figures(of: line))
        lines[id] = open
        return open
    }

    private func openCommitment(of id: ID<Agreement>) throws -> Money {
        if let money = open[id] { return money }
        let money = try repositories.ledger.openCommitment(of: id)
        open[id] = money
        return money
    }

    private func cached<Key, Found>(_ cache: inout [Key: Found?], _ key: Key, _ find: () throws -> Found?) throws -> Found? {
        if let found = cache[key] { return found }
        let found = try find()
        cache[key] = .some(found)
        return found
    }

    private func noteTouched(_ clientID: ID<Client>?, caseID: ID<Case>?) {
        guard let clientID, touched.insert(clientID).inserted else { return }
        touchedClients.append((clientID, caseID))
    }
}
