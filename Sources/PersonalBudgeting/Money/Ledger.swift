/// One movement of money on one line of a budget (O3). The ledger is append-only, and the store chains its hashes: an entry is never
/// changed or removed, another entry corrects a mistake, and every balance is a sum of entries.
public struct LedgerEntry: Sendable, Equatable {
    /// The position in the order of all entries; 0 until the entry is appended.
    public var sequence: Int64
    public let id: ID<LedgerEntry>
    /// The moment at which the service recorded the entry.
    public let recordedAt: Instant
    public let recordedBy: ID<User>
    /// The day that the entry counts for. Together with `recordedAt` it gives every balance as of a day and as known at a moment (M20).
    public let businessDate: CalendarDate
    public let kind: Kind
    public let caseID: ID<Case>
    public let budgetID: ID<Budget>
    public let lineID: ID<BudgetLine>
    /// Above zero, but of either sign for an amendment and an index change; the kind gives the direction.
    public let amount: Money
    public let agreementID: ID<Agreement>?
    public let actualID: ID<Actual>?
    public let transferID: ID<Transfer>?
    /// For a reversal, the entry that it takes back (M10).
    public let reversedID: ID<LedgerEntry>?
    public var reason: String?

    /// The closed set of movements (O3).
    public enum Kind: String, CaseIterable, Sendable {
        case allocate, amend, reserve, release, actual, reversal
        case transferOut = "transfer_out"
        case transferIn = "transfer_in"
        case carryOut = "carry_out"
        case carryIn = "carry_in"
        case lapse
        case recoveryClaim = "recovery_claim"
        case recoveryPaid = "recovery_paid"
        case recoveryWrittenOff = "recovery_written_off"
        case index

        /// The figure that the kind counts in, with its sign (M5). Recoveries are claims on a person and not money of the budget (M18).
        public var bearing: (part: Figures.Part, sign: Int64)? {
            switch self {
            case .allocate, .amend, .index: (.allocated, 1)
            case .transferIn, .carryIn: (.moneyIn, 1)
            case .transferOut, .carryOut, .lapse: (.moneyOut, 1)
            case .reserve: (.committed, 1)
            case .release: (.committed, -1)
            case .actual: (.used, 1)
            case .reversal: (.used, -1)
            case .recoveryClaim, .recoveryPaid, .recoveryWrittenOff: nil
            }
        }

        /// Whether the amount may be below zero.
        public var isSigned: Bool { self == .amend || self == .index }
    }

    public init(
        sequence: Int64 = 0, id: ID<LedgerEntry>, recordedAt: Instant, recordedBy: ID<User>, businessDate: CalendarDate, kind: Kind,
        caseID: ID<Case>, budgetID: ID<Budget>, lineID: ID<BudgetLine>, amount: Money, agreementID: ID<Agreement>? = nil,
        actualID: ID<Actual>? = nil, transferID: ID<Transfer>? = nil, reversedID: ID<LedgerEntry>? = nil, reason: String? = nil
    ) {
        self.sequence = sequence
        self.id = id
        self.recordedAt = recordedAt
        self.recordedBy = recordedBy
        self.businessDate = businessDate
        self.kind = kind
        self.caseID = caseID
        self.budgetID = budgetID
        self.lineID = lineID
        self.amount = amount
        self.agreementID = agreementID
        self.actualID = actualID
        self.transferID = transferID
        self.reversedID = reversedID
        self.reason = reason
    }
}

extension LedgerEntry {
    public var withoutReason: LedgerEntry {
        var entry = self
        entry.reason = nil
        return entry
    }
}

/// The figures of a line or of a budget: allocated + in − out = committed + used + available, to the cent, always (row 56, M5).
public struct Figures: Sendable, Equatable {
    /// The money granted by decision, with amendments and index changes.
    public var allocated: Money
    /// The money from other lines and from an earlier budget (M11, M16).
    public var moneyIn: Money
    /// The money to other lines, to a later budget, and lapsed to the county (M11, M16, M17).
    public var moneyOut: Money
    /// The money reserved for agreements and not yet used.
    public var committed: Money
    /// Delivered and accepted services, less reversals (M10).
    public var used: Money
    /// The money that may still be committed (M5, M6). Below zero only where delivered service exceeds the line (M7).
    public var available: Money

    public enum Part: Sendable { case allocated, moneyIn, moneyOut, committed, used }

    public static let zero = Figures(
        allocated: .zero, moneyIn: .zero, moneyOut: .zero, committed: .zero, used: .zero, available: .zero)

    private init(allocated: Money, moneyIn: Money, moneyOut: Money, committed: Money, used: Money, available: Money) {
        self.allocated = allocated
        self.moneyIn = moneyIn
        self.moneyOut = moneyOut
        self.committed = committed
        self.used = used
        self.available = available
    }

