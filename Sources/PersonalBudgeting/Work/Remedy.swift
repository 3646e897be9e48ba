/// Something one person does by one call: what mends a rule, or takes a step of the case. The API knows which call it is.
///
/// An identity that is nil is that of what an earlier remedy makes.
public enum Remedy: Sendable, Equatable {
    // The case and the choice
    case transitionCase(Case.Command)
    case addAlternative
    case weighSuitability
    /// For personal budgeting or for another service.
    case choose(hb: Bool)
    case withdrawChoice(ID<HbChoice>?)
    // The money value and the budget
    case computeBudget
    case chooseCalculation(ID<BudgetCalculation>?)
    case draftBudget
    case transitionBudget(Budget.Command, ID<Budget>)
    case agreeOnMonitoring
    // The plan
    case draftPlan
    case revisePlan(ID<SupportPlan>)
    case submitPlan(ID<SupportPlan>?)
    case holdDialogue
    // The decision
    case draftDecision
    case reviseDecision(ID<Decision>)
    case proposeDecision(ID<Decision>?)
    case withdrawDecision(ID<Decision>)
    case putOnAgenda(ID<Decision>)
    /// As an office holder.
    case decide(ID<Decision>)
    case handleInBody(ID<Decision>)
    // Use
    case addServicePlan
    case agree
    case activateAgreement(ID<Agreement>?)
    // Forms and models
    case answerForm(ID<FormInstance>)
    case openInstrument(ID<FormInstrument>)
    case withdrawModel(ID<RegionalModel>)
}
