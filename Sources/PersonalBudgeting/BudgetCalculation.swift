/// The money value of the services a client would get anyway (S15): computed on one basis, from prices valid on a date.
public struct BudgetCalculation: CaseFile {
    public static let noun = "budget_calculation"
    public var record: Record<BudgetCalculation>
    public let caseID: ID<Case>
    public let total: Money
}