    /// Computes the figures from sums by kind, in cents (M5).
    /// - Throws: `AmountOutOfRange` when a figure goes beyond 10^12 cents (M1).
    public init(sums: [LedgerEntry.Kind: Int64]) throws(AmountOutOfRange) {
        var parts: [Part: Int64] = [:]
        for (kind, cents) in sums {
            guard let bearing = kind.bearing else { continue }
            parts[bearing.part, default: 0] += bearing.sign * cents
        }
        func money(_ cents: Int64) throws(AmountOutOfRange) -> Money {
            guard let money = Money(cents: cents) else { throw AmountOutOfRange() }
            return money
        }
        allocated = try money(parts[.allocated, default: 0])
        moneyIn = try money(parts[.moneyIn, default: 0])
        moneyOut = try money(parts[.moneyOut, default: 0])
        committed = try money(parts[.committed, default: 0])
        used = try money(parts[.used, default: 0])
        available = try money(allocated.cents + moneyIn.cents - moneyOut.cents - committed.cents - used.cents)
    }

    /// Returns the figures of several lines together (M5).
    public static func sum(_ all: some Sequence<Figures>) throws(AmountOutOfRange) -> Figures {
        var total = Figures.zero
        for one in all {
            total = Figures(
                allocated: try total.allocated.adding(one.allocated), moneyIn: try total.moneyIn.adding(one.moneyIn),
                moneyOut: try total.moneyOut.adding(one.moneyOut), committed: try total.committed.adding(one.committed),
                used: try total.used.adding(one.used), available: try total.available.adding(one.available))
        }
        return total
    }

    /// Returns the figures with more used and committed, and less available (M5).
    func adding(used more: Money, committed bound: Money) throws(AmountOutOfRange) -> Figures {
        Figures(
            allocated: allocated, moneyIn: moneyIn, moneyOut: moneyOut, committed: try committed.adding(bound), used: try used.adding(more),
            available: try available.subtracting(more).subtracting(bound))
    }

    /// The usable money: allocated + in − out.
    public var granted: Money { Money(cents: allocated.cents + moneyIn.cents - moneyOut.cents) ?? .zero }
}

/// The append-only ledger (O3).
public protocol LedgerRepository {
    func append(_ entry: LedgerEntry) throws
    /// Returns the entries of a budget, oldest first unless `newestFirst`, after a sequence number.
    func list(budgetID: ID<Budget>, after: Int64?, newestFirst: Bool, limit: Int) throws -> [LedgerEntry]
    /// Returns the entries of an actual, oldest first.
    func list(actualID: ID<Actual>) throws -> [LedgerEntry]
    /// Returns the figures of each line that has entries, from the entries that count for days up to `asOf` and were recorded up to
    /// `knownAt` (M20); nil sets no bound.
    func balances(of budgetID: ID<Budget>, asOf: CalendarDate?, knownAt: Instant?) throws -> [ID<BudgetLine>: Figures]
    /// Returns the sum of one kind of movement on a line.
    func total(_ kind: LedgerEntry.Kind, on lineID: ID<BudgetLine>) throws -> Money
    /// Returns the money still reserved for an agreement (O10).
    func openCommitment(of agreementID: ID<Agreement>) throws -> Money
    /// Returns the money used by and still reserved for each of the agreements that has entries (O10).
    func sums(of agreementIDs: [ID<Agreement>]) throws -> [ID<Agreement>: Agreement.Sums]
    /// Returns used less reversed on the days of a period, for the run-rate of a forecast (Z2).
    func used(of budgetID: ID<Budget>, in period: Period) throws -> Money
}

extension LedgerRepository {
    /// Returns the present figures of one line (M5).
    public func figures(of line: BudgetLine) throws -> Figures {
        try balances(of: line.budgetID, asOf: nil, knownAt: nil)[line.id] ?? .zero
    }
}

/// The origin of a ledger entry.
struct Cause {
    var agreementID: ID<Agreement>?
    var actualID: ID<Actual>?
    var transferID: ID<Transfer>?
    var reversedID: ID<LedgerEntry>?
    var reason: String?
}

extension Work {
    /// Appends one movement to the ledger (O3); an amount of zero writes no entry.
    /// - Throws: `AmountOutOfRange` for an amount below zero where the kind does not allow one.
    @discardableResult
    func post(
        _ kind: LedgerEntry.Kind, _ amount: Money, on line: BudgetLine, counting date: CalendarDate? = nil, _ cause: Cause = Cause()
    ) throws -> ID<LedgerEntry>? {
        if amount == .zero { return nil }
        guard kind.isSigned || amount > .zero else { throw AmountOutOfRange() }
        let entry = LedgerEntry(
            id: newID(), recordedAt: now, recordedBy: actor.userID, businessDate: date ?? today, kind: kind, caseID: line.caseID,
            budgetID: line.budgetID, lineID: line.id, amount: amount, agreementID: cause.agreementID, actualID: cause.actualID,
            transferID: cause.transferID, reversedID: cause.reversedID, reason: cause.reason)
        try repositories.ledger.append(entry)
        return entry.id
    }
}
