/// The act of one person, by one call, that mends a refusal or makes a transition of the case. The API maps it to the call.
///
/// A nil identity is that of an entity which an earlier remedy creates.
public enum Remedy: Sendable, Equatable {
    // The case and the choice
    case transitionCase(Case.Command)
    case addAlternative
    case weighSuitability
    /// A choice of personal budgeting or of another service (S5).
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
    /// The decision of an office holder (S26).
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
