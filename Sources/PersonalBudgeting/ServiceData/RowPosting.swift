/// The result of judging a row of service data: its client, the agreement and line to post it on, and the reason to hold it. The batch
/// keeps a `ServiceDataItem` for the row, which is also the answer to the source.
struct RowResult {
    var client: Client?
    var caseID: ID<Case>?
    var agreement: Agreement?
    var line: BudgetLine?
    /// The cost: the reported amount, else the agreed price (M8).
    var amount: Money?
    /// The actual that the row corrects (M10).
    var original: Actual?
    var hold: (code: HoldCode, detail: LocalText)?
}

/// Judges and posts the rows of one batch (G11, M9). Clients, agreements and balances that several rows share are read once.
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
    /// The clients whose data was touched, in the order of the rows.
    private(set) var touchedClients: [(clientID: ID<Client>, caseID: ID<Case>?)] = []
    private(set) var touchedCases: [Case] = []

    /// The cases and agreements of a client.
    private struct ClientFile {
        let cases: [Case]
        let agreements: [Agreement]
        /// The case of rows without an agreement: the open case, else the newest one.
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

    /// Loads the actuals of earlier events with the same ids as the rows (M9).
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

    /// Ingests one row and returns its result (G11, M9). An event id with changed content is rejected with `event_changed` (F2).
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
                    detail: "the event was reported before with other content; send a correction with a new event id", actual: earlier)
            }
            let first: ServiceDataItem.Outcome = earlier.state == .held || earlier.state == .rejected ? .held : .accepted
            noteTouched(earlier.clientID, caseID: earlier.caseID)
            // A person may have decided about the row since. That person's note is not for the source.
            return item(
                usage.eventID, .duplicate, first: first, code: earlier.hold?.rawValue, detail: earlier.state == .held ? earlier.note : nil,
                actual: earlier)
        }
        if usage.endsBeforeStart {
            return item(
                usage.eventID, .rejected, code: "before_start",
                detail: "/end: must not be before start")
        }
        if usage.corrects == usage.eventID {
            return item(
                usage.eventID, .rejected, code: "corrects_itself",
                detail: "/corrects: must name another event")
        }
        let result: RowResult
        do { result = try judge(usage, hetu: hetu, source: source) } catch is AmountOutOfRange {
            return item(
                usage.eventID, .rejected, code: "out_of_range",
                detail: "/quantityThousandths: gives an amount of more than 10^12 cents")
        }
        let state: Actual.State = result.hold != nil ? .held : usage.status == .done ? .accepted : .noted
        var actual = Actual(
            record: work.newRecord(), batchID: batchID, sourceSystem: source, receivedOn: work.today, usage: usage, state: state)
        actual.apply(result)
        try repositories.actuals.insert(actual, hetu: hetu)
        known[usage.eventID] = actual
        noteTouched(result.client?.id, caseID: result.caseID)
        if let client = result.client, let caseFile = files[client.id]?.cases.first(where: { $0.id == result.caseID }),
            changed.insert(caseFile.id).inserted
        {
            touchedCases.append(caseFile)
        }
        if let hold = result.hold { return item(usage.eventID, .held, code: hold.code.rawValue, detail: hold.detail.en, actual: actual) }
        try post(actual, result)
        return item(usage.eventID, .accepted, actual: actual)
    }

    /// Judges a usage: its client, its cost and the reason to hold it (F5 to F11, F13, F22, M7, M8).
    func judge(_ usage: ServiceUsage, hetu: Hetu?, source: String) throws -> RowResult {
        var result = RowResult()
        guard let client = try client(of: usage, hetu) else {
            result.hold = (
                .unknownClient,
                LocalText(
                    fi: "asiakasta ei löydy henkilötunnuksella eikä asiakasnumerolla",
                    sv: "ingen klient har denna personbeteckning eller detta klientnummer",
                    en: "no client has this national id or client number")
            )
            return result
        }
        result.client = client
        let file = try file(of: client)
        result.caseID = file.caseID
        guard let type = try serviceType(usage.serviceTypeCode) else {
            result.hold = (
                .unknownServiceType,
                LocalText(
                    fi: "palvelutyyppiä ei ole rekisterissä", sv: "servicetypen finns inte i registret",
                    en: "\(usage.serviceTypeCode) is not in the register of service types")
            )
            return result
        }
        if let hold = try match(usage, in: file, &result) {
            result.hold = hold
            return result
        }
        result.hold = try hold(usage, of: client, type, source: source, &result)
        return result
    }

    /// Judges an actual that a person accepts (M7): it needs only an agreement and a line to be posted on.
    func resultOfAccepting(_ actual: Actual, on agreementID: ID<Agreement>?) throws -> RowResult {
        var result = try judge(actual.usage, hetu: try repositories.actuals.hetu(of: actual), source: actual.sourceSystem)
        if let agreementID {
            guard let agreement = try repositories.agreements.find(agreementID),
                let caseFile = try caseFile(agreement.caseID),
                result.client == nil || caseFile.clientID == result.client?.id
            else {
                throw Refusal.invalid(
                    "/agreementId", "unknown_agreement",
                    LocalText(fi: "ei ole asiakkaan sopimus", sv: "är inte klientens avtal", en: "is not an agreement of the client"))
            }
            result.client = try repositories.clients.require(caseFile.clientID)
            result.agreement = agreement
            result.line = nil
            result.amount = nil
        }
        guard let agreement = result.agreement else {
            throw Refusal.invalid(
                "/agreementId", "required",
                LocalText(
                    fi: "sopimus on nimettävä, koska mikään asiakkaan sopimus ei sovi",
                    sv: "avtalet måste anges, eftersom inget av klientens avtal passar",
                    en: "is required, because no agreement of the client fits"))
        }
        // The row may have been held before its original was looked for.
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

    /// Posts an accepted actual and releases the money reserved for it (M5, O10). First it takes back the actual that it corrects (M10).
    func post(_ actual: Actual, _ result: RowResult) throws {
        if let original = result.original { try replace(original, by: actual) }
        guard actual.state == .accepted, let agreement = result.agreement, let line = result.line, let amount = result.amount else {
            return
        }
        let drawn = min(amount, try openCommitment(of: agreement.id))
        var openLine = try openLine(line.id)
        // Accepted service from before the budget counts from the first day of the budget; the actual keeps its own day.
        let date = max(actual.usage.serviceDate, openLine.budget.period.from)
        try work.post(.actual, amount, on: line, counting: date, Cause(agreementID: agreement.id, actualID: actual.id))
        try work.post(
            .release, drawn, on: line, counting: max(date, agreement.orderedOn), Cause(agreementID: agreement.id, actualID: actual.id))
        openLine.figures = try openLine.figures.adding(used: amount, committed: -drawn)
        lines[line.id] = openLine
        open[agreement.id] = try openCommitment(of: agreement.id).subtracting(drawn)
    }

    /// Takes back the posting of an actual (M10). The reversal counts on the day of the original, so that earlier balances are right; in a
    /// settled budget it counts today, and the money lapses (M17). The released money is reserved again while the agreement is ordered or
    /// active.
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

    /// Removes the corrected actual (M10): reverses it when it was posted, rejects it when it was held.
    private func replace(_ original: Actual, by actual: Actual) throws {
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

    // MARK: Reasons to hold a row

    /// Finds the agreement, the line and the budget; returns the reason to hold the usage, or nil (F7).
    private func match(_ usage: ServiceUsage, in file: ClientFile, _ result: inout RowResult) throws -> (HoldCode, LocalText)? {
        let date = usage.serviceDate
        if let id = usage.agreementID {
            guard let agreement = file.agreements.first(where: { $0.id == id }) else {
                return (
                    .noAgreement,
                    LocalText(
                        fi: "asiakkaalla ei ole tätä sopimusta", sv: "klienten har inte detta avtal",
                        en: "the client does not have this agreement")
                )
            }
            result.agreement = agreement
            guard agreement.serviceTypeCode == usage.serviceTypeCode else {
                return (
                    .serviceDiffers,
                    LocalText(
                        fi: "sopimus koskee toista palvelua", sv: "avtalet gäller en annan tjänst",
                        en: "the agreement is for \(agreement.serviceTypeCode)")
                )
            }
        } else {
            let same = file.agreements.filter { $0.serviceTypeCode == usage.serviceTypeCode }
            var fitting = same.filter { $0.covers(date) }
            if fitting.count > 1, let business = usage.providerBusinessID {
                fitting = try fitting.filter { try $0.providerID.map { try provider($0) }??.businessID == business }
            }
            guard let agreement = fitting.first else {
                if same.isEmpty {
                    return (
                        .noAgreement,
                        LocalText(
                            fi: "asiakkaalla ei ole sopimusta tästä palvelusta", sv: "klienten har inget avtal om denna tjänst",
                            en: "the client has no agreement for \(usage.serviceTypeCode)")
                    )
                }
                if same.contains(where: { $0.covers(date) }) {
                    return (
                        .providerDiffers,
                        LocalText(
                            fi: "tämän tuottajan kanssa ei ole sopimusta \(date.prose)",
                            sv: "inget avtal \(date.prose) gäller denna producent", en: "no agreement on \(date) is with this provider")
                    )
                }
                return (
                    .outsidePeriod,
                    LocalText(
                        fi: "palvelusta ei ole sopimusta, joka kattaa päivän \(date.prose)",
                        sv: "inget avtal om tjänsten täcker \(date.prose)", en: "no agreement for \(usage.serviceTypeCode) covers \(date)")
                )
            }
            if fitting.count > 1 {
                return (
                    .ambiguousAgreement,
                    LocalText(
                        fi: "useampi sopimus (\(fitting.count)) kattaa päivän \(date.prose); nimeä sopimus",
                        sv: "flera avtal (\(fitting.count)) täcker \(date.prose); ange avtalet",
                        en: "\(fitting.count) agreements cover \(date); name the agreement")
                )
            }
            result.agreement = agreement
        }
        guard let agreement = result.agreement else { return nil }
        result.caseID = agreement.caseID
        let open = try openLine(agreement.budgetLineID)
        result.line = open.line
        guard agreement.covers(date), open.budget.period.contains(date) else {
            return (
                .outsidePeriod,
                LocalText(
                    fi: "sopimus tai sen budjetti ei kata päivää \(date.prose)", sv: "avtalet eller dess budget täcker inte \(date.prose)",
                    en: "the agreement or its budget does not cover \(date)")
            )
        }
        guard Budget.liveStates.contains(open.budget.state) else {
            return (
                .budgetNotEffective,
                LocalText(
                    fi: "budjetin tila on ”\(open.budget.stateInWords.fi)”", sv: "budgetens tillstånd är ”\(open.budget.stateInWords.sv)”",
                    en: "the budget is \(open.budget.state.rawValue)")
            )
        }
        return nil
    }

    /// Returns the other reasons to hold the usage, or nil (F8 to F11, F13, F22, M7, O7); sets the cost and the original of the result.
    private func hold(
        _ usage: ServiceUsage, of client: Client, _ type: ServiceType, source: String, _ result: inout RowResult
    ) throws -> (HoldCode, LocalText)? {
        guard let agreement = result.agreement, let line = result.line else { return nil }
        if let event = usage.corrects {
            guard let original = try known[event] ?? find([event], of: source).first else {
                return (
                    .unknownOriginal,
                    LocalText(
                        fi: "korjattavaa tapahtumaa ei ole vielä ilmoitettu", sv: "händelsen som rättas har ännu inte rapporterats",
                        en: "the event \(event) is not reported yet")
                )
            }
            if let owner = original.clientID, owner != client.id {
                return (
                    .originalDiffers,
                    LocalText(
                        fi: "korjattava tapahtuma kuuluu toiselle asiakkaalle", sv: "händelsen som rättas hör till en annan klient",
                        en: "the event \(event) belongs to another client")
                )
            }
            if original.state == .reversed {
                return (
                    .originalReversed,
                    LocalText(
                        fi: "korjattava tapahtuma on jo peruutettu", sv: "händelsen som ska rättas är redan återförd",
                        en: "the event \(event) is reversed already")
                )
            }
            result.original = original
        }
        guard usage.status == .done else { return nil }
        let date = usage.serviceDate
        if date > work.today {
            return (
                .futureDate,
                LocalText(
                    fi: "palvelun päivä \(date.prose) on tulevaisuudessa", sv: "tjänstens dag \(date.prose) är i framtiden",
                    en: "\(date) is in the future")
            )
        }
        if let death = client.deathDate, date > death {
            return (
                .afterDeath,
                LocalText(
                    fi: "palvelun päivä on asiakkaan kuoleman jälkeen", sv: "tjänstens dag är efter klientens död",
                    en: "the service is after the client's death")
            )
        }
        if usage.isLongerThanItsDays {
            return (
                .tooLong,
                LocalText(
                    fi: "ilmoitettu aika on pidempi kuin palvelun päivät", sv: "den rapporterade tiden är längre än tjänstens dagar",
                    en: "the reported time is longer than the days of the service")
            )
        }
        if let providerID = agreement.providerID, let provider = try provider(providerID) {
            if let business = usage.providerBusinessID, business != provider.businessID {
                return (
                    .providerDiffers,
                    LocalText(
                        fi: "sopimus on toisen palveluntuottajan kanssa", sv: "avtalet är med en annan tjänsteproducent",
                        en: "the agreement is with another provider")
                )
            }
            if !provider.isApproved(for: type.code, on: date) {
                return (
                    .providerNotApproved,
                    LocalText(
                        fi: "palveluntuottajaa ei ole hyväksytty tähän palveluun \(date.prose)",
                        sv: "tjänsteproducenten är inte godkänd för denna tjänst \(date.prose)",
                        en: "the provider is not approved for \(type.code) on \(date)")
                )
            }
        }
        if usage.unit.serviceUnit != type.details.unit {
            return (
                .unitMismatch,
                LocalText(
                    fi: "palvelun yksikkö on \(type.details.unit.inWords.fi)", sv: "tjänstens enhet är \(type.details.unit.inWords.sv)",
                    en: "the unit of \(type.code) is \(type.details.unit.rawValue)")
            )
        }
        let open = try openLine(line.id)
        let computed = try Money.lineAmount(quantity: usage.quantity, unitPrice: agreement.unitPrice)
        if let reported = usage.amount {
            let slack = computed.share(percent: open.tolerancePercent) ?? .zero
            if (reported.cents - computed.cents).magnitude > slack.cents.magnitude {
                return (
                    .amountDiffers,
                    LocalText(
                        fi: "ilmoitettu summa on \(reported.prose); sovitulla hinnalla se olisi \(computed.prose)",
                        sv: "den rapporterade summan är \(reported.prose); med det avtalade priset är den \(computed.prose)",
                        en: "\(reported.cents) cents are reported; the agreed price gives \(computed.cents)")
                )
            }
        }
        let amount = usage.amount ?? computed
        result.amount = amount
        return try overBudget(amount, agreement, open, result.original)
    }

    /// Returns the hold `over_budget`, or nil (M7): the open commitment of the agreement always covers its own use; the rest must fit the
    /// line with the tolerance of the model.
    private func overBudget(_ amount: Money, _ agreement: Agreement, _ open: OpenLine, _ original: Actual?) throws -> (HoldCode, LocalText)?
    {
        var committed = try openCommitment(of: agreement.id).cents
        var available = open.figures.available.cents
        if let original, original.state == .accepted, original.budgetLineID == open.line.id {
            // The original is taken back first and frees the money that it used (M10).
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
            return (
                .overBudget,
                LocalText(
                    fi:
                        "rivillä on käytettävissä \(Money.prose(cents: max(0, available))) ja varattuna \(Money.prose(cents: committed)); ilmoitettu summa on \(amount.prose)",
                    sv:
                        "på raden finns \(Money.prose(cents: max(0, available))) disponibelt och \(Money.prose(cents: committed)) reserverat; den rapporterade summan är \(amount.prose)",
                    en: "the line has \(max(0, available)) cents available and \(committed) reserved; \(amount.cents) are reported")
            )
        }
        return nil
    }

    // MARK: Caches shared by the rows

    private func find(_ events: [String], of source: String) throws -> [Actual] {
        try repositories.actuals.all([.equal(.sourceSystem, source), .oneOf(.eventID, events)])
    }

    /// Whether the event came with this national id. It is unsealed only where the row reports one: by then the masked ids are equal.
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
        // Two references to two different people identify nobody.
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
