/// The client's own view of the money: granted, committed, used and left, with a forecast (Z1, row 83).
public struct MoneyView: Sendable {
    /// The budget whose period contains today, else the newest unsettled budget, else the newest settled one; nil without any.
    public let statement: BudgetStatement?
    public let today: CalendarDate
    /// The forecast of the used and committed money at the end of the period (Z2).
    public let forecast: Money
    /// Whether the forecast exceeds the granted money by more than the tolerance of the model (Z2, Q12).
    public let isOverForecast: Bool
    /// The service types of the lines, by code, for their names.
    public let serviceTypes: [String: ServiceType]
}

/// The forecast of a budget from its use in the last three full months (Z2).
public enum Forecast {
    /// Returns the last three full calendar months before a day, as far as they lie within the period; nil when none does.
    public static func window(before today: CalendarDate, in period: Period) -> Period? {
        guard let thisMonth = CalendarDate(year: today.year, month: today.month, day: 1), let last = thisMonth.adding(days: -1) else {
            return nil
        }
        for months in [3, 2, 1] {
            guard let first = thisMonth.adding(months: -months) else { continue }
            if first >= period.from, last <= period.to { return Period(from: first, to: last) }
        }
        return nil
    }

    /// Returns used + committed + run-rate × remaining days. The run-rate is the use in the window by the day; the remaining days are
    /// those after today to the end of the period.
    /// - Parameters:
    ///   - inWindow: the use on the days of the window.
    ///   - window: nil without a full month; then the run-rate is zero.
    public static func amount(
        used: Money, committed: Money, inWindow: Money, window: Period?, today: CalendarDate, period: Period
    ) throws(AmountOutOfRange) -> Money {
        let base = try used.adding(committed)
        let remaining = max(0, max(today, period.from).days(to: period.to))
        guard let window, remaining > 0, inWindow > .zero else { return base }
        let (days, product) = (Int64(window.dayCount), Int128(inWindow.cents) * Int128(remaining))
        let rounded = (product * 2 + Int128(days)) / (Int128(days) * 2)
        guard let more = Int64(exactly: rounded).flatMap({ Money(cents: $0) }) else { throw AmountOutOfRange() }
        return try base.adding(more)
    }
}

extension Work {
    /// Returns the money view of a case, with the same figures that staff see (Z1, row 83).
    public func moneyView(of caseFile: Case) throws -> MoneyView {
        let held = try repositories.budgets.all(
            in: caseFile, [.oneOf(.state, (Budget.liveStates + [.settled]))])
        let chosen = held.last { $0.state != .settled && $0.period.contains(today) } ?? held.last { $0.state != .settled } ?? held.last
        guard let budget = chosen else {
            return MoneyView(statement: nil, today: today, forecast: .zero, isOverForecast: false, serviceTypes: [:])
        }
        let statement = try statement(of: budget)
        var forecast = statement.total.used
        if budget.state != .settled {
            let window = Forecast.window(before: today, in: budget.period)
            let inWindow = try window.map { try repositories.ledger.used(of: budget.id, in: $0) } ?? .zero
            forecast = try Forecast.amount(
                used: statement.total.used, committed: statement.total.committed, inWindow: inWindow, window: window, today: today,
                period: budget.period)
        }
        let granted = statement.total.granted
        let tolerance = granted.share(percent: try rules(of: caseFile).tolerancePercent) ?? .zero
        let codes = Set(statement.lines.map(\.line.serviceTypeCode))
        let types = try repositories.serviceTypes.all([.oneOf(.code, codes.sorted())])
        return MoneyView(
            statement: statement, today: today, forecast: forecast, isOverForecast: forecast.cents > granted.cents + tolerance.cents,
            serviceTypes: Dictionary(types.map { ($0.code, $0) }) { first, _ in first })
    }
}
